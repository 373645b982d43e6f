// The samples as self-tests: whole launches, through the same calls as the user's.

import type { RequestFiles, SelfTest } from '../core/face';
import type { Report } from '../core/reports';
import type { SnpReport } from '../core/snp';
import { loadSample, loadSnpSample } from '../samples';
import type { Sample, SampleKind } from '../samples';
import type { Asked } from './calls';
import type { Engine } from './engine';
import { questionOf } from './question';

/** What of a worker these tests use. */
type Worker = Pick<Engine, 'ask' | 'take' | 'release'>;

const verdicts: { kind: SampleKind; name: string; wanted: Report['verdict'] }[] = [
  { kind: 'matching', name: 'Whole launch that must match', wanted: 'match' },
  { kind: 'failing', name: 'Whole launch that must not match', wanted: 'mismatch' },
];

/** The files as a request has them, by their places, while `use` asks with them. */
async function withFiles<T>(
  run: Worker, files: Sample['files'], use: (given: Asked<RequestFiles>) => Promise<T>,
): Promise<T | null> {
  const given: Asked<RequestFiles> = {};
  for (const { place, name, bytes } of files) {
    const taken = await run.take(new File([bytes as BlobPart], name), place, () => undefined).outcome;
    if (!taken.ok) return null;
    const { held, digest, bytes: key } = taken.value;
    const content = held ?? digest ?? key;
    if (content) given[place] = content;
  }
  const answer = await use(given);
  for (const content of Object.values(given)) if ('handle' in content) run.release(content);
  return answer;
}

async function verdictOf(run: Worker, kind: SampleKind): Promise<Report['verdict'] | null> {
  const { texts, files } = loadSample(kind);
  const validated = await withFiles(run, files, (given) => run.ask('validate', ...questionOf({ ...texts, ...given })));
  return validated?.ok ? (JSON.parse(validated.value.report) as Report).verdict : null;
}

async function isSnpDigestRight(run: Worker): Promise<boolean> {
  const { texts, files, digest } = loadSnpSample('matching');
  const measured = await withFiles(run, files, (given) => run.ask('measureSnp', texts, given));
  return measured?.ok === true && (JSON.parse(measured.value.report) as SnpReport).computed.launchDigest === digest;
}

export async function testSamples(run: Worker): Promise<SelfTest[]> {
  const ofSev = verdicts.map(async ({ kind, name, wanted }) => ({ name, passed: await verdictOf(run, kind) === wanted }));
  const ofSnp = isSnpDigestRight(run).then((passed) => ({ name: 'Launch digest of a SEV-SNP guest', passed }));
  return Promise.all([...ofSev, ofSnp]);
}
