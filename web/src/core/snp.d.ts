// Generated from core/schema by web/build/reports.mjs: change it there.

import type { Diagnosis, DomainBlob, Finding, From, GivenFile, Pages } from './reports';

/** Launch digests of a SEV-SNP guest (sevproof snp measure --json). */
export interface SnpReport {
  schemaVersion: 2;
  generator: string;
  kind: 'sev-snp';
  /** What the launch consists of; null where a part was not given. */
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
  };
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
  };
  findings: Finding[];
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

/** A digest of a SEV-SNP guest, compared with that of a launch (sevproof snp explain --json). */
export interface SnpExplainReport {
  schemaVersion: 2;
  generator: string;
  kind: 'sev-snp';
  /** What the launch consists of; null where a part was not given. */
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
  };
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
  };
  findings: Finding[];
  evidence: {
    type: 'snp-measurement';
    /** MEASUREMENT of the guest's report, as the owner gave it. */
    measurement: string;
  };
  /** Match: the measurement is a digest of the launch that the owner describes. It says nothing of a
   * report: whether that is genuine is another question. */
  verdict: 'match' | 'mismatch';
  /** Why the measurement does not match; null for a match, or if sevproof did not search for the reason.
   * It never changes the verdict. */
  diagnosis: Diagnosis | null;
}

/** An ID block (sevproof snp id-block create and check --json). */
export interface IdBlockReport {
  schemaVersion: 2;
  generator: string;
  kind: 'sev-snp';
  /** Null of one that was made. */
  verdict: 'match' | 'mismatch' | null;
  idBlock: {
    launchDigest: string;
    familyId: string;
    imageId: string;
    version: number;
    guestSvn: number;
    policy: { hex: string; flags: string[] };
  };
  /** Id_key_digest of reports. */
  idKeyDigest: string;
  /** Author_key_digest of reports; null without an author key. */
  authorKeyDigest: string | null;
  made: { idBlock: string; idAuth: string } | null;
  /** None of one that was made. */
  checks: IdBlockCheck[];
  findings: Finding[];
}

export interface IdBlockCheck {
  code: 'id-block-shape' | 'id-block-signed' | 'id-key-signed' | 'id-block-digest' | 'id-block-policy' | 'id-block-family' | 'id-block-image' | 'id-block-svn' | 'id-key-digest' | 'author-key-digest';
  outcome: 'pass' | 'fail' | 'not-checked';
  about: string | null;
  expected: string | null;
  got: string | null;
  /** Of not-checked: the reason, a sentence. */
  why: string | null;
}
