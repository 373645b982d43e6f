// One worker, from its start to its end.

import { proxy, transfer, wrap } from 'comlink';
import type { Remote } from 'comlink';
import type { FileDigest, FieldName, LaunchRequest, SelfTest } from '../core/face';
import type { WorkerApi } from '../worker/worker';
import type { CandidateNews } from '../worker/diagnose';
import type {
  CandidateFile, Diagnosed, EngineError, Job, Outcome, Progress, Ready, SearchJob, SearchProgress,
} from './engine';
import { hasLifelines, newLifeline, whenGone } from './lifeline';
import { testSamples } from './sample_tests';
import { startWorker } from './start_worker';
import { Watchdog } from './watchdog';

type Refused = { ok: false; error: EngineError };

function crashed(message: string): Refused {
  const hint = 'Restart it: nothing that you entered is lost.';
  return { ok: false, error: { kind: 'crashed', field: null, message, hint } };
}

// A file that stays the same need not be hashed again for each search.
const digests = new WeakMap<File, FileDigest>();

/** For a worker that cannot read by itself: handed over, and not copied. */
async function readOnPage(part: Blob): Promise<ArrayBuffer> {
  const bytes = await part.arrayBuffer();
  return transfer(bytes, [bytes]);
}

const wordsOf = (fault: unknown): string => (fault instanceof Error ? fault.message : String(fault));

interface Begun<T> {
  outcome: Promise<Outcome<T>>;
  order(of: (remote: Remote<WorkerApi>, job: number) => Promise<unknown>): void;
  close(): void;
}

export class Run {
  readonly ready: Promise<Outcome<Ready>>;
  /** Resolves when this worker is gone, with the answer to all that is asked of it. */
  private readonly gone: Promise<Refused>;
  private resolveGone: (answer: Refused) => void = () => undefined;
  private isGone = false;
  private worker: Worker | null = null;
  private remote: Remote<WorkerApi> | null = null;
  private readonly watchdog: Watchdog;
  private lastJob = 0;
  private openBytes = 0; // of the files that are being hashed

  /** A helper only hashes: its core is the main one's once more, and is not tested again. */
  constructor(
    private readonly onGone: (message: string) => void, private readonly isHelper = false,
  ) {
    this.gone = new Promise((resolve) => { this.resolveGone = resolve; });
    this.watchdog = new Watchdog(
      () => this.remote?.ping() ?? Promise.resolve(),
      () => this.end(crashed('The worker gives no sign of life')),
    );
    try {
      this.worker = startWorker((message) => this.end(crashed(message)));
      this.remote = wrap<WorkerApi>(this.worker);
      void this.watchDeath(this.remote);
    } catch (fault) {
      this.end(crashed(`The worker could not be started: ${wordsOf(fault)}`));
    }
    this.ready = this.start();
  }

  get bytesBeingHashed(): number {
    return this.openBytes;
  }

  /** An answer, or that there will be none. */
  async ask<T>(question: (remote: Remote<WorkerApi>) => Promise<unknown>): Promise<Outcome<T>> {
    if (this.remote === null || this.isGone) return this.gone;
    this.watchdog.begin();
    try {
      const answer = question(this.remote)
        .catch((fault: unknown) => crashed(`The worker failed: ${wordsOf(fault)}`));
      const outcome = await Promise.race([answer as Promise<Outcome<T>>, this.gone]);
      if (!outcome.ok && outcome.error.kind === 'crashed') this.end(outcome);
      return outcome;
    } finally {
      this.watchdog.end();
    }
  }

  hash(field: FieldName, file: File, onProgress: (progress: Progress) => void): Job<FileDigest> {
    // A slow disk may keep the worker waiting for its piece; the user need not wait with it.
    let stop: (outcome: Outcome<FileDigest>) => void = () => undefined;
    const stopped = new Promise<Outcome<FileDigest>>((resolve) => { stop = resolve; });
    const message = 'Reading was cancelled';
    const hashed = this.begin<Progress, FileDigest>(onProgress,
      (remote, job, report) => remote.hash(field, file, job, report));
    this.openBytes += file.size;
    const outcome = Promise.race([hashed.outcome, stopped]).finally(() => {
      hashed.close();
      this.openBytes -= file.size;
    });
    void outcome.then((found) => { if (found.ok) digests.set(file, found.value); });
    return {
      outcome,
      cancel: () => {
        stop({ ok: false, error: { kind: 'cancelled', field, message, hint: '' } });
        hashed.order((remote, job) => remote.cancel(job));
      },
    };
  }

