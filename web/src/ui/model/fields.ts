// The page's places and text fields: their labels, limits and where their values come from.

import type { FieldName, FileRole, TextField } from '../../core/face';

export const textFields: readonly TextField[] = [
  'measurement', 'apiMajor', 'apiMinor', 'buildId', 'policy', 'cmdline', 'numCpus', 'cpu',
  'vmsaLayout', 'sevFeatures',
];

/** Texts that only SEV-SNP has. */
export const snpOwnFields = [
  'vmm', 'guestFeatures', 'vmsaAddress', 'firmwareDigest', 'sections', 'resetAddress', 'hashArea',
] as const;
export type SnpOwnField = typeof snpOwnFields[number];

/** Of an ID block, by their names in settings, where `policy` is that of SEV. */
export const blockSettings = ['blockPolicy', 'familyId', 'imageId', 'guestSvn', 'blockName'] as const;
export const snpSettings = [...snpOwnFields, ...blockSettings] as const;
export type SnpSetting = typeof snpSettings[number];

/** Fields that the launch information of the host fills. */
export const hostFields = ['measurement', 'apiMajor', 'apiMinor', 'buildId', 'policy'] as const;

export type PlaceName =
  | 'firmware' | 'kernel' | 'initrd' | 'vmsaCpu0' | 'vmsaCpu1' | 'tk' | 'tik' | 'tek' | 'domainXml' | 'igvm';

/** Of SEV and SEV-ES. */
export const sevPlaces: readonly PlaceName[] = [
  'firmware', 'kernel', 'initrd', 'vmsaCpu0', 'vmsaCpu1', 'tk', 'tik', 'tek', 'domainXml',
];
/** Of SEV-SNP. */
export const snpPlaces: readonly PlaceName[] = ['firmware', 'igvm', 'kernel', 'initrd'];

export const placeNames: readonly PlaceName[] = [...sevPlaces, 'igvm'];

/** Longer than any command line, and than any secret that is taken: a longer text would be laid out for seconds. */
export const longestField = 64 * 1024;

export type StreamedPlace = 'kernel' | 'initrd';

export function isStreamed(place: PlaceName): place is StreamedPlace {
  return place === 'kernel' || place === 'initrd';
}

export function isKey(place: PlaceName): place is 'tk' | 'tik' | 'tek' {
  return place === 'tk' || place === 'tik' || place === 'tek';
}

const labels: Record<FieldName, string> = {
  measurement: 'Measurement',
  apiMajor: 'API major',
  apiMinor: 'API minor',
  buildId: 'Build ID',
  policy: 'Policy',
  firmware: 'Firmware',
  kernel: 'Kernel',
  initrd: 'Initrd',
  cmdline: 'Command line',
  numCpus: 'vCPUs',
  cpu: 'CPU model',
  vmsaLayout: 'VMSA layout',
  sevFeatures: 'SEV features',
  vmsaCpu0: 'VMSA CPU 0',
  vmsaCpu1: 'VMSA CPU 1',
  tik: 'TIK',
  tek: 'TEK',
  tk: 'TK',
  launchInfo: 'Launch information',
  secret: 'Secret',
  packet: 'Secret packet',
  domainXml: 'Domain XML',
  candidates: 'Candidates',
  platform: 'Platform files',
  root: 'Root',
  chipId: 'Chip id',
  sessionName: 'Session name',
  session: 'Session files',
  godh: 'Owner\'s certificate',
  igvm: 'IGVM file',
  firmwareDigest: 'OVMF hash',
  sections: 'Sections',
  resetAddress: 'Reset address',
  hashArea: 'Hash area',
  vmm: 'VMM',
  guestFeatures: 'Guest features',
  vmsaAddress: 'VMSA address',
  expectedDigest: 'Digest to compare',
  launchDigest: 'Launch digest',
  familyId: 'Family id',
  imageId: 'Image id',
  guestSvn: 'Guest SVN',
  idKeyDigest: 'ID key digest',
  authorKeyDigest: 'Author key digest',
  blockName: 'Name of its files',
  idKey: 'ID key',
  authorKey: 'Author key',
  idBlock: 'ID block',
  idAuth: 'ID authentication',
  report: 'Report',
  certs: 'Certificates',
  at: 'Verify as of',
  reportData: 'REPORT_DATA',
  vmpl: 'VMPL',
  policyRequires: 'Policy requires',
  policyForbids: 'Policy forbids',
  allowDebug: 'Allow debugging',
  allowMigration: 'Allow a migration agent',
  minimumTcb: 'Minimum TCB',
  tcbOf: 'TCB of',
  minimumFirmware: 'Minimum SEV firmware',
  refuseProvisional: 'Refuse provisional firmware',
  hostData: 'HOST_DATA',
  minimumGuestSvn: 'Minimum guest SVN',
  reportId: 'REPORT_ID',
  allowMaskedChip: 'Allow a masked chip',
  provider: 'Provider',
  platformRequires: 'Platform requires',
  platformForbids: 'Platform forbids',
  launchMitigations: 'Mitigations at launch',
  currentMitigations: 'Current mitigations',
};

export function labelOf(field: FieldName): string {
  return labels[field];
}

/** The id of a field's control, so that problems can link to it. */
export function controlId(field: string): string {
  return `field-${field}`;
}

/** What a dropped file can be, in the words of the page. */
export const roleLabels: Record<FileRole, string> = {
  firmware: 'Firmware',
  kernel: 'Kernel',
  initrd: 'Initrd',
  vmsaCpu0: 'VMSA CPU 0',
  vmsaCpu1: 'VMSA CPU 1',
  tk: 'TK',
  tik: 'TIK',
  tek: 'TEK',
  launchInfo: 'Host output',
  domainXml: 'Domain XML',
  settings: 'Settings',
  secret: 'Secret',
  platform: 'Certificates',
  forHost: 'For the host',
  cmdline: 'Command line',
  igvm: 'IGVM file',
  idKey: 'ID key',
  authorKey: 'Author key',
  idBlock: 'ID block',
  idAuth: 'ID authentication',
  report: 'SNP report',
  certs: 'SNP certificates',
  expectations: 'Expectations',
  empty: 'Empty file',
  unknown: 'Not recognised',
};

/** Roles that a user can choose for a file. */
export const choosableRoles: readonly FileRole[] = [
  'firmware', 'igvm', 'kernel', 'initrd', 'cmdline', 'vmsaCpu0', 'vmsaCpu1', 'tik', 'tek', 'tk', 'launchInfo',
  'domainXml', 'secret', 'platform', 'idKey', 'authorKey', 'idBlock', 'idAuth', 'report', 'certs', 'expectations',
  'settings',
];

export function isPlace(role: FileRole): role is PlaceName {
  return (placeNames as readonly string[]).includes(role);
}
