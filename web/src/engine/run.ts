// One worker, from its start to its end.

import { proxy, transfer, wrap } from 'comlink';
import type { Remote } from 'comlink';
import type { FileDigest, FileRole, SelfTest } from '../core/face';
import type { WorkerApi } from '../worker/worker';
import type { CandidateNews } from '../worker/diagnose';
import type { Calls, Handle } from './calls';
import type {
  BlockCall, BlockQuestion, CandidateFile, Diagnosed, EngineError, MadeSession, Outcome, Ready, SearchJob, SearchProgress,
  SessionQuestion, Taken, TakingJob, TakingNews,
} from './engine';
import { hasLifelines, newLifeline, whenGone } from './lifeline';
import type { Mismatch } from './question';
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

// Numbers jobs and handles. Never used again, not even by a new worker, so that a stale handle cannot name
// another file.
let lastNumber = 0;

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
  private openBytes = 0; // of the files that are being read

  /** A helper only reads: its core is the main one's once more, and is not tested again. */
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

  get bytesBeingRead(): number {
    return this.openBytes;
  }

  /** Asks the core. */
  ask<K extends keyof Calls>(
    call: K, ...values: Parameters<Calls[K]>
  ): Promise<Outcome<ReturnType<Calls[K]>>> {
    return this.send((remote) => remote.ask(call, values));
  }

  makeSession(...question: SessionQuestion): Promise<Outcome<MadeSession>> {
    return this.send((remote) => remote.makeSession(question));
  }

  askOfBlock<K extends BlockCall>(call: K, ...question: BlockQuestion): Promise<Outcome<ReturnType<Calls[K]>>> {
    return this.send((remote) => remote.askOfBlock(call, question));
  }

  release(held: Handle): void {
    void this.send((remote) => remote.release(held).then(() => ({ ok: true, value: null })));
  }

  /** An answer, or that there will be none. */
  private async send<T>(question: (remote: Remote<WorkerApi>) => Promise<unknown>): Promise<Outcome<T>> {
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

  take(file: File, as: FileRole | null, onNews: (news: TakingNews) => void): TakingJob {
    // A slow disk may keep the worker waiting for its piece; the user need not wait with it.
    let stop: (outcome: Outcome<Taken>) => void = () => undefined;
    const stopped = new Promise<Outcome<Taken>>((resolve) => { stop = resolve; });
    const message = 'Reading was cancelled';
    const taking = this.begin<TakingNews, Taken>(onNews,
      (remote, handle, report) => remote.take({ file, as, handle }, report));
    this.openBytes += file.size;
    let isStopped = false;
    const outcome = Promise.race([taking.outcome, stopped]).finally(() => {
      taking.close();
      this.openBytes -= file.size;
    });
    void taking.outcome.then((found) => {
      if (!found.ok) return;
      if (isStopped) this.letGo(found.value);
      else if (found.value.digest) digests.set(file, found.value.digest);
    });
    return {
      outcome,
      readAs: (role) => taking.order((remote, job) => remote.readAs(job, role)),
      cancel: () => {
        isStopped = true;
        stop({ ok: false, error: { kind: 'cancelled', field: null, message, hint: '' } });
        taking.order((remote, job) => remote.cancel(job));
      },
    };
  }

  /** Of what came although nobody wants it any more. */
  private letGo({ held, bytes }: Taken): void {
    bytes?.fill(0);
    if (held) this.release(held);
  }

  diagnose(
    question: Mismatch, candidates: CandidateFile[], onProgress: (progress: SearchProgress) => void,
  ): SearchJob {
    const files = candidates.map((each) => ({ ...each, digest: digests.get(each.file) ?? null }));
    const onNews = (news: SearchProgress | CandidateNews): void => {
      if (!('digest' in news)) return onProgress(news);
      const file = candidates[news.at]?.file;
      if (file) digests.set(file, news.digest);
    };
    const { outcome, order } = this.begin<SearchProgress | CandidateNews, Diagnosed>(onNews,
      (remote, job, report) => remote.diagnose(question, files, job, report));
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
    lastNumber += 1;
    const job = lastNumber;
    let isOpen = true;
    const close = (): void => { isOpen = false; };
    const report = proxy((progress: P) => { if (isOpen) onProgress(progress); });
    const outcome = this.send<T>((remote) => question(remote, job, report)).finally(close);
    const order: Begun<T>['order'] = (of) => {
      if (isOpen) void this.send((remote) => of(remote, job));
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
    const started = await this.send<string>((remote) => remote.start(sevproofParts.core, proxy(readOnPage)));
    if (!started.ok) return started;
    const about = await this.ask('about');
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
    const tests = await this.ask('selfTests');
    if (!tests.ok) return tests;
    return { ok: true, value: [...tests.value, ...await testSamples(this)] };
  }
}