  diagnose(
    request: LaunchRequest, candidates: CandidateFile[], onProgress: (progress: SearchProgress) => void,
  ): SearchJob {
    const files = candidates.map((each) => ({ ...each, digest: digests.get(each.file) ?? null }));
    const onNews = (news: SearchProgress | CandidateNews): void => {
      if (!('digest' in news)) return onProgress(news);
      const file = candidates[news.at]?.file;
      if (file) digests.set(file, news.digest);
    };
    const { outcome, order } = this.begin<SearchProgress | CandidateNews, Diagnosed>(onNews,
      (remote, job, report) => remote.diagnose(request, files, job, report));
    // The worker does not wait for a disk either: it answers with how far it came.
    return {
      outcome,
      cancel: () => order((remote, job) => remote.cancel(job)),
      skipReading: () => order((remote, job) => remote.skipReading(job)),
    };
  }

  /** What tells of its progress and takes orders, until it is over or closed. */
  private begin<P, T>(
    onProgress: (progress: P) => void,
    question: (remote: Remote<WorkerApi>, job: number, report: (progress: P) => void) => Promise<unknown>,
  ): Begun<T> {
    this.lastJob += 1;
    const job = this.lastJob;
    let isOpen = true;
    const close = (): void => { isOpen = false; };
    const report = proxy((progress: P) => { if (isOpen) onProgress(progress); });
    const outcome = this.ask<T>((remote) => question(remote, job, report)).finally(close);
    const order: Begun<T>['order'] = (of) => {
      if (isOpen) void this.ask((remote) => of(remote, job));
    };
    return { outcome, order, close };
  }

  /** Ends the worker. What is still asked of it is answered with `crashed`. */
  stop(): void {
    this.end(crashed('The core was restarted'));
  }

  /** Where it cannot be watched, there is the watchdog. */
  private async watchDeath(remote: Remote<WorkerApi>): Promise<void> {
    if (!hasLifelines()) return;
    const name = newLifeline();
    const isHeld = await remote.hold(name).catch(() => false);
    if (!isHeld || this.isGone) return;
    this.watchdog.trust(true);
    const isGone = await whenGone(name);
    this.watchdog.trust(false);
    const message = 'The worker is gone: the browser may have stopped it for lack of memory';
    if (isGone) this.end(crashed(message));
  }

  private end(answer: Refused): void {
    if (this.isGone) return;
    this.isGone = true;
    this.watchdog.stop();
    this.worker?.terminate();
    this.resolveGone(answer);
    this.onGone(answer.error.message);
  }

  private async start(): Promise<Outcome<Ready>> {
    const outcome = await this.findOut();
    // A core that cannot even say what it is must not go on to verdicts.
    if (!outcome.ok && outcome.error.kind !== 'crashed') {
      const answer = crashed(`The core could not be started: ${outcome.error.message}`);
      this.end(answer);
      return answer;
    }
    return outcome;
  }

  private async findOut(): Promise<Outcome<Ready>> {
    const packed = document.getElementById('sevproof-core')?.textContent ?? '';
    const started = await this.ask<string>((remote) => remote.start(packed, proxy(readOnPage)));
    if (!started.ok) return started;
    const about = await this.ask<Ready['about']>((remote) => remote.about());
    if (!about.ok) return about;
    const selfTests: Outcome<SelfTest[]> = this.isHelper ? { ok: true, value: [] } : await this.testAll();
    if (!selfTests.ok) return selfTests;
    if (this.isGone) return this.gone;
    return {
      ok: true,
      value: { about: about.value, selfTests: selfTests.value, coreSha256: started.value },
    };
  }

  private async testAll(): Promise<Outcome<SelfTest[]>> {
    const tests = await this.ask<SelfTest[]>((remote) => remote.selfTests());
    if (!tests.ok) return tests;
    return { ok: true, value: [...tests.value, ...await testSamples(this)] };
  }
}
