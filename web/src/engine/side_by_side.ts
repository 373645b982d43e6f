// Large files hashed side by side: one in the worker that answers everything, others in helpers of
// their own, each there for one file.

import type { FieldName, FileDigest } from '../core/face';
import type { Job, Outcome, Progress } from './engine';
import { Run } from './run';

// Starting a helper takes as long as hashing some MiB.
const worthAHelper = 32 * 1024 * 1024;

type OnProgress = (progress: Progress) => void;

export class SideBySide {
  private readonly helpers = new Set<Run>();

  hash(main: Run, field: FieldName, file: File, onProgress: OnProgress): Job<FileDigest> {
    const isWorthIt = file.size >= worthAHelper && main.bytesBeingHashed >= worthAHelper;
    if (!isWorthIt || this.helpers.size + 1 >= navigator.hardwareConcurrency) {
      return main.hash(field, file, onProgress);
    }
    return this.hashAside(main, field, file, onProgress);
  }

  /** Ends all helpers. Call it after the end of the main worker, to which their work would fall. */
  stop(): void {
    for (const helper of this.helpers) helper.stop();
  }

  private hashAside(
    main: Run, field: FieldName, file: File, onProgress: OnProgress,
  ): Job<FileDigest> {
    const helper = new Run(() => undefined, true);
    this.helpers.add(helper);
    let job = helper.hash(field, file, onProgress);
    let isCancelled = false;
    // The main worker does the work of a helper that cannot be had or is lost, from the beginning.
    const finish = async (): Promise<Outcome<FileDigest>> => {
      const outcome = await job.outcome;
      this.helpers.delete(helper);
      helper.stop();
      if (outcome.ok || outcome.error.kind !== 'crashed' || isCancelled) return outcome;
      job = main.hash(field, file, onProgress);
      return job.outcome;
    };
    return {
      outcome: finish(),
      cancel: () => {
        isCancelled = true;
        job.cancel();
      },
    };
  }
}
