// What runs in the worker: all of the core, and all reading of files. The page talks to it through
// Comlink; web/src/engine/run.ts is the only caller.

import { expose, releaseProxy, transfer } from 'comlink';
import type { Remote } from 'comlink';
import type {
  About, AnswerText, BytesField, Core, FieldName, FileDigest, LaunchRequest, RequestFiles, SecretInput,
  SelfTest, TextField,
} from '../core/face';
import type { Diagnosed, Outcome, Progress, Recognised, SearchProgress } from '../engine/engine';
import { holdLifeline } from '../engine/lifeline';
import { contentSize, headSize, recognise, tailSize } from '../engine/recognise';
import { ask, startCore, whenStarted } from './core';
import { diagnose, type CandidateNews, type KnownCandidate, type Wishes } from './diagnose';
import { failure, hashFile, readEnds, readWhole } from './files';
import { questionOf, type Question } from './question';
import { readThrough, type ReadOnPage } from './reading';
import { wipe } from './wipe';

/** What ends a job, and what ends only its reading of files. */
interface Reins {
  cancel: AbortController;
  skip: AbortController;
}

/** By number, as the page counts them. */
const jobs = new Map<number, Reins>();

/** Only the loss of the core is caught: everything else has been made a value before. */
async function guarded<T>(work: () => Outcome<T> | Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    await whenStarted();
    return await work();
  } catch (fault) {
    const what = fault instanceof Error ? fault.message : String(fault);
    return failure('crashed', null, `The core stopped: ${what}`,
      'Restart it: nothing that you entered is lost.');
  }
}

// What came with the message is a copy: the page keeps its own. No key or secret stays in this one.
function withCopies<T>(copies: unknown[], work: () => Outcome<T>): Promise<Outcome<T>> {
  return guarded(() => {
    try {
      return work();
    } finally {
      wipe(copies);
    }
  });
}

type Asked = [request: string, files: RequestFiles];

/** Asks the core about a launch. */
function put<T>(
  { request, files }: Question, question: (core: Core, ...asked: Asked) => AnswerText<T>,
): Outcome<T> {
  return ask((core) => question(core, request, files));
}

async function recogniseFile(file: File): Promise<Outcome<Recognised>> {
  const ends = await readEnds(file, headSize, tailSize);
  if (!ends.ok) return ends;
  const { head, tail } = ends.value;
  try {
    const content = ask((core) => core.recogniseContent(head.subarray(0, contentSize), tail, file.size));
    if (!content.ok) return content;
    return { ok: true, value: recognise(file.name, file.size, head, content.value) };
  } finally {
    wipe([head, tail]);
  }
}

// Handed over and not copied, so that a key is on the page only.
async function readFile(field: FieldName, file: File, limit: number): Promise<Outcome<Uint8Array>> {
  const outcome = await readWhole(field, file, limit);
  return outcome.ok ? transfer(outcome, [outcome.value.buffer]) : outcome;
}

type OnProgress<P> = (progress: P) => void;
type SearchNews = SearchProgress | CandidateNews;

/** Registered at once: it may be cancelled while the core is still starting. */
function asJob<P, T>(
  job: number, onProgress: OnProgress<P>, work: (wishes: Wishes) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const cancel = new AbortController();
  const skip = new AbortController();
  jobs.set(job, { cancel, skip });
  return guarded(() => work({ cancel: cancel.signal, skip: skip.signal })).finally(() => {
    jobs.delete(job);
    (onProgress as Remote<OnProgress<P>>)[releaseProxy]();
  });
}

const api = {
  start: (packed: string, readOnPage: ReadOnPage) => {
    readThrough(readOnPage);
    const started = startCore(packed);
    return guarded<string>(async () => ({ ok: true, value: await started }));
  },
  /** A sign of life. */
  ping: (): true => true,
  hold: (lifeline: string) => holdLifeline(lifeline),
  selfTests: () => guarded<SelfTest[]>(() => ask((core) => core.selfTests())),
  about: () => guarded<About>(() => ask((core) => core.about())),

  recognise: (file: File) => guarded(() => recogniseFile(file)),
  read: async (field: FieldName, file: File, limit: number) => readFile(field, file, limit),
  hash: (field: FieldName, file: File, job: number, onProgress: OnProgress<Progress>) =>
    asJob<Progress, FileDigest>(job, onProgress,
      ({ cancel }) => hashFile(field, file, onProgress, () => cancel.aborted)),
  cancel: (job: number): Outcome<null> => {
    jobs.get(job)?.skip.abort();
    jobs.get(job)?.cancel.abort();
    return { ok: true, value: null };
  },
  skipReading: (job: number): Outcome<null> => {
    jobs.get(job)?.skip.abort();
    return { ok: true, value: null };
  },

  parseLaunchInfo: (text: string) => guarded(() => ask((core) => core.parseLaunchInfo(text))),
  checkText: (field: TextField, text: string) =>
    guarded(() => ask((core) => core.checkText(field, text))),
  checkKey: (field: BytesField, bytes: Uint8Array) =>
    withCopies([bytes], () => ask((core) => core.checkKey(field, bytes))),
  describeDomain: (xml: Uint8Array) =>
    guarded(() => ask((core) => core.describeDomain(xml))),
  describeFirmware: (image: Uint8Array) =>
    guarded(() => ask((core) => core.describeFirmware(image))),
  describeVmsa: (page: Uint8Array) => guarded(() => ask((core) => core.describeVmsa(page))),
  diffVmsa: (first: Uint8Array, second: Uint8Array) =>
    guarded(() => ask((core) => core.diffVmsa(first, second))),
  validate: (request: LaunchRequest) =>
    withCopies([request], () => put(questionOf(request), (core, ...question) => core.validate(...question))),
  diagnose: (
    request: LaunchRequest, files: KnownCandidate[], job: number, onProgress: OnProgress<SearchNews>,
  ) => asJob<SearchNews, Diagnosed>(job, onProgress,
    (wishes) => diagnose(request, files, onProgress, wishes)),
  checkSecrets: (firmware: Uint8Array, secrets: SecretInput[]) =>
    withCopies([secrets], () => put(questionOf({ firmware }, secrets),
      (core, ...question) => core.checkSecrets(...question))),
  pack: (request: LaunchRequest, secrets: SecretInput[]) =>
    withCopies([request, secrets], () => put(questionOf(request, secrets),
      (core, ...question) => core.pack(...question))),
  unpack: (request: LaunchRequest, header: string, payload: string) =>
    withCopies([request], () => put(questionOf(request),
      (core, ...question) => core.unpack(...question, header, payload))),
};

export type WorkerApi = typeof api;

// A question that cannot be read (for want of memory, say) would stay open for ever.
addEventListener('messageerror', () => { throw new Error('a message could not be read'); });
expose(api);
