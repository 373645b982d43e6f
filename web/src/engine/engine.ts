// What the page can ask of the worker. Everything is answered with values: nothing here throws for
// bad input, and a worker that died answers every open question with kind "crashed".

import type {
  About, BytesField, CoreError, FieldName, FileDigest, KeyView, LaunchInfo, LaunchRequest, Packed,
  SecretCheck, SecretInput, SelfTest, TextField, TextView, Validated,
} from '../core/face';
import type {
  DomainView, FirmwareView, SecretsView, VmsaDiffView, VmsaView,
} from '../core/reports';

/** The core's, or one of the engine itself, which has no code. */
export interface EngineError extends Pick<CoreError, 'field' | 'message' | 'hint'> {
  /**
   * The core's kinds; `unreadable` where the browser could not read a file; `cancelled` by the user;
   * `crashed` where the worker or the core is gone and restart() is needed.
   */
  kind: CoreError['kind'] | 'cancelled' | 'crashed';
}

export type Outcome<T> = { ok: true; value: T } | { ok: false; error: EngineError };

/** What a file's content says that it is. */
export type FileRole =
  | 'firmware' | 'kernel' | 'initrd' | 'vmsaCpu0' | 'vmsaCpu1' | 'tk' | 'tik' | 'tek'
  | 'launchInfo' | 'domainXml' | 'settings' | 'secret' | 'forHost' | 'empty' | 'unknown';

export interface Recognised {
  role: FileRole;
  /** Other roles that are as likely: 16 bytes may be a TIK or a TEK. Empty when it is clear. */
  alternatives: FileRole[];
  /** By what it was recognised, in words for the user: "OVMF table at the end". */
  reason: string;
}

export interface Progress {
  /** Bytes. */
  done: number;
  total: number;
}

/** A file that may have been started instead of one that was given. */
export interface CandidateFile {
  /** How the diagnosis is to call it. */
  name: string;
  file: File;
}

export interface LeftOut {
  name: string;
  /** `cancelled` of one that was still to be read. */
  error: EngineError;
}

export interface SearchProgress {
  /** 0 to 1, of the time that the search takes. */
  share: number;
  /** Launches that were tried, of so many. */
  tried: number;
  total: number;
  /** Of the candidates, before the search; null when that is over. */
  reading: Progress | null;
}

export interface Diagnosed extends Validated {
  /** Candidates that were not tried. */
  leftOut: LeftOut[];
}

/** Work that takes time. After cancel() the outcome is `cancelled`, unless it says otherwise. */
export interface Job<T> {
  outcome: Promise<Outcome<T>>;
  cancel(): void;
}

/** After cancel() the outcome says how far it came. */
export interface SearchJob extends Job<Diagnosed> {
  /** Goes on without the candidates that are not read yet. */
  skipReading(): void;
}

export interface EngineState {
  /** `failed` needs restart(); `message` then says what happened. */
  status: 'starting' | 'ready' | 'failed';
  message: string;
}

export interface Ready {
  about: About;
  /** Primitives of the core, and the two samples as whole launches. */
  selfTests: SelfTest[];
  /** SHA-256 of the WebAssembly module that runs, in hex. */
  coreSha256: string;
}

export interface Engine {
  /** Called at once and at every change. */
  onState(listener: (state: EngineState) => void): void;
  ready(): Promise<Outcome<Ready>>;
  /** Starts a new worker; questions still open are answered with `crashed`. */
  restart(): void;

  /** Reads only the beginning and end of the file. A folder, or a file that is gone, is unreadable. */
  recognise(file: File): Promise<Outcome<Recognised>>;
  /** Reads a small file whole; larger than `limit` bytes is an error that says what was expected. */
  read(field: FieldName, file: File, limit: number): Promise<Outcome<Uint8Array>>;
  /** SHA-256 in constant memory. */
  hash(field: FieldName, file: File, onProgress: (progress: Progress) => void): Job<FileDigest>;

  parseLaunchInfo(text: string): Promise<Outcome<LaunchInfo>>;
  checkText(field: TextField, text: string): Promise<Outcome<TextView>>;
  checkKey(field: BytesField, bytes: Uint8Array): Promise<Outcome<KeyView>>;
  describeFirmware(image: Uint8Array): Promise<Outcome<FirmwareView>>;
  describeDomain(xml: Uint8Array): Promise<Outcome<DomainView>>;
  describeVmsa(page: Uint8Array): Promise<Outcome<VmsaView>>;
  diffVmsa(first: Uint8Array, second: Uint8Array): Promise<Outcome<VmsaDiffView>>;
  validate(request: LaunchRequest): Promise<Outcome<Validated>>;
  /** Looks for the reason of a mismatch. */
  diagnose(
    request: LaunchRequest, candidates: CandidateFile[], onProgress: (progress: SearchProgress) => void,
  ): SearchJob;
  checkSecrets(firmware: Uint8Array, secrets: SecretInput[]): Promise<Outcome<SecretCheck>>;
  pack(request: LaunchRequest, secrets: SecretInput[]): Promise<Outcome<Packed>>;
  unpack(request: LaunchRequest, header: string, payload: string): Promise<Outcome<SecretsView>>;
}
