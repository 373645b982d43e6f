// Puts the page together and listens to what happens to the window.

import { effect } from '@preact/signals';
import { render } from 'preact';
import { createEngine } from '../engine/create';
import { loadSample, loadSnpSample } from '../samples';
import { listenForFiles } from './model/window';
import { listenToAddress } from './model/address';
import { listenForKeys } from './model/keys';
import './model/firmwareCode';
import { validateByItself } from './model/ownAccord';
import { connectSamples } from './model/sample';
import { connect, reportUnexpected } from './model/session';
import { takeSettingsLink } from './model/settings';
import { unsavedWords, wipeAllKeys } from './model/startOver';
import { blockedAttempts } from './model/trust';
import { App } from './parts/App';
import { showInTab } from './parts/tabIcon';
import { currentMoment, moments } from './kinds/moments';
import { applyStyle } from './style';

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

/** A packet can be made again, but whoever leaves by accident would not know that it is gone; of a session the keys
 * are gone for good. */
function askBeforeLeaving(): void {
  window.addEventListener('beforeunload', (event) => {
    if (unsavedWords() === '') return;
    event.preventDefault();
    // Chromium before 119 asks for that alone.
    event.returnValue = true;
  });
}

function keepTitle(): void {
  effect(() => {
    const { standing: of, isAsked } = currentMoment();
    const standing = of();
    document.title = isAsked() ? `${standing.title} – sevproof` : 'sevproof';
    showInTab(standing);
  });
}

function start(): void {
  applyStyle();
  watchForFaults();
  connectSamples({ sev: loadSample, snp: loadSnpSample });
  connect(createEngine());
  listenForFiles();
  validateByItself();
  listenForKeys();
  listenToAddress((text) => void takeSettingsLink(text));
  askBeforeLeaving();
  keepTitle();
  render(<App moments={moments} current={currentMoment} />, document.getElementById('app') ?? document.body);
}

start();
