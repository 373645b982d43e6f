// Generated from core/schema by web/build/reports.mjs: change it there.

import type { Diagnosis, DomainBlob, Finding, From, GivenFile, Pages } from './reports';

/** Report on a SEV-SNP attestation report (sevproof snp verify --json). */
export interface SnpVerification {
  schemaVersion: 2;
  generator: string;
  kind: 'sev-snp';
  /** The caller's own name for this report. */
  id: string | null;
  /** Match: genuine and as expected, measurement and REPORT_DATA among it. genuine: nothing that was
   * expected fails, but a match needs more. mismatch: genuine, and not as expected. not-verified: not
   * proven to be genuine. */
  verdict: 'match' | 'genuine' | 'mismatch' | 'not-verified';
  error: null;
  inputs: {
    firmware: GivenFile | null;
    /** What is published of a firmware that is not at hand. */
    firmwareDigest: GivenDigest | null;
    igvm: GivenFile | null;
    kernel: GivenFile | null;
    initrd: GivenFile | null;
    /** Sha256 covers the string and one NUL byte, as measured; size counts the string alone. */
    cmdline: GivenFile | null;
    vcpus: {
      /** Numbers of virtual CPUs; of an IGVM file as many as it has VMSA pages, unless given; none where
       * QEMU does not start it. */
      value: number[];
      from: From;
    };
    vmsa: GivenSnpVmsa;
  } | null;
  /** The domain that is to be this launch; null where none was given. */
  domain: { name: string; launchSecurity: SnpSecurity } | null;
  computed: {
    /** Of the first number of CPUs; null where QEMU does not start the IGVM file. */
    launchDigest: string | null;
    launchDigests: CountedDigest[];
    /** After the firmware's own pages: what others call OVMF hash. */
    afterFirmware: string | null;
    /** Before the CPUs' pages. */
    afterSections: string | null;
    vmsa: Pages | null;
    igvm: MeasuredIgvm | null;
    line: Line;
    /** Csp_id of the VLEK; null of a VCEK. */
    provider: string | null;
    addresses: Address[];
    vekMissing: boolean;
    /** All that is wrong with the chain is the time of verification. */
    outOfTime: boolean;
    /** When certificates and lists had to be valid. */
    time: { at: string; from: 'owner' | 'clock' };
  };
  /** The report, whatever the verdict. */
  evidence: {
    type: 'snp-report';
    form: 'raw' | 'hex' | 'base64' | 'guest-device' | 'azure';
    version: number;
    guestSvn: number;
    policy: { value: string; flags: string[]; abi: string };
    familyId: string;
    imageId: string;
    /** 4294967295: its host asked. */
    vmpl: number;
    signatureAlgorithm: number;
    /** Vcek, vlek, none, or a number that is not known. */
    signingKey: string;
    authorKeyEnabled: boolean;
    maskChipKey: boolean;
    platformInfo: Bits;
    reportData: string;
    measurement: string;
    hostData: string;
    idKeyDigest: string;
    authorKeyDigest: string;
    reportId: string;
    reportIdMa: string;
    cpu: { family: number; model: number; stepping: number } | null;
    chipId: string;
    tcb: { reported: Tcb; current: Tcb; committed: Tcb; launch: Tcb };
    currentFirmware: string;
    committedFirmware: string;
    launchMitigations: string | null;
    currentMitigations: string | null;
    /** What Azure's paravisor says beside the report. */
    claims: { sha256: string; size: number } | null;
  };
  /** Root first, as far as it was built. */
  chain: Link[];
  checks: ReportCheck[];
  findings: Finding[];
  /** Why the measurement does not match; null for a match, or if sevproof did not search for the reason.
   * It never changes the verdict. */
  diagnosis: Diagnosis | null;
  delivery: null;
}

export interface GivenDigest {
  value: {
    digest: string;
    sections: { type: number; gpa: string; size: string }[];
    resetAddress: string | null;
    hashArea: string | null;
  };
  from: From;
}

export interface GivenSnpVmsa {
  value: {
    vmm: 'qemu' | 'ec2' | 'gce';
    /** RDX: the signature of the CPU model; null where an IGVM file alone decides. */
    signature: string | null;
    /** Null where an IGVM file decides. */
    sevFeatures: string | null;
    gpa: string;
  };
  from: From;
}

export interface CountedDigest {
  vcpus: number;
  hex: string;
  base64: string;
}

export interface MeasuredIgvm {
  /** The digest with the file's directives as they stand. */
  inOrder: string;
  /** VMSA pages in the file. */
  contexts: number;
  /** The guest policy that the file names. */
  policy: string | null;
  /** Of the file's ID block. */
  idBlockDigest: string | null;
  /** Why QEMU does not start it. */
  refused: string | null;
}

