// The page's side of its workers: passes questions on, and replaces the main one when it is gone.

import type { Engine, EngineState, Outcome, Ready } from './engine';
import { Run } from './run';
import { SideBySide } from './side_by_side';

class WorkerEngine implements Engine {
  private run: Run | null = null;
  private readonly sideBySide = new SideBySide();
  private state: EngineState = { status: 'starting', message: '' };
  private readonly listeners: ((state: EngineState) => void)[] = [];

  constructor() {
    this.begin();
  }

  onState(listener: (state: EngineState) => void): void {
    this.listeners.push(listener);
    listener(this.state);
  }

  ready(): Promise<Outcome<Ready>> {
    return this.current().ready;
  }

  restart(): void {
    const old = this.run;
    // First, so that the old one's end is no news.
    this.run = null;
    old?.stop();
    this.sideBySide.stop();
    this.begin();
  }

  ask: Engine['ask'] = (call, ...values) => this.current().ask(call, ...values);
  take: Engine['take'] = (file, as, onNews) =>
    this.sideBySide.take(this.current(), file, as, onNews);
  release: Engine['release'] = (held) => this.current().release(held);
  makeSession: Engine['makeSession'] = (...question) => this.current().makeSession(...question);
  askOfBlock: Engine['askOfBlock'] = (call, ...question) => this.current().askOfBlock(call, ...question);
  diagnose: Engine['diagnose'] = (question, candidates, onProgress) =>
    this.current().diagnose(question, candidates, onProgress);

  private current(): Run {
    if (this.run === null) throw new Error('asked of an engine between two workers');
    return this.run;
  }

  private begin(): void {
    let goneAtOnce = '';
    const isCurrent = (): boolean => this.run === run;
    let run: Run | null = null;
    run = new Run((message) => {
      // A worker that could not be made is gone before there is anything to compare.
      if (run === null) goneAtOnce = message;
      else if (isCurrent()) this.tell({ status: 'failed', message });
    });
    this.run = run;
    this.tell({ status: 'starting', message: '' });
    if (goneAtOnce !== '') this.tell({ status: 'failed', message: goneAtOnce });
    void run.ready.then((outcome) => {
      if (isCurrent() && outcome.ok) this.tell({ status: 'ready', message: '' });
    });
  }

  private tell(state: EngineState): void {
    this.state = state;
    for (const listener of this.listeners) listener(state);
  }
}

export function createEngine(): Engine {
  return new WorkerEngine();
}
