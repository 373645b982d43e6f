// What was measured of a SEV-SNP guest, in the order in which its launch digest takes it in.

import type { Diagnosis } from '../../../core/reports';
import type { SnpReport } from '../../../core/snp';
import { formatSize } from '../../../engine/sizes';
import { snpDigest } from '../../model/snpDigest';
import { snpExplained } from '../../model/snpReason';
import type { ChainCheck, MeasuredBox } from '../../parts/moment';
import type { FieldName } from '../../../core/face';
import { snpRemedies } from './remedy';

const page = formatSize(4096);

type Why = (...fields: FieldName[]) => string;
type Launch = Pick<SnpReport, 'inputs' | 'computed'>;

function firmwareBox({ inputs: { firmware, firmwareDigest, igvm }, computed }: Launch, why: Why): MeasuredBox[] {
  const file = firmware ?? igvm;
  const after = computed.afterFirmware ? [{ name: 'digest so far', hex: computed.afterFirmware }] : [];
  if (!file) return firmwareDigest ? [{ name: 'Firmware', size: 'by its hash', hashes: after, reason: why('firmware'), decides: 'The first code that the guest runs.' }] : [];
  return [{ name: igvm ? 'IGVM file' : 'Firmware', size: formatSize(file.size), reason: why('firmware', 'igvm'),
    hashes: [{ name: 'SHA-256', hex: file.sha256 }, ...after],
    decides: igvm ? 'All that the guest starts from, and how its CPUs start.' : 'The first code that the guest runs.' }];
}

function sectionsBox({ inputs, computed }: Launch, why: Why): MeasuredBox[] {
  if (computed.afterSections === null) return [];
  const { kernel, initrd, cmdline } = inputs;
  const parts = Object.entries({ kernel, initrd, 'command line': cmdline });
  return [{ name: kernel ? 'Sections, kernel hashes among them' : 'Sections of its SEV metadata', size: '', reason: why('kernel', 'initrd', 'cmdline'),
    hashes: [...parts.flatMap(([name, file]) => (file ? [{ name, hex: file.sha256 }] : [])),
      { name: 'digest so far', hex: computed.afterSections }],
    decides: kernel ? 'The only kernel, initrd and command line that firmware boots which checks them.'
      : 'Memory that is ready from the start. No kernel is measured: what the guest boots is not proved.' }];
}

function cpuBox({ inputs, computed: { vmsa } }: Launch, why: Why): MeasuredBox[] {
  if (!vmsa) return [];
  const most = Math.max(...inputs.vcpus.value);
  const hashes = [{ name: 'CPU 0', hex: vmsa.cpu0Sha256 }];
  if (vmsa.cpuNSha256 && most > 1) hashes.push({ name: 'every other', hex: vmsa.cpuNSha256 });
  return [{ name: 'vCPUs', size: most > 1 ? `${most} × ${page}` : page, hashes, reason: why('numCpus', 'cpu', 'guestFeatures', 'vmsaAddress', 'vmm'),
    decides: 'How each CPU starts, and with which features: a VMSA page for each.' }];
}

/** `found`: why it is not the measurement. */
export function boxesOf(launch: Launch, found: Diagnosis | null): MeasuredBox[] {
  const why: Why = (...fields) => snpRemedies.reasonAt(found, (field) => fields.includes(field));
  return [firmwareBox, sectionsBox, cpuBox].flatMap((box) => box(launch, why));
}

export function boxes(): MeasuredBox[] {
  const shown = snpDigest.value;
  return shown.kind === 'measured' ? boxesOf(shown.report, snpExplained.value?.report.diagnosis ?? null) : [];
}

export function boxesDigest(): string {
  const shown = snpDigest.value;
  if (shown.kind !== 'measured') return '';
  const { launchDigests, igvm } = shown.report.computed;
  return launchDigests[launchDigests.length - 1]?.hex ?? igvm?.inOrder ?? '';
}

const host: ChainCheck = { name: 'Host', outcome: 'not-checked',
  words: 'What a host started, and whether it is genuine, its report says: “While it runs”.' };

export function chain(): ChainCheck[] {
  return snpDigest.value.kind === 'measured' ? [host] : [];
}
