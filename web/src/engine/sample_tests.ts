// The two samples as self-tests: whole launches, through the same calls as the user's.

import type { SelfTest } from '../core/face';
import type { Report } from '../core/reports';
import { loadSample } from '../samples';
import type { SampleKind } from '../samples';
import type { Engine } from './engine';
import { questionOf, type LaunchRequest } from './question';

/** What of a worker these tests use. */
type Asked = Pick<Engine, 'ask' | 'take' | 'release'>;

const tests: { kind: SampleKind; name: string; wanted: Report['verdict'] }[] = [
  { kind: 'matching', name: 'Whole launch that must match', wanted: 'match' },
  { kind: 'failing', name: 'Whole launch that must not match', wanted: 'mismatch' },
];

async function verdictOf(run: Asked, kind: SampleKind): Promise<string> {
  const { texts, files } = loadSample(kind);
  const request: LaunchRequest = { ...texts };
  for (const { place, name, bytes } of files) {
    const taking = run.take(new File([bytes as BlobPart], name), place, () => undefined);
    const taken = await taking.outcome;
    if (!taken.ok) return taken.error.message;
    const { held, digest, bytes: key } = taken.value;
    Object.assign(request, { [place]: held ?? digest ?? key });
  }
  const validated = await run.ask('validate', ...questionOf(request));
  if (request.firmware) run.release(request.firmware);
  if (!validated.ok) return validated.error.message;
  return (JSON.parse(validated.value.report) as Report).verdict;
}

export async function testSamples(run: Asked): Promise<SelfTest[]> {
  return Promise.all(tests.map(async ({ kind, name, wanted }) => (
    { name, passed: await verdictOf(run, kind) === wanted })));
}
