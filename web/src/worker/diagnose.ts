// Looks for the reason of a mismatch, in short pieces: between two of them the worker hears other
// questions, and that it is to stop.

import type {
  AnswerText, Candidate, DiagnosisSearch, DiagnosisStep, FileDigest, RequestFiles, Validated,
} from '../core/face';
import type {
  CandidateFile, Diagnosed, LeftOut, Outcome, Progress, SearchProgress,
} from '../engine/engine';
import type { Mismatch } from '../engine/question';
import { about, ask, digestOfSecret, withCore } from './core';
import { failure, hashFile, isHashable, readEnds, readWhole } from './files';
import { withBytes } from './held';
import { wipe } from './wipe';

const pieceTime = 40; // milliseconds

/** A candidate, with its hash where that is known from before. */
export type KnownCandidate = CandidateFile & { digest: FileDigest | null };

/** The hash of a large file, by its number, for another search. */
export interface CandidateNews {
  at: number;
  digest: FileDigest;
}

type Tell = (news: SearchProgress | CandidateNews) => void;

/** What the user wants meanwhile. */
export interface Wishes {
  /** Ends it all, the reading too. */
  cancel: AbortSignal;
  /** Goes on without the files that are not read yet; aborted by cancel too. */
  skip: AbortSignal;
}

async function readSmall(name: string, file: File): Promise<Outcome<Candidate>> {
  // At once, and not as a stream: it may be a key, of which nothing is to stay behind.
  const whole = await readWhole('candidates', file, about().candidates.whole);
  if (!whole.ok) return whole;
  const content = whole.value;
  try {
    return { ok: true, value: { name, file: digestOfSecret(content), content } };
  } catch (fault) {
    wipe(content);
    throw fault;
  }
}

async function readCandidate(
  { name, file, digest }: KnownCandidate, onProgress: (progress: Progress) => void,
  cancelled: () => boolean,
): Promise<Outcome<Candidate>> {
  if (file.size <= about().candidates.whole) return readSmall(name, file);
  const hashed: Outcome<FileDigest> = digest ? { ok: true, value: digest }
    : await hashFile('candidates', file, onProgress, cancelled);
  if (!hashed.ok) return hashed;
  const ends = await readEnds(file, about().candidates.head, 0);
  if (!ends.ok) return ends;
  const { sha256, size } = hashed.value;
  return { ok: true, value: { name, file: { sha256, size }, content: ends.value.head } };
}

const skipped = failure('cancelled', 'candidates', 'Reading was cancelled', '');

/** Does not wait for a slow disk when the file is to be skipped. */
async function readUnlessSkipped(
  candidate: KnownCandidate, onProgress: (progress: Progress) => void, skip: AbortSignal,
): Promise<Outcome<Candidate>> {
  if (skip.aborted) return skipped;
  const reading = readCandidate(candidate, onProgress, () => skip.aborted);
  const skipping = new Promise<null>((resolve) => {
    skip.addEventListener('abort', () => resolve(null), { once: true });
  });
  const read = await Promise.race([reading, skipping]);
  if (read && !skip.aborted) return read;
  // Whatever comes of it is nobody's.
  void reading.then(wipe, () => undefined);
  return skipped;
}

/** Lets messages be heard that have come meanwhile; a timer would keep it waiting for longer. */
function makeWay(channel: MessageChannel): Promise<void> {
  return new Promise((resolve) => {
    channel.port1.onmessage = () => resolve();
    channel.port2.postMessage(null);
  });
}

/** One file at a time is read, handed over and wiped. Answers with those that were left out. */
async function addAll(
  search: DiagnosisSearch, files: readonly KnownCandidate[], tell: Tell, skip: AbortSignal,
  channel: MessageChannel,
): Promise<LeftOut[]> {
  const leftOut: LeftOut[] = [];
  const sizeOf = ({ file }: KnownCandidate): number => (isHashable(file) ? file.size : 0);
  const total = files.reduce((sum, each) => sum + sizeOf(each), 0);
  let before = 0;
  for (const [at, each] of files.entries()) {
    const tellDone = (done: number): void => (
      tell({ share: 0, tried: 0, total: 0, reading: { done: before + done, total } }));
    tellDone(0);
    const read = await readUnlessSkipped(each, ({ done }) => tellDone(done), skip);
    try {
      const added = read.ok ? ask(() => search.add(read.value)) : read;
      if (!added.ok) leftOut.push({ name: each.name, error: added.error });
      if (read.ok && each.file.size > about().candidates.whole) tell({ at, digest: read.value.file });
    } finally {
      wipe(read);
    }
    before += sizeOf(each);
    await makeWay(channel);
  }
  return leftOut;
}

function begin(search: DiagnosisSearch, question: Mismatch): AnswerText<DiagnosisStep> {
  if (question.length === 5) return search.beginReport(...withBytes(question) as Parameters<DiagnosisSearch['beginReport']>);
  const [launch, files, measurement = ''] = question;
  const given = withBytes(files) as RequestFiles;
  return typeof launch === 'string' ? search.begin(launch, given) : search.beginSnp(launch, given, measurement);
}

async function searchWith(
  search: DiagnosisSearch, question: Mismatch, tell: Tell, cancel: AbortSignal,
  channel: MessageChannel,
): Promise<Outcome<Validated>> {
  let step = ask(() => begin(search, question));
  // The core has its own.
  wipe(question[1]);
  while (step.ok && !step.value.done && !cancel.aborted) {
    tell({ ...step.value, reading: null });
    await makeWay(channel);
    if (!cancel.aborted) step = ask(() => search.run(pieceTime));
  }
  return step.ok ? ask<Validated>(() => search.report()) : step;
}

/** Once cancelled, the answer is how far it came. */
export async function diagnose(
  question: Mismatch, files: readonly KnownCandidate[], tell: Tell, { cancel, skip }: Wishes,
): Promise<Outcome<Diagnosed>> {
  const channel = new MessageChannel();
  let search: DiagnosisSearch | null = null;
  try {
    search = withCore((core) => new core.DiagnosisSearch());
    const leftOut = await addAll(search, files, tell, skip, channel);
    const outcome = await searchWith(search, question, tell, cancel, channel);
    return outcome.ok ? { ok: true, value: { ...outcome.value, leftOut } } : outcome;
  } finally {
    channel.port1.close();
    // Of a search that did not begin.
    wipe(question);
    withCore(() => search?.delete());
  }
}
