// What runs in the worker: all of the core, and all reading of files. The page talks to it through
// Comlink; web/src/engine/run.ts is the only caller.

import { expose, releaseProxy, transfer } from 'comlink';
import type { Remote } from 'comlink';
import type { FileRole } from '../core/face';
import type { Calls } from '../engine/calls';
import type {
  BlockCall, BlockQuestion, Diagnosed, MadeSession, Outcome, SearchProgress, SessionQuestion, Taken, TakingNews,
} from '../engine/engine';
import { holdLifeline } from '../engine/lifeline';
import type { Mismatch } from '../engine/question';
import { ask, startCore, whenStarted } from './core';
import { diagnose, type CandidateNews, type KnownCandidate, type Wishes } from './diagnose';
import { failure } from './files';
import { askOfBlock } from './id_block';
import { makeSession } from './make_session';
import { NotHeld, release, withBytes } from './held';
import { readThrough, type ReadOnPage } from './reading';
import { take, type Wanted } from './take';
import { wipe } from './wipe';

/** What ends a job, what ends only its reading of files, and what a file is to be read as. */
interface Reins {
  cancel: AbortController;
  skip: AbortController;
  say(role: FileRole): void;
}

interface Heard extends Wishes {
  said: Promise<FileRole>;
}

/** By number, as the page counts them. */
const jobs = new Map<number, Reins>();

/** Only the loss of the core, or of what it held, is caught: everything else is a value already. */
async function guarded<T>(work: () => Outcome<T> | Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    await whenStarted();
    return await work();
  } catch (fault) {
    if (fault instanceof NotHeld) return failure('unreadable', null, fault.message, 'Choose it again.');
    const what = fault instanceof Error ? fault.message : String(fault);
    return failure('crashed', null, `The core stopped: ${what}`,
      'Restart it: nothing that you entered is lost.');
  }
}

type AnyCall = (...values: unknown[]) => string;

/** What came with the message is a copy: the page keeps its own. No key or secret stays in this one. */
function askFor(call: keyof Calls, values: unknown[]): Promise<Outcome<unknown>> {
  return guarded<unknown>(() => {
    try {
      const given = values.map(withBytes);
      return ask((core) => (core[call] as unknown as AnyCall)(...given));
    } finally {
      wipe(values);
    }
  });
}

/** A key is handed over and not copied, so that it is on the page only. */
async function takeOver(outcome: Outcome<Taken>): Promise<Outcome<Taken>> {
  const bytes = outcome.ok ? outcome.value.bytes : undefined;
  return bytes ? transfer(outcome, [bytes.buffer]) : outcome;
}

/** The same for a session's files. */
function handOver(outcome: Outcome<MadeSession>): Outcome<MadeSession> {
  return outcome.ok ? transfer(outcome, outcome.value.files.map(({ bytes }) => bytes.buffer)) : outcome;
}

type OnProgress<P> = (progress: P) => void;
type SearchNews = SearchProgress | CandidateNews;

/** Registered at once: it may be cancelled while the core is still starting. */
function asJob<P, T>(
  job: number, onProgress: OnProgress<P>, work: (heard: Heard) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const cancel = new AbortController();
  const skip = new AbortController();
  let say: (role: FileRole) => void = () => undefined;
  const said = new Promise<FileRole>((resolve) => { say = resolve; });
  jobs.set(job, { cancel, skip, say });
  return guarded(() => work({ cancel: cancel.signal, skip: skip.signal, said })).finally(() => {
    jobs.delete(job);
    (onProgress as Remote<OnProgress<P>>)[releaseProxy]();
  });
}

const api = {
  start: (wasmBinary: Uint8Array<ArrayBuffer>, readOnPage: ReadOnPage) => {
    readThrough(readOnPage);
    const started = startCore(wasmBinary);
    return guarded<string>(async () => ({ ok: true, value: await started }));
  },
  /** A sign of life. */
  ping: (): true => true,
  hold: (lifeline: string) => holdLifeline(lifeline),

  ask: askFor,
  take: (wanted: Wanted, onNews: OnProgress<TakingNews>) =>
    asJob<TakingNews, Taken>(wanted.handle, onNews,
      ({ cancel, said }) => take(wanted, onNews, cancel, said)).then(takeOver),
  readAs: (job: number, role: FileRole): Outcome<null> => {
    jobs.get(job)?.say(role);
    return { ok: true, value: null };
  },
  release,
  askOfBlock: (call: BlockCall, question: BlockQuestion) => guarded<unknown>(() => askOfBlock(call, question)),
  makeSession: (question: SessionQuestion) => guarded(() => makeSession(question)).then(handOver),
  diagnose: (
    question: Mismatch, files: KnownCandidate[], job: number, onProgress: OnProgress<SearchNews>,
  ) => asJob<SearchNews, Diagnosed>(job, onProgress,
    (wishes) => diagnose(question, files, onProgress, wishes)),
  cancel: (job: number): Outcome<null> => {
    jobs.get(job)?.skip.abort();
    jobs.get(job)?.cancel.abort();
    return { ok: true, value: null };
  },
  skipReading: (job: number): Outcome<null> => {
    jobs.get(job)?.skip.abort();
    return { ok: true, value: null };
  },
};

export type WorkerApi = typeof api;

// A question that cannot be read (for want of memory, say) would stay open for ever.
addEventListener('messageerror', () => { throw new Error('a message could not be read'); });
expose(api);
