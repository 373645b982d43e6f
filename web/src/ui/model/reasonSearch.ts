// Looks for the reason of a mismatch, by itself after each, until there is nothing to explain any more.

import { batch, effect, signal, untracked, type ReadonlySignal, type Signal } from '@preact/signals';
import type { Diagnosis } from '../../core/reports';
import type { LeftOut, SearchJob, SearchProgress } from '../../engine/engine';
import type { Mismatch } from '../../engine/question';
import { candidates, namedApart, superfluous } from './candidates';
import { entries } from './intake';
import { engine, raise, whenTested } from './session';

/** Other files that were not tried: `superfluous` of them since there were too many. */
export interface NotTried {
  leftOut: LeftOut[];
  superfluous: number;
}

export type Search =
  | { state: 'none' }
  | { state: 'searching'; progress: SearchProgress | null }
  /** Its result is with what it is about. */
  | { state: 'over' } & NotTried
  | { state: 'failed'; message: string };

export interface Unexplained {
  question: Mismatch;
  /** What a search found before. */
  found: Diagnosis | null;
  /** The report with a diagnosis in it; false where that is none of this launch, which must be the one that is shown. */
  take: (report: string) => boolean;
}

export class ReasonSearch {
  readonly search: Signal<Search> = signal<Search>({ state: 'none' });
  private turn = 0;
  private job: SearchJob | null = null;
  private cancels: 'none' | 'reading' | 'all' = 'none';
  /** Files that no search begins for by itself any more. */
  private considered: ReadonlySet<number> = new Set();

  /** `mismatch` is another one with each launch and each result; `wanted` says what a launch is to have. */
  constructor(readonly mismatch: ReadonlySignal<Unexplained | null>, readonly wanted: string) {
    effect(() => {
      const now = mismatch.value;
      untracked(() => {
        if (!now) this.drop();
        else if (!now.found) void this.begin();
      });
    });
    // Files that are dropped on a mismatch are tried too, once it is clear what they are; a search that is at work is
    // first brought to its end.
    effect(() => {
      const isNew = candidates.value.some(({ id }) => !this.considered.has(id));
      if (!isNew || this.search.value.state !== 'over') return;
      if (entries.value.some(({ state }) => state === 'recognising')) return;
      untracked(() => {
        if (mismatch.peek()?.found?.outcome !== 'explained') void this.begin();
      });
    });
  }

  /** Ends the reading of files, the first time; otherwise the search, which says how far it came. */
  cancel(): void {
    const now = this.search.peek();
    if (now.state !== 'searching') return;
    if (now.progress?.reading && this.cancels === 'none') {
      this.cancels = 'reading';
      this.job?.skipReading();
      return;
    }
    this.cancels = 'all';
    this.considerAll();
    this.job?.cancel();
  }

  /** It failed, or was ended before all was tried: it can begin again. */
  isHalfDone(): boolean {
    const { state } = this.search.value;
    return state === 'failed' || (state === 'over' && this.mismatch.value?.found?.outcome === 'unfinished');
  }

  async begin(): Promise<void> {
    const about = this.mismatch.peek();
    if (!about) return;
    this.drop();
    const mine = this.turn;
    this.search.value = { state: 'searching', progress: null };
    // A worker that came since the verdict has yet to pass its self-tests.
    const tested = await whenTested();
    if (mine !== this.turn) return;
    if (tested === 'passed') await this.searchIn(about, mine);
    else this.fail('the page\'s worker needs a restart');
  }

  private considerAll(): void {
    const known = entries.peek().filter(({ state }) => state !== 'recognising');
    this.considered = new Set(known.map(({ id }) => id));
  }

  private drop(): void {
    this.turn += 1;
    this.job?.cancel();
    this.job = null;
    this.cancels = 'none';
    this.search.value = { state: 'none' };
  }

  private fail(message: string): void {
    this.search.value = { state: 'failed', message };
  }

  private async searchIn(about: Unexplained, mine: number): Promise<void> {
    this.considerAll();
    const tooMany = superfluous.peek();
    const files = namedApart(candidates.peek().map(({ file }) => file));
    const begun = engine().diagnose(about.question, files, (progress) => {
      if (mine === this.turn) this.search.value = { state: 'searching', progress };
    });
    this.job = begun;
    // Before there was anything to cancel.
    if (this.cancels === 'all') begun.cancel();
    const outcome = await begun.outcome;
    if (mine !== this.turn) return;
    this.job = null;
    if (!outcome.ok) {
      // Not begun again by itself after a restart: it may have been what the worker died of.
      raise(outcome.error);
      return this.fail(outcome.error.message);
    }
    const { report, leftOut } = outcome.value;
    batch(() => {
      if (about.take(report)) this.search.value = { state: 'over', leftOut, superfluous: tooMany };
      else this.fail('the core answered with something other than a diagnosis of this launch');
    });
  }
}
