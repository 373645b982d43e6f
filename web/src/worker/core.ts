// The core in this worker: unpacked, started once, and given up for good after the first fault.

import createCore from '../core/face';
import type { About, Answer, AnswerText, Core, FileDigest } from '../core/face';
import type { Outcome } from '../engine/engine';

/** The core is in an unknown state: its answers could be anything, so there are none any more. */
export class CoreLost extends Error {}

let core: Core | null = null;
let lost = 'the core has not been started';
let starting: Promise<unknown> = Promise.resolve();

/** Runs `use` with the core. Whatever it throws is a fault of the core, not of an input. */
export function withCore<T>(use: (core: Core) => T): T {
  if (core === null) throw new CoreLost(lost);
  try {
    return use(core);
  } catch (fault) {
    core = null;
    // Emscripten's advice is not for users.
    lost = (fault instanceof Error ? fault.message : String(fault)).replace(/\. Build with.*$/, '');
    if (lost.startsWith('Aborted')) lost += ', for lack of memory or because of a bug';
    throw new CoreLost(lost);
  }
}

export function ask<T>(question: (core: Core) => AnswerText<T>): Outcome<T> {
  return JSON.parse(withCore(question)) as Answer<T>;
}

let known: About | null = null;

/** What the core is and takes, asked for once. */
export function about(): About {
  known ??= JSON.parse(withCore((running) => running.about())).value as About;
  return known;
}

const hexOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

// By the browser, so that the core does not vouch for itself; over plain http only the core can.
async function digestOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const subtle = (crypto as Partial<Crypto>).subtle;
  if (subtle !== undefined) return hexOf(new Uint8Array(await subtle.digest('SHA-256', bytes)));
  return digestOfSecret(bytes).sha256;
}

/** Of bytes that do not stay in the core's memory. */
export function digestOfSecret(bytes: Uint8Array): FileDigest {
  return withCore((running) => {
    const hash = new running.StreamHash();
    hash.room(bytes.length).set(bytes);
    hash.update(bytes.length);
    hash.room(bytes.length).fill(0);
    const sha256 = hash.digest();
    hash.delete();
    return { sha256, size: bytes.length };
  });
}

/** Resolves when the core runs or cannot: what is asked before is answered after. */
export async function whenStarted(): Promise<void> {
  await starting.catch(() => undefined);
}

/** Answers with the module's SHA-256. */
export function startCore(wasmBinary: Uint8Array<ArrayBuffer>): Promise<string> {
  const started = start(wasmBinary);
  starting = started;
  return started;
}

async function start(wasmBinary: Uint8Array<ArrayBuffer>): Promise<string> {
  core = await createCore({ wasmBinary });
  return digestOf(wasmBinary);
}
