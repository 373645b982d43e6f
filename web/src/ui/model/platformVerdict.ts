// Who vouches for the platform. The core's report says it and nothing else; every change takes it back at once,
// and a new one comes by itself when all that was given is read.

import { effect, signal, untracked } from '@preact/signals';
import type { PlatformReport } from '../../core/platforms';
import { parsed } from './documents';
import { asked as filesFor, chipId, chipIdText, platformFiles, rootFiles } from './platformFiles';
import { afterRestart, engine, raise, reportUnexpected, selfTestsFailed, whenTested } from './session';
import type { Problem } from './verdict';

export type PlatformVerdict =
  | { kind: 'none' }
  /** Something is being read, typed or verified. */
  | { kind: 'waiting' }
  | { kind: 'invalid'; problems: Problem[] }
  | { kind: 'stopped' }
  | DecidedPlatform;

export interface DecidedPlatform {
  kind: 'decided';
  report: PlatformReport;
  /** The bytes that the core gave, for saving. */
  text: string;
  /** By this machine's clock. */
  at: Date;
}

export const platformVerdict = signal<PlatformVerdict>({ kind: 'none' });

let turn = 0;

function problemsOfFiles(): Problem[] {
  const failed = (list: typeof platformFiles, field: 'platform' | 'root'): Problem[] => (
    list.value.flatMap((one) => (one.state === 'failed' && one.error.kind !== 'crashed'
      ? [{ field, message: one.error.message, hint: one.error.hint }] : [])));
  return [...failed(platformFiles, 'platform'), ...failed(rootFiles, 'root')];
}

async function verify(mine: number): Promise<void> {
  const tested = await whenTested();
  if (mine !== turn) return;
  if (tested !== 'passed') {
    platformVerdict.value = { kind: 'stopped' };
    return;
  }
  const outcome = await engine().ask('verifyPlatform', filesFor(platformFiles.peek(), 'platform file'),
    filesFor(rootFiles.peek(), 'root'), chipId.peek());
  if (mine !== turn) return;
  if (outcome.ok) {
    platformVerdict.value = decide(outcome.value.report);
    return;
  }
  const { field, message, hint } = outcome.error;
  platformVerdict.value = raise(outcome.error) ? { kind: 'stopped' }
    : { kind: 'invalid', problems: [{ field: field ?? 'platform', message, hint }] };
}

function decide(text: string): PlatformVerdict {
  const report = readPlatformReport(text);
  if (report) return { kind: 'decided', report, text, at: new Date() };
  reportUnexpected('The core answered with a report that the page cannot read');
  return { kind: 'stopped' };
}

/** The report, if it is one of the version that this page knows. */
export function readPlatformReport(text: string): PlatformReport | null {
  return parsed<PlatformReport>(text, ({ schemaVersion, kind, verdict, computed: { vouchedForBy } }) => (
    schemaVersion === 2 && kind === 'platform'
      && (verdict === 'match') === (vouchedForBy === 'amd' || vouchedForBy === 'named-root')));
}

function stateOfInputs(): PlatformVerdict | null {
  const all = [...platformFiles.value, ...rootFiles.value];
  const isSettled = chipIdText.value.trim() === chipId.value;
  if (platformFiles.value.length === 0) return { kind: 'none' };
  if (all.some((one) => one.state === 'failed' && one.error.kind === 'crashed')) {
    return { kind: 'stopped' };
  }
  const problems = problemsOfFiles();
  if (problems.length > 0) return { kind: 'invalid', problems };
  return all.some(({ state }) => state === 'reading') || !isSettled ? { kind: 'waiting' } : null;
}

const again = signal(0);

effect(() => {
  void again.value;
  const known = stateOfInputs();
  turn += 1;
  const mine = turn;
  platformVerdict.value = known ?? { kind: 'waiting' };
  if (known === null) untracked(() => void verify(mine));
});

// Self-tests that fail, after a restart too, take back what was said before.
effect(() => {
  if (!selfTestsFailed() || platformVerdict.peek().kind !== 'decided') return;
  turn += 1;
  platformVerdict.value = { kind: 'stopped' };
});

afterRestart(() => { again.value += 1; });

/** What is wrong with one field; gone with the next change. */
export function platformProblemAt(field: Problem['field']): Problem | null {
  const { value } = platformVerdict;
  return value.kind === 'invalid' ? value.problems.find((one) => one.field === field) ?? null : null;
}