/** The guest policy of 64 bits and the names of its set flags. */
export interface SnpPolicy {
  hex: string;
  flags: string[];
}

/** What launchSecurity of type sev-snp says. */
export interface SnpSecurity {
  policy: SnpPolicy | null;
  kernelHashes: boolean;
  authorKey: boolean;
  vcek: boolean;
  idBlock: DomainBlob;
  idAuth: DomainBlob;
  /** 32 bytes; null where they are absent or malformed. */
  hostData: string | null;
  /** 16 bytes; null where they are absent or malformed. */
  guestVisibleWorkarounds: string | null;
}

export interface Bits {
  value: string;
  flags: string[];
}

/** By the report (version 3 and later) or its certificate; Bergamo and Siena are Genoa. */
export type Line = 'Milan' | 'Genoa' | 'Turin' | null;

export interface Tcb {
  /** As it stands in the report. */
  bytes: string;
  /** By component; null where the line is not known, on which the order depends. */
  text: string | null;
  /** Of Turin alone; each null where the line of processors is not known. */
  fmc: number | null;
  bl: number | null;
  tee: number | null;
  snp: number | null;
  ucode: number | null;
}

export interface Link {
  role: 'ark' | 'ask' | 'asvk' | 'vcek' | 'vlek' | 'other';
  subject: string;
  issuer: string;
  serial: string;
  notBefore: string;
  notAfter: string;
  sha256: string;
  /** Built in, or the name of the file. */
  from: string;
}

/** Where AMD has certificates; nobody asked there. */
export interface Address {
  line: 'Milan' | 'Genoa' | 'Turin';
  /** Of the chip's certificate (VCEK); null for a VLEK, which the provider hands out, and for a masked
   * chip. */
  vek: string | null;
  chain: string;
  crl: string;
}

export interface ReportCheck {
  code: 'shape' | 'chain' | 'revocation' | 'binding' | 'signature' | 'measurement' | 'report-version' | 'reserved' | 'report-data' | 'policy' | 'vmpl' | 'tcb' | 'firmware-version' | 'id-block' | 'host-data' | 'chip' | 'report-id' | 'platform-info' | 'mitigations' | 'claims';
  outcome: 'pass' | 'fail' | 'not-checked';
  about: string | null;
  expected: string | null;
  got: string | null;
  /** Of not-checked: the reason, a sentence. */
  why: string | null;
}

/** SEV-SNP reports and certificates, not verified (sevproof snp show --json). */
export interface SnpFilesView {
  schemaVersion: 2;
  generator: string;
  files: {
    name: string;
    report: {
      type: 'snp-report';
      form: 'raw' | 'hex' | 'base64' | 'guest-device' | 'azure';
      version: number;
      guestSvn: number;
      policy: { value: string; flags: string[]; abi: string };
      familyId: string;
      imageId: string;
      /** 4294967295: its host asked. */
      vmpl: number;
      signatureAlgorithm: number;
      /** Vcek, vlek, none, or a number that is not known. */
      signingKey: string;
      authorKeyEnabled: boolean;
      maskChipKey: boolean;
      platformInfo: Bits;
      reportData: string;
      measurement: string;
      hostData: string;
      idKeyDigest: string;
      authorKeyDigest: string;
      reportId: string;
      reportIdMa: string;
      cpu: { family: number; model: number; stepping: number } | null;
      chipId: string;
      tcb: { reported: Tcb; current: Tcb; committed: Tcb; launch: Tcb };
      currentFirmware: string;
      committedFirmware: string;
      launchMitigations: string | null;
      currentMitigations: string | null;
      /** What Azure's paravisor says beside the report. */
      claims: { sha256: string; size: number } | null;
      line: Line;
      addresses: Address[];
      findings: Finding[];
    } | null;
    certificates: Certificate[];
    crls: {
      issuer: string;
      thisUpdate: string;
      nextUpdate: string | null;
      revoked: string[];
      /** Why it is none of AMD's, whenever that is; null where it is one. */
      fault: string | null;
    }[];
    /** Entries of a certificate table that are no certificates of AMD's. */
    others: { guid: string; name: string | null; size: number }[];
    unread: string[];
  }[];
}

export interface Certificate {
  role: 'ark' | 'ask' | 'asvk' | 'vcek' | 'vlek' | 'other';
  subject: string;
  issuer: string;
  serial: string;
  notBefore: string;
  notAfter: string;
  sha256: string;
  /** Built in, or the name of the file. */
  from: string;
  productName: string | null;
  hwid: string | null;
  cspId: string | null;
  tcb: string | null;
  /** Why AMD's keys that are built in do not vouch for it, whenever that is; null where they do. */
  fault: string | null;
}
