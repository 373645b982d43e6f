// The page's side of the worker: starts it, asks it, and notices when it is gone.

import { proxy, releaseProxy, wrap } from 'comlink';
import type { Remote } from 'comlink';
import { loadSample } from '../samples';
import type { SampleKind } from '../samples';
import type { FileDigest, LaunchRequest, SelfTest } from '../core/face';
import type { WorkerApi } from '../worker/worker';
import type { Engine, EngineError, EngineState, Job, Outcome, Ready } from './engine';
import { startWorker } from './start_worker';

type Crashed = { ok: false; error: EngineError };

function crashed(message: string): Crashed {
  const hint = 'Restart it; nothing that you entered is lost.';
  return { ok: false, error: { kind: 'crashed', field: null, message, hint } };
}

/** One worker from its start to its end. */
class Run {
  readonly dead: Promise<Crashed>;
  readonly ready: Promise<Outcome<Ready>>;
  private readonly worker: Worker | null = null;
  private readonly remote: Remote<WorkerApi> | null = null;
  private end: (outcome: Crashed) => void = () => undefined;

  constructor(onFailure: (message: string) => void) {
    this.dead = new Promise((resolve) => {
      this.end = (outcome) => {
        onFailure(outcome.error.message);
        resolve(outcome);
      };
    });
    try {
      this.worker = startWorker((message) => this.end(crashed(message)));
      this.remote = wrap<WorkerApi>(this.worker);
    } catch (fault) {
      this.end(crashed(`The worker could not be started: ${String(fault)}`));
    }
    this.ready = this.start();
  }

  /** An answer, or that there will be none. */
  async ask<T>(question: (remote: Remote<WorkerApi>) => Promise<unknown>): Promise<Outcome<T>> {
    if (this.remote === null) return this.dead;
    const asked = question(this.remote).catch((fault: unknown) => crashed(`The worker failed: ${String(fault)}`));
    const outcome = await Promise.race([asked as Promise<Outcome<T>>, this.dead]);
    if (!outcome.ok && outcome.error.kind === 'crashed') this.end(outcome as Crashed);
    return outcome;
  }

  stop(): void {
    this.end(crashed('The core was restarted'));
    this.remote?.[releaseProxy]();
    this.worker?.terminate();
  }

  private async start(): Promise<Outcome<Ready>> {
    const packed = document.getElementById('sevproof-core')?.textContent ?? '';
    const started = await this.ask<string>((remote) => remote.start(packed));
    if (!started.ok) return started;
    const about = await this.ask<Ready['about']>((remote) => remote.about());
    if (!about.ok) return about;
    const tests = await this.ask<SelfTest[]>((remote) => remote.selfTests());
    if (!tests.ok) return tests;
    const samples = [await this.testSample('matching'), await this.testSample('failing')];
    return {
      ok: true,
      value: { about: about.value, selfTests: [...tests.value, ...samples], coreSha256: started.value },
    };
  }

  /** A whole launch, through the same calls as the user's. */
  private async testSample(kind: SampleKind): Promise<SelfTest> {
    const { texts, files } = loadSample(kind);
    const request: LaunchRequest = { ...texts };
    for (const { place, name, bytes } of files) {
      if (place === 'firmware' || place === 'tk') {
        request[place] = bytes;
        continue;
      }
      const hashed = await this.ask<FileDigest>((remote) =>
        remote.hash(place, new File([bytes as BlobPart], name), 0, proxy(() => undefined)));
      if (hashed.ok) request[place] = hashed.value;
    }
    const validated = await this.ask<{ report: string }>((remote) => remote.validate(request));
    const wanted = kind === 'matching' ? 'match' : 'mismatch';
    const verdict = validated.ok ? (JSON.parse(validated.value.report) as { verdict: string }).verdict : '';
    return { name: `Whole launch that must ${kind === 'matching' ? 'match' : 'not match'}`, passed: verdict === wanted };
  }
}

class WorkerEngine implements Engine {
  private run: Run;
  private state: EngineState = { status: 'starting', message: '' };
  private readonly listeners: ((state: EngineState) => void)[] = [];
  private lastJob = 0;

  constructor() {
    this.run = this.begin();
  }

  onState(listener: (state: EngineState) => void): void {
    this.listeners.push(listener);
    listener(this.state);
  }

  ready(): Promise<Outcome<Ready>> {
    return this.run.ready;
  }

  restart(): void {
    const old = this.run;
    this.run = this.begin();
    old.stop();
  }

  hash: Engine['hash'] = (field, file, onProgress): Job<FileDigest> => {
    this.lastJob += 1;
    const job = this.lastJob;
    const { run } = this;
    return {
      outcome: run.ask((remote) => remote.hash(field, file, job, proxy(onProgress))),
      cancel: () => { void run.ask((remote) => remote.cancel(job).then(() => ({ ok: true, value: null }))); },
    };
  };

  recognise: Engine['recognise'] = (file) => this.run.ask((remote) => remote.recognise(file));
  read: Engine['read'] = (field, file, limit) => this.run.ask((remote) => remote.read(field, file, limit));
  parseLaunchInfo: Engine['parseLaunchInfo'] = (text) => this.run.ask((remote) => remote.parseLaunchInfo(text));
  checkText: Engine['checkText'] = (field, text) => this.run.ask((remote) => remote.checkText(field, text));
  checkKey: Engine['checkKey'] = (field, bytes) => this.run.ask((remote) => remote.checkKey(field, bytes));
  describeFirmware: Engine['describeFirmware'] = (image) => this.run.ask((remote) => remote.describeFirmware(image));
  describeVmsa: Engine['describeVmsa'] = (page) => this.run.ask((remote) => remote.describeVmsa(page));
  diffVmsa: Engine['diffVmsa'] = (first, second) => this.run.ask((remote) => remote.diffVmsa(first, second));
  validate: Engine['validate'] = (request) => this.run.ask((remote) => remote.validate(request));
  checkSecrets: Engine['checkSecrets'] = (firmware, secrets) =>
    this.run.ask((remote) => remote.checkSecrets(firmware, secrets));
  pack: Engine['pack'] = (request, secrets) => this.run.ask((remote) => remote.pack(request, secrets));
  unpack: Engine['unpack'] = (request, header, payload) =>
    this.run.ask((remote) => remote.unpack(request, header, payload));

  private begin(): Run {
    this.tell({ status: 'starting', message: '' });
    // A run that was replaced has nothing to say any more.
    const run: Run = new Run((message) => {
      if (this.run === run || this.run === undefined) this.tell({ status: 'failed', message });
    });
    void run.ready.then((outcome) => {
      if (this.run === run && outcome.ok) this.tell({ status: 'ready', message: '' });
    });
    return run;
  }

  private tell(state: EngineState): void {
    this.state = state;
    for (const listener of this.listeners) listener(state);
  }
}

export function createEngine(): Engine {
  return new WorkerEngine();
}
