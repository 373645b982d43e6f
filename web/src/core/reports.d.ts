// Generated from core/schema by web/build/reports.mjs: change it there.

/** Report of a validation (sevproof --json). */
export interface Report {
  schemaVersion: 2;
  generator: string;
  kind: 'sev' | 'sev-es';
  /** The caller's own name for this launch. */
  id: string | null;
  verdict: 'match' | 'mismatch';
  /** Why what was asked for besides the verdict was not done: see delivery. Without a verdict there is no
   * report: see error.schema.json. */
  error: ReportError | null;
  /** What the verdict is about; null where a part was not given, or (vmsa) not measured. */
  inputs: {
    /** Null where the launch digest alone was given. */
    firmware: GivenFirmware | null;
    kernel: GivenFile | null;
    initrd: GivenFile | null;
    /** Sha256 covers the string and one NUL byte, as measured; size counts the string alone. */
    cmdline: GivenFile | null;
    policy: GivenPolicy;
    api: GivenApi;
    vcpus: GivenVcpus | null;
    /** Null where no CPU state is measured. */
    vmsa: GivenVmsa | null;
  };
  /** What the host reported. */
  evidence: { type: 'sev-launch-measure'; measurement: string; nonce: string; from: From };
  computed: {
    launchDigest: string;
    kernelHashesTable: string | null;
    measurement: string;
    vmsa: Pages | null;
  };
  /** In this order: measurement, domain-configuration, guest-paused. There is a match exactly if
   * measurement passes. */
  checks: Check[];
  findings: Finding[];
  /** Why the measurement does not match; null for a match, or if sevproof did not search for the reason.
   * It never changes the verdict. */
  diagnosis: Diagnosis | null;
  /** What became of secrets that were sent to the guest's host; null where none were. */
  delivery: Delivery | null;
}

/** Who gave it: its owner; the domain's XML, which its owner gave; or the host that was asked. What an
 * owner copied from a host's output counts as the owner's. */
export type From = 'owner' | 'xml' | 'host';

export interface GivenFirmware {
  sha256: string;
  /** Bytes; null where the SHA-256 alone was given. */
  size: number | null;
  from: From;
}

export interface GivenFile {
  sha256: string;
  /** Bytes. */
  size: number;
  from: From;
}

/** The guest policy and the specification's names of its set flags. */
export interface GivenPolicy {
  value: number;
  flags: ('NODBG' | 'NOKS' | 'ES' | 'NOSEND' | 'DOMAIN' | 'SEV')[];
  from: From;
}

/** The SEV firmware of the host, as it reports itself. */
export interface GivenApi {
  value: { major: number; minor: number; build: number };
  from: From;
}

export interface GivenVcpus {
  value: number;
  from: From;
}

/** The measured CPU state, as in the boot CPU's page; layout is null when it is neither of the two. */
export interface GivenVmsa {
  value: {
    source: 'built' | 'files';
    layout: 'legacy' | 'init2' | null;
    sevFeatures: string;
    signature: string;
  };
  from: From;
}

/** The VMSA page of the boot CPU, and that of every AP; null when the guest has one CPU. */
export interface Pages {
  cpu0Sha256: string;
  cpuNSha256: string | null;
}

export interface Finding {
  /** See docs/findings.md. */
  code: string;
  severity: 'error' | 'warning' | 'note';
  about: string | null;
  message: string;
  /** The values of this launch that led to the finding. */
  detail: string | null;
  hint: string;
}

export interface ReportError {
  /** See docs/errors.md. */
  code: string;
  kind: 'incomplete' | 'invalid' | 'unreadable' | 'insecure' | 'domain-config' | 'domain-state' | 'host' | 'internal';
  about: string | null;
  /** What was expected and what came, without a final full stop. */
  message: string;
  /** What to do next; may be empty. */
  hint: string;
  /** The program's exit status. */
  status: 2 | 3 | 4 | 5 | 6;
}

export interface Check {
  code: 'measurement' | 'domain-configuration' | 'guest-paused';
  outcome: 'pass' | 'fail' | 'not-checked';
  about: string | null;
  expected: string | null;
  got: string | null;
  /** Of not-checked: the reason, a sentence. */
  why: string | null;
}

