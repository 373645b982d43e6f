// Files on their way into the worker. Whoever begins one either uses what comes of it or drops it.

import type { FileRole, Recognised } from '../../core/face';
import type { Outcome, Progress, Taken } from '../../engine/engine';
import { wipe } from './inputs';
import { engine } from './session';

export interface Taking {
  file: File;
  /** Comes before the outcome; null for a secret that was chosen as one. */
  recognised: Promise<Outcome<Recognised | null>>;
  outcome: Promise<Outcome<Taken>>;
  /** What it is to be read as, where takeFile() was not told. */
  readAs(role: FileRole): void;
  /** Calls the listener with what is known already, and then for all that comes. */
  onProgress(listener: (progress: Progress) => void): void;
  /** The outcome is `cancelled`. */
  cancel(): void;
  /** Nobody wants what comes of it. */
  drop(): void;
}

/** `as`: what it is to be read as; null: it is recognised first, and read once readAs() says as what. */
export function takeFile(file: File, as: FileRole | null): Taking {
  let last: Progress | null = null;
  let listener: (progress: Progress) => void = () => undefined;
  let tellRecognised: (found: Outcome<Recognised | null>) => void = () => undefined;
  const recognised = new Promise<Outcome<Recognised | null>>((resolve) => { tellRecognised = resolve; });
  const job = engine().take(file, as, (news) => {
    if ('recognised' in news) return tellRecognised({ ok: true, value: news.recognised });
    last = news.progress;
    listener(last);
  });
  void job.outcome.then((outcome) => {
    tellRecognised(outcome.ok ? { ok: true, value: outcome.value.recognised } : outcome);
  });
  return {
    file,
    recognised,
    outcome: job.outcome,
    readAs: (role) => job.readAs(role),
    onProgress(to) {
      listener = to;
      if (last) to(last);
    },
    cancel: () => job.cancel(),
    drop() {
      job.cancel();
      void job.outcome.then((outcome) => { if (outcome.ok) letGo(outcome.value); });
    },
  };
}

/** Of what came of a file and is not used. */
export function letGo({ bytes, held }: Pick<Taken, 'bytes' | 'held'>): void {
  wipe(bytes);
  if (held) engine().release(held);
}
