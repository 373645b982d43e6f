// Looks for the reason of a mismatch, by itself after each. It never changes the verdict, and any
// other verdict ends it.

import { batch, computed, effect, signal, untracked } from '@preact/signals';
import type { Diagnosed, Job, SearchProgress } from '../../engine/engine';
import { candidates, namedApart } from './candidates';
import { entries } from './intake';
import { engine, raise } from './session';
import { takeDiagnosis, verdict } from './verdict';

export type Search =
  | { state: 'none' }
  | { state: 'searching'; progress: SearchProgress | null }
  /** Its result is in the report. `unread`: names of files that could not be read. */
  | { state: 'over'; unread: string[] }
  | { state: 'failed'; message: string };

export const search = signal<Search>({ state: 'none' });

let turn = 0;
let job: Job<Diagnosed> | null = null;
const tried = signal<ReadonlySet<number>>(new Set());

/** How many other files were tried, or are being tried. */
export const otherFiles = computed(() => tried.value.size);

/** The search goes on to say how far it came. */
export function cancelSearch(): void {
  job?.cancel();
}

function drop(): void {
  turn += 1;
  job?.cancel();
  job = null;
  search.value = { state: 'none' };
}

export async function searchReason(): Promise<void> {
  const about = verdict.peek();
  if (about.kind !== 'decided' || about.report.verdict !== 'mismatch') return;
  drop();
  const mine = turn;
  const files = candidates.peek();
  tried.value = new Set(files.map(({ id }) => id));
  search.value = { state: 'searching', progress: null };
  const begun = engine().diagnose(about.request, namedApart(files.map(({ file }) => file)),
    (progress) => {
      if (mine === turn) search.value = { state: 'searching', progress };
    });
  job = begun;
  const outcome = await begun.outcome;
  if (mine !== turn) return;
  job = null;
  if (!outcome.ok) {
    // Not begun again by itself after a restart: it may have been what the worker died of.
    raise(outcome.error);
    search.value = { state: 'failed', message: outcome.error.message };
    return;
  }
  const { report, unread } = outcome.value;
  batch(() => {
    search.value = takeDiagnosis(about, report) ? { state: 'over', unread }
      : { state: 'failed', message: 'The core answered with something else than a diagnosis' };
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

// Files that are dropped on a mismatch are tried too, once it is clear what they are.
effect(() => {
  const isNew = candidates.value.some(({ id }) => !tried.value.has(id));
  if (!isNew || entries.value.some(({ state }) => state === 'recognising')) return;
  untracked(() => {
    if (search.value.state !== 'none' && !isExplained()) void searchReason();
  });
});
