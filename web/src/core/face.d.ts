// The core compiled to WebAssembly, as wasm/calls_*.cc bind it; of SEV-SNP in face_snp.d.ts and face_report.d.ts.
// tests/wasm holds them together. A call of plain values needs nothing else: the page asks for it by its name (Engine.ask).
// What is in its documents is in reports.d.ts and platforms.d.ts.

import type { ReportCore, ReportFieldName, ReportFiles, ReportTexts } from './face_report';
import type { BlockFileField, SnpChoices, SnpCore, SnpFieldName, SnpTexts } from './face_snp';
import type { PlatformFilesView } from './platforms';
import type { DomainView, Finding, FirmwareView, ReportError, SecretsView, VmsaDiffView, VmsaView } from './reports';
import type { AnswerText, FileDigest, RequestFiles, TextView, Validated } from './values';

export type { AnswerText, FileDigest, RequestFiles, TextView, Validated };

/** A key of LaunchRequest, or the part of the page that an error belongs to. */
export type FieldName =
  | 'measurement' | 'apiMajor' | 'apiMinor' | 'buildId' | 'policy'
  | 'firmware' | 'kernel' | 'initrd' | 'cmdline' | 'numCpus'
  | 'cpu' | 'vmsaLayout' | 'sevFeatures' | 'vmsaCpu0' | 'vmsaCpu1'
  | 'tik' | 'tek' | 'tk' | 'launchInfo' | 'domainXml' | 'secret' | 'packet' | 'candidates'
  | 'platform' | 'root' | 'chipId' | 'sessionName' | 'session' | 'godh' | SnpFieldName
  | ReportFieldName;

export type TextField =
  | 'measurement' | 'apiMajor' | 'apiMinor' | 'buildId' | 'policy' | 'cmdline' | 'numCpus'
  | 'cpu' | 'vmsaLayout' | 'sevFeatures';

/** Small files, given whole. */
export type BytesField = PublicField | KeyField;
export type PublicField = 'firmware' | 'vmsaCpu0' | 'vmsaCpu1' | 'domainXml' | 'igvm';
export type KeyField = 'tik' | 'tek' | 'tk';

/** What the page can fill in from the domain's XML; the report then says so. */
export type FilledField = 'policy' | 'numCpus' | 'cmdline';

/** As in a report; `about` is then the place where the value would stand in one. */
export interface CoreError extends ReportError {
  /** Where the message belongs; null when it is about the request as a whole. */
  field: FieldName | null;
  /** Everything that is missing, where that is the error. */
  missing?: MissingPart[];
}

export interface MissingPart {
  /** Where it is to be given. */
  field: FieldName;
  /** In the words of the page: "TIK (or TK)". */
  what: string;
}

export type Answer<T> = { ok: true; value: T } | { ok: false; error: CoreError };

export interface SelfTest {
  name: string;
  passed: boolean;
}

/** sevproof/recognise.h: FileRole. */
export type FileRole =
  | 'firmware' | 'kernel' | 'initrd' | 'vmsaCpu0' | 'vmsaCpu1' | 'tk' | 'tik' | 'tek'
  | 'launchInfo' | 'domainXml' | 'settings' | 'secret' | 'platform' | 'forHost' | 'cmdline' | 'igvm'
  | BlockFileField | 'report' | 'certs' | 'expectations' | 'empty' | 'unknown';

/** sevproof/recognise.h: RecognisedFile. */
export interface Recognised {
  role: FileRole;
  /** Other roles that are as likely: 16 bytes may be a TIK or a TEK. Empty when it is clear. */
  alternatives: FileRole[];
  /** By what it was recognised, in words for the user: "16 bytes, by its name". */
  reason: string;
  /** A domain's XML, or what the host printed, of a SEV-SNP guest. */
  isSnp: boolean;
}

export interface PolicyFlag {
  /** The specification's name, such as NODBG. */
  name: string;
  /** What the set bit says, in words. */
  meaning: string;
  bit: number;
}

