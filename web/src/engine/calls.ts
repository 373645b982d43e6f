// The core's calls as the page asks for them: by their names, with handles where the worker has the bytes.

import type { AnswerText, Core, FileDigest, RequestFiles } from '../core/face';
import type { ReportFiles } from '../core/face_report';

/** Stands for a file's bytes in the worker until it is released. A new worker gives the file a new number. */
export interface Handle {
  handle: number;
}

/** Bytes may be given by a handle instead: the worker puts them in. */
export type Asked<T> = T extends Uint8Array ? Uint8Array | Handle
  : T extends ReportFiles ? ReportFiles<Uint8Array | Handle>
  : T extends RequestFiles ? Record<string, Uint8Array | FileDigest | Handle> : T;

/** The core's calls that take and give plain values. */
export type Calls = {
  [K in keyof Core as Core[K] extends (...values: never[]) => AnswerText<unknown> ? K : never]:
  Core[K] extends (...values: infer V) => AnswerText<infer T>
    ? (...values: { [I in keyof V]: Asked<V[I]> }) => T : never;
};
