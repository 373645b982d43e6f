// Puts the page together and listens to what happens to the window.

import { effect } from '@preact/signals';
import { render } from 'preact';
import { createEngine } from '../engine/create';
import { loadSample } from '../samples';
import { whatIsMissing } from './model/needs';
import { listenForFiles } from './model/window';
import { connectSamples } from './model/sample';
import { connect, reportUnexpected } from './model/session';
import { wipeAllKeys } from './model/startOver';
import { blockedAttempts } from './model/trust';
import { asked, verdict } from './model/verdict';
import { App } from './parts/App';
import { CannotRun } from './parts/CannotRun';
import { verdictName, verdictWords } from './parts/Banner';

function describe(reason: unknown): string {
  if (reason instanceof Error) return `${reason.name}: ${reason.message}\n${reason.stack ?? ''}`;
  return String(reason);
}

function watchForFaults(): void {
  window.addEventListener('error', (event) => {
    reportUnexpected(describe(event.error ?? event.message));
  });
  window.addEventListener('unhandledrejection', (event) => reportUnexpected(describe(event.reason)));
  document.addEventListener('securitypolicyviolation', () => { blockedAttempts.value += 1; });
  window.addEventListener('pagehide', wipeAllKeys);
}

function keepTitle(): void {
  effect(() => {
    document.title = asked.value ? `${verdictWords[verdictName(verdict.value)]} – sevproof` : 'sevproof';
  });
}

function start(): void {
  const root = document.getElementById('app') ?? document.body;
  root.replaceChildren();
  const missing = whatIsMissing();
  if (missing !== null) {
    document.title = 'Cannot run here – sevproof';
    render(<CannotRun why={missing} />, root);
    return;
  }
  watchForFaults();
  connectSamples(loadSample);
  connect(createEngine());
  listenForFiles();
  keepTitle();
  render(<App />, root);
}

start();
