// The worker that computes, and what is to be said when something breaks.

import { signal } from '@preact/signals';
import type { About } from '../../core/face';
import type { Engine, EngineError, EngineState, Ready } from '../../engine/engine';

/** Something that should not happen. Shown on a card until the user closes it. */
export interface Failure {
  title: string;
  /** What happened, in the words of whoever noticed. */
  detail: string;
  /** What to do next. */
  advice: string;
}

// The core's own version is known only once it runs.
export const pageVersion = __SEVPROOF_VERSION__;

export const failure = signal<Failure | null>(null);
export const engineState = signal<EngineState>({ status: 'starting', message: '' });
export const ready = signal<Ready | null>(null);

let current: Engine | null = null;
const restarted: (() => void | Promise<unknown>)[] = [];
let settled: Promise<unknown> = Promise.resolve();
let restarts = 0;

export function engine(): Engine {
  if (!current) throw new Error('the engine is not connected');
  return current;
}

export function about(): About | null {
  return ready.value?.about ?? null;
}

/** Registers what is to be done again after a restart; a verdict waits for it. */
export function afterRestart(action: () => void | Promise<unknown>): void {
  restarted.push(action);
}

/** Before this is over, the worker lacks files that the page shows: nothing is asked about them. */
export function settleFirst(work: Promise<unknown>): void {
  settled = Promise.all([settled, work.catch(() => undefined)]);
}

export function whenSettled(): Promise<unknown> {
  return settled;
}

export function connect(made: Engine): void {
  current = made;
  made.onState((state) => {
    engineState.value = state;
    if (state.status === 'failed') reportCrash(state.message);
  });
  void learn();
}

/** Answers of a worker that was replaced since are none of the new one's. */
export function restartsSoFar(): number {
  return restarts;
}

/** Once the self-tests of the worker that runs now are over: whether it may be asked for a verdict. */
export async function whenTested(): Promise<'passed' | 'failed' | 'gone'> {
  const mine = restarts;
  const outcome = await engine().ready();
  await settled;
  if (mine !== restarts) return whenTested();
  if (!outcome.ok || engineState.value.status === 'failed') return 'gone';
  return outcome.value.selfTests.every((test) => test.passed) ? 'passed' : 'failed';
}

async function learn(): Promise<void> {
  const mine = restarts;
  const outcome = await engine().ready();
  if (mine !== restarts) return;
  if (outcome.ok) takeReady(outcome.value);
  else if (outcome.error.kind !== 'crashed') reportCrash(outcome.error.message);
}

function takeReady(found: Ready): void {
  ready.value = found;
  const failed = found.selfTests.filter((test) => !test.passed);
  if (failed.length === 0) return;
  failure.value = {
    title: 'A self-test failed',
    detail: failed.map((test) => test.name).join('\n'),
    advice: 'This page validates nothing until all tests pass. Try another browser or a fresh copy '
      + 'of the file, and please report it.',
  };
}

/** Nothing goes on before a restart. */
export function needsRestart(): boolean {
  return engineState.value.status === 'failed' || selfTestsFailed();
}

export function selfTestsFailed(): boolean {
  return ready.value?.selfTests.some((test) => !test.passed) ?? false;
}

function reportCrash(message: string): void {
  failure.value = {
    title: 'The page\'s worker stopped',
    detail: message,
    advice: 'Restart it, then go on. Nothing that you entered is lost.',
  };
}

export function reportUnexpected(what: string): void {
  failure.value = {
    title: 'Something in the page broke',
    detail: what,
    advice: 'What you entered is still there. Please report this with the details below.',
  };
}

/** Sees to the card for errors that are no fault of the input. Tells whether it is one. */
export function raise(error: EngineError): boolean {
  // A crash has its card from the engine's state already.
  if (error.kind === 'internal') reportUnexpected(error.message);
  return error.kind === 'internal' || error.kind === 'crashed';
}

export async function restart(): Promise<void> {
  failure.value = null;
  ready.value = null;
  restarts += 1;
  engine().restart();
  const recovering = recover(restarts);
  settleFirst(recovering);
  await recovering;
}

async function recover(mine: number): Promise<void> {
  await learn();
  if (mine === restarts && ready.value) await Promise.all(restarted.map((action) => action()));
}