export interface Diagnosis {
  /** Explained: with these changes the reported measurement is the expected one. not-explained: no launch
   * that was tried has it. unfinished: the search ended before it had tried all. */
  outcome: 'explained' | 'not-explained' | 'unfinished';
  /** Launches that were tried; of an explained mismatch up to the explanation. */
  tried: number;
  /** Launches in the whole search. */
  total: number;
  /** Names of the candidates that were tried: other files that may have been used. */
  alsoTried: string[];
  /** Of explained: the fewest changes to the inputs, all of them certain. */
  changes: {
    /** See docs/diagnosis.md. */
    code: string;
    about: string | null;
    /** What this one input would have to be, as the field of a request takes it: see docs/diagnosis.md. */
    value: string | null;
    message: string;
    hint: string;
  }[];
  /** Otherwise: what is ruled out as the only mistake; empty if the search did not get that far. */
  excluded: {
    /** See docs/diagnosis.md. */
    code: string;
    message: string;
  }[];
  /** Of not-explained: the causes that remain, a sentence each. */
  causes: string[];
}

export interface Delivery {
  secrets: number;
  injected: 'no' | 'yes' | 'unknown';
  /** Whether the guest was resumed. */
  resumed: 'no' | 'yes' | 'unknown';
}

/** Error (sevproof ... --json, in the place of the document that was asked for). */
export interface ErrorDocument {
  schemaVersion: 2;
  generator: string;
  kind: null;
  /** The caller's own name for this launch. */
  id: string | null;
  verdict: null;
  error: ReportError;
  inputs: Record<string, never>;
  evidence: null;
  computed: Record<string, never>;
  checks: never[];
  findings: never[];
  diagnosis: null;
  delivery: null;
}

/** Firmware image (sevproof firmware show --json). */
export interface FirmwareView {
  schemaVersion: 2;
  generator: string;
  sha256: string;
  size: number;
  image: 'combined' | 'code-only' | 'vars-only' | 'other';
  hasTable: boolean;
  resetAddress: string | null;
  secretArea: Area | null;
  hashArea: Area | null;
  /** What the firmware has code for: a declared area does not prove that anything reads it. Null if
   * sevproof did not search for it. */
  code: {
    checksKernelHashes: Presence;
    handsOnSecrets: Presence;
    /** Why it is unknown. */
    problem: string | null;
  } | null;
  table: { guid: string; name: string | null; offset: string; data: string }[];
  sevMetadata: { type: number; name: string | null; gpa: string; size: string }[];
  sevMetadataProblem: string | null;
}

/** Guest-physical address and size in bytes. */
export interface Area {
  base: string;
  size: string;
}

export type Presence = 'present' | 'absent' | 'unknown';

/** Configuration of a libvirt domain (describeDomain). */
export interface DomainView {
  schemaVersion: 2;
  generator: string;
  /** Of the XML. */
  sha256: string;
  name: string;
  launchSecurity: {
    type: string | null;
    policy: Policy | null;
    cbitpos: number | null;
    reducedPhysBits: number | null;
    dhCert: DomainBlob;
    session: DomainBlob;
    kernelHashes: boolean;
  };
  boot: {
    loaders: { path: string; type: string; readonly: boolean; secure: boolean; stateless: boolean }[];
    nvram: boolean;
    varstore: boolean;
    kernel: string | null;
    initrd: string | null;
    cmdline: string | null;
  };
  machine: {
    vcpus: number | null;
    maxVcpus: number | null;
    cpu: { mode: string; model: string } | null;
    memoryLocked: boolean;
    memoryHardLimit: boolean;
    memorySource: string | null;
    virtio: { name: string; iommu: boolean }[];
  };
  findings: Finding[];
  /** Why a launch of this domain is refused. */
  refusal: ReportError | null;
}

/** The guest policy and the specification's names of its set flags. */
export interface Policy {
  value: number;
  flags: ('NODBG' | 'NOKS' | 'ES' | 'NOSEND' | 'DOMAIN' | 'SEV')[];
}

/** An element of base64: how often it occurs, and the first one's size in bytes, null when it is not
 * base64. */
export interface DomainBlob {
  count: number;
  size: number | null;
}

/** VMSA page (sevproof vmsa show --json). */
export interface VmsaView {
  schemaVersion: 2;
  generator: string;
  sha256: string;
  layout: 'legacy' | 'init2' | null;
  startAddress: string;
  signature: string;
  sevFeatures: { value: string; flags: string[] };
  /** Every field that is not zero, in ascending order of offset. */
  fields: { name: string; offset: string; size: number; value: string }[];
}

/** Two VMSA pages (sevproof vmsa diff --json). */
export interface VmsaDiffView {
  schemaVersion: 2;
  generator: string;
  sha256: string[];
  identical: boolean;
  differences: { name: string; offset: string; size: number; first: string; second: string }[];
}

/** Opened secret packet (sevproof secret unpack --json). */
export interface SecretsView {
  schemaVersion: 2;
  generator: string;
  secrets: { guid: string; alias: string | null; size: number; sha256: string }[];
  findings: Finding[];
}