export interface About {
  version: string;
  /** How SHA-256 is computed: "WebAssembly SIMD". */
  sha256: string;
  policyFlags: PolicyFlag[];
  /** QEMU's CPU models, each with a sentence such as "family 25, model 1, stepping 1 (EPYC-Milan)". */
  cpuModels: { name: string; description: string }[];
  /** The most bytes that a file of each field has. */
  fileSizes: Record<BytesField | 'kernel' | 'initrd' | 'launchInfo' | 'secret' | 'platform' | 'idKey' | 'idAuth' | 'certs', number>;
  snp: SnpChoices;
  /** Bytes of a file's beginning and end that recognise() takes, and of the beginning of a kernel or an initrd. */
  recognise: { head: number; tail: number; bootHead: number };
  /** How many candidates a diagnosis takes, up to what size whole, and how much of the beginning of a larger one. */
  candidates: { most: number; whole: number; head: number };
}

/** Numbers are as the host gave them, in decimal text; measurement is base64. */
export interface LaunchInfo {
  measurement?: string;
  apiMajor?: string;
  apiMinor?: string;
  buildId?: string;
  policy?: string;
}

export interface KeyView {
  /** Eight hex digits for each key in the file, to tell keys apart: transport_keys.h. */
  tik?: string;
  tek?: string;
}

export interface SecretInput {
  /** GUID or alias. */
  name: string;
  data: Uint8Array;
}

export interface SecretCheck {
  /** Bytes of the table that will be injected. */
  payloadSize: number;
  /** Bytes of the firmware's secret area; null where it declares none. */
  areaSize: number | null;
  findings: Finding[];
}

export interface Packed {
  /** As Validated.report, with the findings about the secrets. */
  report: string;
  /** Base64, the content of the files that `virsh domsetlaunchsecstate` takes. */
  header: string;
  payload: string;
}

/** SHA-256 of a stream. Ask for room, fill it, and say how much of it is filled. */
export interface StreamHash {
  /** A view of at least `size` bytes in the core's memory, valid until the next call of the core. */
  room(size: number): Uint8Array;
  /** Hashes the first `size` bytes of the room. */
  update(size: number): void;
  /** 64 hex digits of all so far. */
  digest(): string;
  /** Frees the object. */
  delete(): void;
}

/** A file that may have been started instead of one that was given. */
export interface Candidate {
  /** How the diagnosis is to call it. */
  name: string;
  file: FileDigest;
  /** All of it up to About.candidates.whole; of a larger file its beginning. */
  content: Uint8Array;
}

export interface DiagnosisStep {
  /** Whether there is nothing left to do. */
  done: boolean;
  /** Launches that were tried, of so many. */
  tried: number;
  total: number;
  /** 0 to 1, of the time that all takes. */
  share: number;
}

/** The search for the reason of a mismatch, in short pieces. */
export interface DiagnosisSearch {
  /** A file to be tried; before begin. */
  add(candidate: Candidate): AnswerText<null>;
  /** Validates once more: fails as validate does, and with kind invalid for a launch that matches. */
  begin(request: string, files: RequestFiles): AnswerText<DiagnosisStep>;
  /** The same of a SEV-SNP launch and the digest that was reported; fails as measureSnp does. */
  beginSnp(texts: SnpTexts, files: RequestFiles, measurement: string): AnswerText<DiagnosisStep>;
  /** The same of a report whose measurement is none of the launch's; fails as verifySnpReport does. */
  beginReport(
    files: ReportFiles, texts: ReportTexts, launchTexts: SnpTexts | null, launchFiles: RequestFiles | null, now: number,
  ): AnswerText<DiagnosisStep>;
  /** Goes on for about so many milliseconds. */
  run(milliseconds: number): AnswerText<DiagnosisStep>;
  /** The report, with what was found so far. */
  report(): AnswerText<Validated>;
  /** Frees the object. */
  delete(): void;
}

/** What an owner wants of a session. */
export interface SessionWish {
  /** A number, or names of flags: sev/policy_text.h. */
  policy: string;
  /** How the names of its files begin. */
  name: string;
  /** Make one also where nobody vouches for the platform. */
  insecure: boolean;
  /** libvirt's element and QEMU's options ask for the hashes of a directly booted kernel to be measured. */
  kernelHashes: boolean;
}

export interface SessionFileInfo {
  /** Without a folder: "vm_tik.bin". */
  name: string;
  /** What it is, in words: "owner's certificate". */
  role: string;
  /** It stays with the owner. */
  isSecret: boolean;
}

export interface SessionMade extends Validated {
  /** Those that `sevproof session create` writes; none where nobody vouches for the platform. */
  files: SessionFileInfo[];
}

