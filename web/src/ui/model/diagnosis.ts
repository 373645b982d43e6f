// Looks for the reason of a mismatch, by itself after each. It never changes the verdict, and any
// other verdict ends it.

import { batch, effect, signal, untracked } from '@preact/signals';
import type { LeftOut, SearchJob, SearchProgress } from '../../engine/engine';
import { questionOf } from '../../engine/question';
import { candidates, namedApart, superfluous } from './candidates';
import { entries } from './intake';
import { engine, raise, whenTested } from './session';
import { takeDiagnosis, verdict, type Decided } from './verdict';

/** Other files that were not tried: `superfluous` of them since there were too many. */
export interface NotTried {
  leftOut: LeftOut[];
  superfluous: number;
}

export type Search =
  | { state: 'none' }
  | { state: 'searching'; progress: SearchProgress | null }
  /** Its result is in the report. */
  | { state: 'over' } & NotTried
  | { state: 'failed'; message: string };

export const search = signal<Search>({ state: 'none' });

let turn = 0;
let job: SearchJob | null = null;
let cancels: 'none' | 'reading' | 'all' = 'none';
/** Files that no search begins for by itself any more. */
let considered: ReadonlySet<number> = new Set();

function considerAll(): void {
  const known = entries.peek().filter(({ state }) => state !== 'recognising');
  considered = new Set(known.map(({ id }) => id));
}

/** Ends the reading of files, the first time; otherwise the search, which says how far it came. */
export function cancelSearch(): void {
  const now = search.peek();
  if (now.state !== 'searching') return;
  if (now.progress?.reading && cancels === 'none') {
    cancels = 'reading';
    job?.skipReading();
    return;
  }
  cancels = 'all';
  considerAll();
  job?.cancel();
}

function drop(): void {
  turn += 1;
  job?.cancel();
  job = null;
  cancels = 'none';
  search.value = { state: 'none' };
}

function fail(message: string): void {
  search.value = { state: 'failed', message };
}

export async function searchReason(): Promise<void> {
  const about = verdict.peek();
  if (about.kind !== 'decided' || about.report.verdict !== 'mismatch') return;
  drop();
  const mine = turn;
  search.value = { state: 'searching', progress: null };
  // A worker that came since the verdict has yet to pass its self-tests.
  const tested = await whenTested();
  if (mine !== turn) return;
  if (tested === 'passed') await searchIn(about, mine);
  else fail('the page\'s worker needs a restart');
}

async function searchIn(about: Decided, mine: number): Promise<void> {
  considerAll();
  const tooMany = superfluous.peek();
  const files = namedApart(candidates.peek().map(({ file }) => file));
  const begun = engine().diagnose(questionOf(about.request), files, (progress) => {
    if (mine === turn) search.value = { state: 'searching', progress };
  });
  job = begun;
  // Before there was anything to cancel.
  if (cancels === 'all') begun.cancel();
  const outcome = await begun.outcome;
  if (mine !== turn) return;
  job = null;
  if (!outcome.ok) {
    // Not begun again by itself after a restart: it may have been what the worker died of.
    raise(outcome.error);
    return fail(outcome.error.message);
  }
  const { report, leftOut } = outcome.value;
  batch(() => {
    if (takeDiagnosis(about, report)) {
      search.value = { state: 'over', leftOut, superfluous: tooMany };
    } else {
      fail('the core answered with something other than a diagnosis of this launch');
    }
  });
}

effect(() => {
  const now = verdict.value;
  untracked(() => {
    if (now.kind !== 'decided' || now.report.verdict !== 'mismatch') drop();
    else if (!now.report.diagnosis) void searchReason();
  });
});

function isExplained(): boolean {
  const { value } = verdict;
  return value.kind === 'decided' && value.report.diagnosis?.outcome === 'explained';
}

// Files that are dropped on a mismatch are tried too, once it is clear what they are; a search that
// is at work is first brought to its end.
effect(() => {
  const isNew = candidates.value.some(({ id }) => !considered.has(id));
  if (!isNew || search.value.state !== 'over') return;
  if (entries.value.some(({ state }) => state === 'recognising')) return;
  untracked(() => {
    if (!isExplained()) void searchReason();
  });
});
