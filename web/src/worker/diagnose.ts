// Looks for the reason of a mismatch, in short pieces: between two of them the worker hears other
// questions, and that it is to stop.

import type { Candidate, FileDigest, LaunchRequest, Validated } from '../core/face';
import type { CandidateFile, Diagnosed, Outcome, SearchProgress } from '../engine/engine';
import { ask, digestOfSecret, withCore } from './core';
import { hashFile, readEnds, readWhole } from './files';
import { wipe } from './wipe';

// As the core wants them: candidate.h.
const mostWhole = 16 * 1024 * 1024;
const headOfLarger = 4096;

const pieceTime = 40; // milliseconds

type Report = (progress: SearchProgress) => void;

/** Null for one that cannot be read. */
async function readCandidate(
  { name, file }: CandidateFile, onProgress: (done: number) => void, cancelled: () => boolean,
): Promise<Candidate | null> {
  if (file.size <= mostWhole) {
    // At once, and not as a stream: it may be a key, of which nothing is to stay behind.
    const whole = await readWhole('candidates', file, mostWhole);
    if (!whole.ok) return null;
    return { name, file: digestOfSecret(whole.value), content: whole.value };
  }
  const hashed: Outcome<FileDigest> =
    await hashFile('candidates', file, ({ done }) => onProgress(done), cancelled);
  const ends = await readEnds(file, headOfLarger, 0);
  if (!hashed.ok || !ends.ok) return null;
  return { name, file: hashed.value, content: ends.value.head };
}

interface Read {
  candidates: Candidate[];
  unread: string[];
}

async function readAll(
  files: readonly CandidateFile[], report: Report, cancelled: () => boolean,
): Promise<Read> {
  const read: Read = { candidates: [], unread: [] };
  const total = files.reduce((sum, { file }) => sum + file.size, 0);
  let before = 0;
  for (const each of files) {
    const tell = (done: number): void => (
      report({ share: 0, tried: 0, total: 0, reading: { done: before + done, total } }));
    tell(0);
    const candidate = await readCandidate(each, tell, cancelled);
    if (cancelled()) break;
    if (candidate) read.candidates.push(candidate);
    else read.unread.push(each.name);
    before += each.file.size;
  }
  return read;
}

/** Lets messages be heard that have come meanwhile; a timer would keep it waiting for longer. */
function makeWay(channel: MessageChannel): Promise<void> {
  return new Promise((resolve) => {
    channel.port1.onmessage = () => resolve();
    channel.port2.postMessage(null);
  });
}

/** Once cancelled, the answer is how far it came. */
export async function diagnose(
  request: LaunchRequest, files: readonly CandidateFile[], report: Report, cancelled: () => boolean,
): Promise<Outcome<Diagnosed>> {
  const { candidates, unread } = await readAll(files, report, cancelled);
  const search = withCore((core) => new core.DiagnosisSearch());
  const channel = new MessageChannel();
  try {
    let step = ask(() => search.begin(request, candidates));
    wipe(candidates);
    while (step.ok && !step.value.done && !cancelled()) {
      report({ ...step.value, reading: null });
      await makeWay(channel);
      if (!cancelled()) step = ask(() => search.run(pieceTime));
    }
    if (!step.ok) return step;
    const outcome = ask<Validated>(() => search.report());
    return outcome.ok ? { ok: true, value: { ...outcome.value, unread } } : outcome;
  } finally {
    channel.port1.close();
    wipe(candidates);
    withCore(() => search.delete());
  }
}