/** Makes a session; its keys are only in the core's memory, and are wiped with the object. */
export interface SessionMaker {
  /**
   * Verifies the platform and makes a session for it: session.schema.json, the bytes that
   * `sevproof session create --json` prints. Fails as verifyPlatform does, and without a PDH.
   */
  make(files: RequestFiles, root: RequestFiles, chipId: string, wish: SessionWish): AnswerText<SessionMade>;
  /** A view of a file's bytes in the core's memory, valid until its next call. */
  content(at: number): Uint8Array;
  /** Wipes and frees the object. */
  delete(): void;
}

export interface Core extends SnpCore, ReportCore {
  StreamHash: { new (): StreamHash };
  DiagnosisSearch: { new (): DiagnosisSearch };
  SessionMaker: { new (): SessionMaker };
  /** Known answers of SHA-256, HMAC, AES-CTR and random numbers. */
  selfTests(): AnswerText<SelfTest[]>;
  about(): AnswerText<About>;
  /** What a file is by its content, or by its name where that cannot tell: About.recognise. */
  recognise(
    name: string, head: Uint8Array, tail: Uint8Array, size: number,
  ): AnswerText<Recognised>;
  /** Output of virsh domlaunchsecinfo, or QMP JSON. */
  parseLaunchInfo(text: string): AnswerText<LaunchInfo>;
  /** Reads one text field by itself. */
  checkText(field: TextField, text: string): AnswerText<TextView>;
  /** Checks the length of a key file. `field` is tik, tek or tk. */
  checkKey(field: BytesField, bytes: Uint8Array): AnswerText<KeyView>;
  /** firmware.schema.json */
  describeFirmware(image: Uint8Array): AnswerText<FirmwareView>;
  /**
   * The output of virsh dumpxml: domain.schema.json, with what is to be said about the domain alone.
   * A refused domain is a value too; only text that is no domain's XML is an error.
   */
  describeDomain(xml: Uint8Array): AnswerText<DomainView>;
  /** vmsa.schema.json */
  describeVmsa(page: Uint8Array): AnswerText<VmsaView>;
  /** vmsa-diff.schema.json */
  diffVmsa(first: Uint8Array, second: Uint8Array): AnswerText<VmsaDiffView>;
  /** What a verdict still needs where these fields are given, and these two have these texts. */
  missing(given: string[], policy: string, numCpus: string): AnswerText<MissingPart[]>;
  /** What files of a platform hold, by their names; also sessions and attestation reports: platform-show.schema.json */
  describePlatform(files: RequestFiles): AnswerText<PlatformFilesView>;
  /**
   * Verifies the chain in the files: platform.schema.json, the bytes that `sevproof platform verify --json`
   * prints. `root` has the one file that is named as root, or none; `chipId` is text, or empty.
   */
  verifyPlatform(files: RequestFiles, root: RequestFiles, chipId: string): AnswerText<Validated>;
  /** Reads a session's policy by itself, a number or names of flags, and says what is to be said of it. */
  checkPolicy(text: string): AnswerText<TextView>;
  /**
   * Whether session, keys and policy belong together: session.schema.json, the bytes that
   * `sevproof session check --json` prints. `keys` has tik and perhaps tek, or tk; of the sessions, the first
   * is the one that is judged. Platform and policy may be empty.
   */
  checkSession(
    sessions: RequestFiles, certificates: RequestFiles, platform: RequestFiles, keys: RequestFiles,
    policy: string,
  ): AnswerText<Validated>;
  /** A request is JSON text: request.schema.json. */
  validate(request: string, files: RequestFiles): AnswerText<Validated>;
  /** What is to be said about the secrets before they are packed: of firmware and secrets alone. */
  checkSecrets(request: string, files: RequestFiles): AnswerText<SecretCheck>;
  /** Validates again, and packs only for a match: fails with kind invalid otherwise. */
  pack(request: string, files: RequestFiles): AnswerText<Packed>;
  /** Opens a packet: secrets.schema.json, GUID, size and SHA-256 of each secret. */
  unpack(
    request: string, files: RequestFiles, header: string, payload: string,
  ): AnswerText<SecretsView>;
}

/** What Emscripten makes of it. `wasmBinary` is the module itself; nothing is fetched. */
export default function createCore(options: { wasmBinary: ArrayBuffer | Uint8Array }): Promise<Core>;
