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
    const isWorthIt = file.size >= worthAHelper && main.hashing >= worthAHelper;
    if (!isWorthIt || this.helpers.size + 1 >= navigator.hardwareConcurrency) {
      return main.hash(field, file, onProgress);
    }
    return this.hashAside(main, field, file, onProgress);
  }

  /** Ends all helpers: what they hash is answered with `crashed`. */
  stop(): void {
    const all = [...this.helpers];
    this.helpers.clear();
    for (const helper of all) helper.stop();
  }

  private hashAside(
    main: Run, field: FieldName, file: File, onProgress: OnProgress,
  ): Job<FileDigest> {
    const helper = new Run(null);
    this.helpers.add(helper);
    let job = helper.hash(field, file, onProgress);
    // A helper that cannot be had or is lost is no loss: the main worker does its work.
    const orElse = (outcome: Outcome<FileDigest>): Outcome<FileDigest> | Promise<Outcome<FileDigest>> => {
      const isLost = !outcome.ok && outcome.error.kind === 'crashed' && this.helpers.has(helper);
      this.helpers.delete(helper);
      helper.stop();
      if (!isLost) return outcome;
      job = main.hash(field, file, onProgress);
      return job.outcome;
    };
    return { outcome: job.outcome.then(orElse), cancel: () => job.cancel() };
  }
}
