// Values that all parts of the core's face have.

import type { Finding } from './reports';

/** JSON text of `{"ok": true, "value": T}` or `{"ok": false, "error": CoreError}`. */
export type AnswerText<T> = string & { readonly answer?: T };

export interface FileDigest {
  /** 64 hex digits. */
  sha256: string;
  /** Bytes. */
  size: number;
  /** Of a kernel or an initrd: its beginning, by which the core tells what it is: About.recognise. */
  head?: Uint8Array;
}

/** The files that a request names, by their names. */
export type RequestFiles = Record<string, Uint8Array | FileDigest>;

export interface TextView {
  /** What the text was read as, in a few words; empty where there is nothing to add. */
  description: string;
  /** Of `policy` only: what a reviewer would say about it. */
  findings: Finding[];
  /** Of `policy`, `apiMajor` and other numbers: the value. Of the others: null. */
  number: number | null;
}

export interface Validated {
  /** The report's exact text, the bytes that `sevproof --json` prints. */
  report: string;
}
