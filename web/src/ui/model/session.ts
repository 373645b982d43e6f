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
  canRestart: boolean;
}

export const failure = signal<Failure | null>(null);
export const engineState = signal<EngineState>({ status: 'starting', message: '' });
export const ready = signal<Ready | null>(null);

let current: Engine | null = null;
const restarted: (() => void)[] = [];

export function engine(): Engine {
  if (!current) throw new Error('the engine is not connected');
  return current;
}

export function about(): About | null {
  return ready.value?.about ?? null;
}

/** Registers what is to be done again after a restart. */
export function afterRestart(action: () => void): void {
  restarted.push(action);
}

export function connect(made: Engine): void {
  current = made;
  made.onState((state) => {
    engineState.value = state;
    if (state.status === 'failed') reportCrash(state.message);
  });
  void learn();
}

async function learn(): Promise<void> {
  const outcome = await engine().ready();
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
    advice: 'This page does not validate until all pass. Try another browser or a fresh copy of '
      + 'the file, and please report it.',
    canRestart: true,
  };
}

export function selfTestsFailed(): boolean {
  return ready.value?.selfTests.some((test) => !test.passed) ?? false;
}

function reportCrash(message: string): void {
  failure.value = {
    title: 'The computing part of the page stopped',
    detail: message,
    advice: 'Nothing that you entered is lost. Restart it, then go on.',
    canRestart: true,
  };
}

export function reportUnexpected(what: string): void {
  failure.value = {
    title: 'Something in the page broke',
    detail: what,
    advice: 'What you entered is still there. Please report this with the details below.',
    canRestart: false,
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
  engine().restart();
  await learn();
  if (ready.value) restarted.forEach((action) => action());
}
