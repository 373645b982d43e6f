// What the page can ask of the worker. Everything is answered with values: nothing here throws for
// bad input, and a worker that died answers every open question with kind "crashed".

import type {
  About, CoreError, FileDigest, FileRole, KeyView, Recognised, RequestFiles, SelfTest, SessionFileInfo,
  SessionWish, Validated,
} from '../core/face';
import type { BlockFileField, BlockTexts } from '../core/face_snp';
import type { PlatformFilesView } from '../core/platforms';
import type { DomainView, FirmwareView, VmsaView } from '../core/reports';
import type { SnpFilesView } from '../core/snp_reports';
import type { Asked, Calls, Handle } from './calls';
import type { Mismatch } from './question';

/** The core's, or one of the engine itself, which has no code. */
export interface EngineError extends Pick<CoreError, 'field' | 'message' | 'hint' | 'missing'> {
  /**
   * The core's kinds; `unreadable` where the browser could not read a file; `cancelled` by the user;
   * `crashed` where the worker or the core is gone and restart() is needed.
   */
  kind: CoreError['kind'] | 'cancelled' | 'crashed';
}

export type Outcome<T> = { ok: true; value: T } | { ok: false; error: EngineError };

/**
 * What became of a file. Public bytes stay in the worker. Keys and secrets come to the page, which wipes
 * them at once when it is left; a worker that sleeps with its page could not.
 */
export interface Taken {
  /** Null for a secret that was chosen as one: nobody looks into it. */
  recognised: Recognised | null;
  /** Of a kernel or an initrd. */
  digest?: FileDigest;
  /** Of a file that the worker holds. */
  held?: Handle;
  /** A key's or a secret's. */
  bytes?: Uint8Array;
  /** Of host output, settings and expectations. */
  text?: string;
  firmware?: FirmwareView;
  vmsa?: VmsaView;
  domain?: DomainView;
  key?: KeyView;
  platform?: PlatformFileView;
  /** Of a SEV-SNP report or its certificates. */
  snpFile?: SnpFileView;
  /** Of an IGVM file; of others it stands in what is said of them. */
  sha256?: string;
}

/** Of an ID block: its files are read for this one question, and nothing of them stays. */
export type BlockCall = 'createIdBlock' | 'checkIdBlock';
export type BlockQuestion = [
  texts: BlockTexts, files: { [field in BlockFileField]?: File }, name: string,
];

export type PlatformFileView = PlatformFilesView['files'][number];
export type SnpFileView = SnpFilesView['files'][number];

/** What SessionMaker.make takes. */
export type SessionQuestion = [
  files: Asked<RequestFiles>, root: Asked<RequestFiles>, chipId: string, wish: SessionWish,
];

/** A file of a session. Its bytes are on the page alone: keys are no text, and can be wiped. */
export interface SessionFile extends SessionFileInfo {
  bytes: Uint8Array;
}

export interface MadeSession extends Validated {
  files: SessionFile[];
}

/** First what a file is, then how much of it is read. */
export type TakingNews = { recognised: Recognised } | { progress: Progress };

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

export interface TakingJob extends Job<Taken> {
  /** What the file is to be read as, where take() did not say. */
  readAs(role: FileRole): void;
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
  /** Starts a new worker, which holds nothing; questions still open are answered with `crashed`. */
  restart(): void;

  /** Asks the core. */
  ask<K extends keyof Calls>(
    call: K, ...values: Parameters<Calls[K]>
  ): Promise<Outcome<ReturnType<Calls[K]>>>;
  /**
   * Reads a file once: its hash, and what is to be said about it. `as` is what it is read as; where that is
   * null, the worker says what the file is, and reads no more of it before readAs(). A folder, or a file
   * that is gone, is `unreadable`.
   */
  take(file: File, as: FileRole | null, onNews: (news: TakingNews) => void): TakingJob;
  release(held: Handle): void;
  /** Makes a session: its report, and its files. */
  makeSession(...question: SessionQuestion): Promise<Outcome<MadeSession>>;
  /** Makes an ID block, or checks one; `name` begins the names of its files. */
  askOfBlock<K extends BlockCall>(call: K, ...question: BlockQuestion): Promise<Outcome<ReturnType<Calls[K]>>>;
  /** Looks for the reason of a mismatch. */
  diagnose(
    question: Mismatch, candidates: CandidateFile[], onProgress: (progress: SearchProgress) => void,
  ): SearchJob;
}
