// Reading files that the user gave, with faults as values.

import type { FieldName, FileDigest } from '../core/face';
import type { EngineError, Outcome, Progress } from '../engine/engine';
import { formatExactSize } from '../engine/sizes';
import { about, withCore } from './core';
import { Pieces, ReadFault } from './pieces';
import { bytesOf, readsItself } from './reading';

const progressInterval = 100;

/** As large as a kernel or an initrd can be. */
const largestHashed = (): number => about().fileSizes.initrd;

export function isHashable(file: File): boolean {
  return file.size <= largestHashed();
}

export function failure(
  kind: EngineError['kind'], field: FieldName | null, message: string, hint: string,
): { ok: false; error: EngineError } {
  return { ok: false, error: { kind, field, message, hint } };
}

function unreadable(field: FieldName | null, fault: unknown): { ok: false; error: EngineError } {
  const why = fault instanceof Error && fault.name !== 'Error' ? ` (${fault.name})` : '';
  return failure('unreadable', field, `The file could not be read${why}`,
    'It may be a folder, or have changed or gone since it was chosen: choose it again.');
}

function changed(
  field: FieldName, expected: number, got: number,
): { ok: false; error: EngineError } {
  return failure('unreadable', field,
    `Expected ${expected} bytes, got ${got}: the file changed while it was read`,
    'Choose it again.');
}

/** Bytes from `start` on, at most `size`. Throws what the browser throws. */
async function readSlice(file: File, start: number, size: number): Promise<Uint8Array> {
  // Of a file that is gone, Chromium has empty slices without complaint, but not the whole.
  if (file.size === 0) return new Uint8Array(await bytesOf(file));
  return new Uint8Array(await bytesOf(file.slice(start, start + size)));
}

export async function readWhole(field: FieldName, file: File, limit: number):
Promise<Outcome<Uint8Array>> {
  if (file.size > limit) {
    return failure('invalid', field,
      `Expected a file of at most ${formatExactSize(limit)}, got ${formatExactSize(file.size)}`,
      'It was not read. Another file may have been chosen by mistake.');
  }
  try {
    const bytes = await readSlice(file, 0, file.size);
    if (bytes.length === file.size) return { ok: true, value: bytes };
    return changed(field, file.size, bytes.length);
  } catch (fault) {
    return unreadable(field, fault);
  }
}

export interface Ends {
  head: Uint8Array;
  tail: Uint8Array;
}

export async function readEnds(file: File, headSize: number, tailSize: number):
Promise<Outcome<Ends>> {
  try {
    const head = await readSlice(file, 0, headSize);
    const tail = await readSlice(file, Math.max(0, file.size - tailSize), tailSize);
    return { ok: true, value: { head, tail } };
  } catch (fault) {
    return unreadable(null, fault);
  }
}

function appended(head: Uint8Array, piece: Uint8Array, most: number): Uint8Array {
  if (head.length === most) return head;
  const more = piece.subarray(0, most - head.length);
  const longer = new Uint8Array(head.length + more.length);
  longer.set(head);
  longer.set(more, head.length);
  return longer;
}

// A progress report costs a message; the user sees no more than a few a second.
function throttled(report: (progress: Progress) => void, total: number): (done: number) => void {
  let last = -Infinity;
  return (done) => {
    const now = performance.now();
    if (done < total && now - last < progressInterval) return;
    last = now;
    report({ done, total });
  };
}

interface HashEnd {
  isCancelled: boolean;
  size: number;
}

// To the end, or until there is more than there can be: a file may grow for ever.
async function hashPieces(
  pieces: Pieces, most: number, update: (piece: Uint8Array) => void, report: (done: number) => void,
  cancelled: () => boolean,
): Promise<HashEnd> {
  let size = 0;
  for (;;) {
    const piece = await pieces.next();
    if (cancelled()) return { isCancelled: true, size };
    if (piece === null) return { isCancelled: false, size };
    size += piece.length;
    if (size > most) return { isCancelled: false, size };
    update(piece);
    report(size);
  }
}

// A stream does not say that the file is another one by now, where Chromium's slices do; and of an
// empty file only reading it whole tells whether it is a folder, or gone. Throws ReadFault.
async function checkStillThere(file: File): Promise<number> {
  try {
    if (file.size === 0) return (await bytesOf(file)).byteLength;
    await bytesOf(file.slice(0, 1));
    return file.size;
  } catch (fault) {
    throw new ReadFault(fault);
  }
}

async function hashAll(
  file: File, update: (piece: Uint8Array) => void, report: (done: number) => void,
  cancelled: () => boolean,
): Promise<HashEnd> {
  if (file.size === 0) return { isCancelled: cancelled(), size: await checkStillThere(file) };
  const pieces = new Pieces(file, await readsItself);
  try {
    const end = await hashPieces(pieces, file.size, update, report, cancelled);
    if (!end.isCancelled) await checkStillThere(file);
    return end;
  } catch (fault) {
    // A slice's fault has a name that says more than the stream's.
    if (fault instanceof ReadFault) await checkStillThere(file);
    throw fault;
  } finally {
    pieces.close();
  }
}

/** SHA-256 in constant memory, and the file's beginning. */
export async function hashFile(
  field: FieldName, file: File, onProgress: (progress: Progress) => void, cancelled: () => boolean,
): Promise<Outcome<FileDigest>> {
  if (!isHashable(file)) {
    return failure('invalid', field,
      `Expected at most ${formatExactSize(largestHashed())}, got ${formatExactSize(file.size)}`,
      'Kernel and initrd have 32-bit sizes in the boot protocol.');
  }
  const { bootHead } = about().recognise;
  const hash = withCore((core) => new core.StreamHash());
  let head: Uint8Array = new Uint8Array();
  const update = (piece: Uint8Array): void => withCore(() => {
    head = appended(head, piece, bootHead);
    hash.room(piece.length).set(piece);
    hash.update(piece.length);
  });
  try {
    const end = await hashAll(file, update, throttled(onProgress, file.size), cancelled);
    if (end.isCancelled) return failure('cancelled', field, 'Reading was cancelled', '');
    if (end.size !== file.size) return changed(field, file.size, end.size);
    return { ok: true, value: { sha256: withCore(() => hash.digest()), size: file.size, head } };
  } catch (fault) {
    if (fault instanceof ReadFault) return unreadable(field, fault.fault);
    throw fault;
  } finally {
    withCore(() => hash.delete());
  }
}
