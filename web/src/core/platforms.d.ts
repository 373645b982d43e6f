// Generated from core/schema by web/build/reports.mjs: change it there.

import type { Finding, Policy } from './reports';

/** Report on a platform (sevproof platform verify --json, platform attestation --json). */
export interface PlatformReport {
  schemaVersion: 2;
  generator: string;
  kind: 'platform';
  /** The caller's own name for this launch. */
  id: string | null;
  /** Match: somebody vouches for the platform (computed.vouchedForBy); of an attestation report: the PEK
   * signed it, and nothing differs from what was expected. */
  verdict: 'match' | 'mismatch';
  error: null;
  /** Null where nothing was given. */
  inputs: {
    ark: Certificate | null;
    ask: Certificate | null;
    cek: Certificate | null;
    oca: Certificate | null;
    pek: Certificate | null;
    pdh: Certificate | null;
    chipId: ChipId | null;
  };
  evidence: { type: 'sev-platform-chain' } | { type: 'sev-attestation-report'; nonce: string; launchDigest: string; policy: Policy };
  computed: {
    /** Amd: by a root or signing key that is built in; named-root: by the one that was named, and nobody
     * else. */
    vouchedForBy: 'nobody' | 'amd' | 'named-root';
    /** Null unless AMD vouches for it. */
    generation: 'Naples' | 'Rome' | 'Milan' | 'Genoa' | 'Turin' | null;
    /** The ASK is the one that is built in. */
    builtInAsk: boolean;
    /** Where AMD has the signed CEK of this chip; nobody asked there. */
    cekAddress: string | null;
  };
  /** The eight links in this order: ark-pinned, ark-self, ask-by-ark, cek-by-ask, oca-self, pek-by-oca,
   * pek-by-cek, pdh-by-pek; with an attestation report four more. */
  checks: PlatformCheck[];
  findings: Finding[];
  diagnosis: null;
  delivery: null;
}

export interface Certificate {
  sha256: string;
  size: 576 | 832 | 1600 | 2084;
  /** As sevctl prints it: key, its algorithm, that of the fingerprint. */
  type: string;
  /** Hash of the signed bytes. */
  fingerprint: string;
  /** Owner: the root that was named. */
  from: 'owner' | 'host';
}

export interface ChipId {
  value: string;
  from: 'host';
}

export interface PlatformCheck {
  code: 'ark-pinned' | 'ark-self' | 'ask-by-ark' | 'cek-by-ask' | 'oca-self' | 'pek-by-oca' | 'pek-by-cek' | 'pdh-by-pek' | 'attestation-by-pek' | 'attestation-nonce' | 'attestation-digest' | 'attestation-policy';
  outcome: 'pass' | 'fail' | 'not-checked';
  about: string | null;
  expected: string | null;
  got: string | null;
  /** Of not-checked: the reason, a sentence. */
  why: string | null;
}

/** What files of a platform or session hold (sevproof platform show --json). */
export interface PlatformFilesView {
  schemaVersion: 2;
  generator: string;
  files: {
    certificates: (SevCertificate | AmdCertificate)[];
    chipId: string | null;
    session: Session | null;
    attestation: Attestation | null;
  }[];
}

export interface SevCertificate {
  sha256: string;
  size: 576 | 832 | 1600 | 2084;
  /** As sevctl prints it: key, its algorithm, that of the fingerprint. */
  type: string;
  /** Hash of the signed bytes. */
  fingerprint: string;
  /** Of the firmware or tool that made it. */
  api: string;
  /** What is malformed, as a clause. */
  fault: string | null;
}

export interface AmdCertificate {
  sha256: string;
  size: 576 | 832 | 1600 | 2084;
  /** As sevctl prints it: key, its algorithm, that of the fingerprint. */
  type: string;
  /** Hash of the signed bytes. */
  fingerprint: string;
  keyId: string;
  /** What is malformed, as a clause. */
  fault: string | null;
}

export interface Session {
  nonce: string;
  iv: string;
  wrapMac: string;
  policyMac: string;
}

export interface Attestation {
  nonce: string;
  launchDigest: string;
  policy: Policy;
}

/** Launch session (sevproof session create --json, session check --json). */
export interface SessionReport {
  schemaVersion: 2;
  generator: string;
  kind: 'session';
  /** The caller's own name for this launch. */
  id: string | null;
  /** Of one that was made: whether somebody vouches for the platform. Of one that was checked: whether
   * session, keys and policy belong together. */
  verdict: 'match' | 'mismatch';
  /** In the place of this document: error.schema.json. */
  error: null;
  inputs: {
    policy: GivenSessionPolicy | null;
    session: GivenBytes | null;
    otherSession: GivenBytes[];
    godh: GivenBytes | null;
    otherGodh: GivenBytes[];
    ark: GivenCertificate | null;
    ask: GivenCertificate | null;
    cek: GivenCertificate | null;
    oca: GivenCertificate | null;
    pek: GivenCertificate | null;
    pdh: GivenCertificate | null;
    chipId: ChipId | null;
  };
  evidence: null;
  computed: {
    /** Who vouches for the platform of a session that was made. */
    vouchedForBy: 'nobody' | 'amd' | 'named-root' | null;
    generation: 'Naples' | 'Rome' | 'Milan' | 'Genoa' | 'Turin' | null;
    /** The one that the session was made for, as far as a key fits. */
    policy: SessionPolicy | null;
    /** The one that was made; null where none was. */
    session: Bytes | null;
    /** The owner's certificate that was made with it. */
    godh: OwnersCertificate | null;
  };
  /** Of one that was made: those of its platform. Of one that was checked, in this order: session-shape,
   * session-policy, session-godh, session-fresh, session-tek, session-agreement. */
  checks: SessionCheck[];
  findings: Finding[];
  diagnosis: null;
  delivery: null;
}

export interface SessionCheck {
  code: 'ark-pinned' | 'ark-self' | 'ask-by-ark' | 'cek-by-ask' | 'oca-self' | 'pek-by-oca' | 'pek-by-cek' | 'pdh-by-pek' | 'session-shape' | 'session-policy' | 'session-godh' | 'session-fresh' | 'session-tek' | 'session-agreement';
  outcome: 'pass' | 'fail' | 'not-checked';
  about: string | null;
  expected: string | null;
  got: string | null;
  /** Of not-checked: the reason, a sentence. */
  why: string | null;
}

/** In decimal and in hex: tools differ in which one they take. */
export interface SessionPolicy {
  value: number;
  hex: string;
  flags: ('NODBG' | 'NOKS' | 'ES' | 'NOSEND' | 'DOMAIN' | 'SEV')[];
}

export interface GivenSessionPolicy {
  value: number;
  hex: string;
  flags: ('NODBG' | 'NOKS' | 'ES' | 'NOSEND' | 'DOMAIN' | 'SEV')[];
  from: 'owner';
}

export interface Bytes {
  sha256: string;
  size: number;
}

export interface GivenBytes {
  sha256: string;
  size: number;
  from: 'owner';
}

export interface OwnersCertificate {
  sha256: string;
  size: 2084;
  type: 'PDH EP384 D256';
  /** Hash of the signed bytes. */
  fingerprint: string;
}

export interface GivenCertificate {
  sha256: string;
  size: 576 | 832 | 1600 | 2084;
  /** As sevctl prints it: key, its algorithm, that of the fingerprint. */
  type: string;
  /** Hash of the signed bytes. */
  fingerprint: string;
  /** Owner: the root that was named. */
  from: 'owner' | 'host';
}
