// Large files read side by side: one in the worker that answers everything, others in helpers of their
// own, each there for one file. What is so large is only hashed: no helper holds anything.

import type { FileRole } from '../core/face';
import type { Outcome, Taken, TakingJob, TakingNews } from './engine';
import { Run } from './run';

// Starting a helper takes as long as hashing some MiB.
const worthAHelper = 32 * 1024 * 1024;

type OnNews = (news: TakingNews) => void;

export class SideBySide {
  private readonly helpers = new Set<Run>();

  take(main: Run, file: File, as: FileRole | null, onNews: OnNews): TakingJob {
    const isWorthIt = file.size >= worthAHelper && main.bytesBeingRead >= worthAHelper;
    if (!isWorthIt || this.helpers.size + 1 >= navigator.hardwareConcurrency) {
      return main.take(file, as, onNews);
    }
    return this.takeAside(main, file, as, onNews);
  }

  /** Ends all helpers. Call it after the end of the main worker, to which their work would fall. */
  stop(): void {
    for (const helper of this.helpers) helper.stop();
  }

  private takeAside(main: Run, file: File, as: FileRole | null, onNews: OnNews): TakingJob {
    let role = as;
    const helper = new Run(() => undefined, true);
    this.helpers.add(helper);
    let job = helper.take(file, role, onNews);
    let isCancelled = false;
    // The main worker does the work of a helper that cannot be had or is lost, from the beginning.
    const finish = async (): Promise<Outcome<Taken>> => {
      const outcome = await job.outcome;
      this.helpers.delete(helper);
      helper.stop();
      if (outcome.ok || outcome.error.kind !== 'crashed' || isCancelled) return outcome;
      job = main.take(file, role, onNews);
      return job.outcome;
    };
    return {
      outcome: finish(),
      readAs: (said) => {
        role = said;
        job.readAs(said);
      },
      cancel: () => {
        isCancelled = true;
        job.cancel();
      },
    };
  }
}
