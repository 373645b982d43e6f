// The two samples as self-tests: whole launches, through the same calls as the user's.

import type { Remote } from 'comlink';
import type { FieldName, FileDigest, LaunchRequest, SelfTest, Validated } from '../core/face';
import type { Report } from '../core/reports';
import { loadSample } from '../samples';
import type { SampleKind } from '../samples';
import type { WorkerApi } from '../worker/worker';
import type { Job, Outcome, Progress } from './engine';

/** What of a worker these tests use. */
interface Asked {
  ask<T>(question: (remote: Remote<WorkerApi>) => Promise<unknown>): Promise<Outcome<T>>;
  hash(field: FieldName, file: File, onProgress: (progress: Progress) => void): Job<FileDigest>;
}

const tests: { kind: SampleKind; name: string; wanted: Report['verdict'] }[] = [
  { kind: 'matching', name: 'Whole launch that must match', wanted: 'match' },
  { kind: 'failing', name: 'Whole launch that must not match', wanted: 'mismatch' },
];

async function verdictOf(run: Asked, kind: SampleKind): Promise<string> {
  const { texts, files } = loadSample(kind);
  const request: LaunchRequest = { ...texts };
  for (const { place, name, bytes } of files) {
    if (place === 'firmware' || place === 'tk') {
      request[place] = bytes;
      continue;
    }
    const file = new File([bytes as BlobPart], name);
    const hashed = await run.hash(place, file, () => undefined).outcome;
    if (!hashed.ok) return hashed.error.message;
    request[place] = hashed.value;
  }
  const validated = await run.ask<Validated>((remote) => remote.validate(request));
  if (!validated.ok) return validated.error.message;
  return (JSON.parse(validated.value.report) as Report).verdict;
}

export async function testSamples(run: Asked): Promise<SelfTest[]> {
  return Promise.all(tests.map(async ({ kind, name, wanted }) => (
    { name, passed: await verdictOf(run, kind) === wanted })));
}
