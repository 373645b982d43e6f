// Puts the page together and listens to what happens to the window.

import { effect } from '@preact/signals';
import { render } from 'preact';
import { createEngine } from '../engine/create';
import { loadSample } from '../samples';
import { listenForFiles } from './model/window';
import { listenToAddress } from './model/address';
import { listenForKeys } from './model/keys';
import { validateByItself } from './model/ownAccord';
import { hasUnsavedPacket } from './model/packet';
import { connectSamples } from './model/sample';
import { connect, reportUnexpected } from './model/session';
import { takeSettingsLink } from './model/settings';
import { wipeAllKeys } from './model/startOver';
import { blockedAttempts } from './model/trust';
import { asked } from './model/verdict';
import { App } from './parts/App';
import { showInTab } from './parts/tabIcon';
import { moments } from './kinds/moments';
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

/** A packet can be made again, but whoever leaves by accident would not know that it is gone. */
function askBeforeLeaving(): void {
  window.addEventListener('beforeunload', (event) => {
    if (!hasUnsavedPacket()) return;
    event.preventDefault();
    // Chromium before 119 asks for that alone.
    event.returnValue = true;
  });
}

function keepTitle(): void {
  effect(() => {
    const standing = moments[0].standing();
    document.title = asked.value ? `${standing.title} – sevproof` : 'sevproof';
    showInTab(standing);
  });
}

function start(): void {
  applyStyle();
  watchForFaults();
  connectSamples(loadSample);
  connect(createEngine());
  listenForFiles();
  validateByItself();
  listenForKeys();
  listenToAddress((text) => void takeSettingsLink(text));
  askBeforeLeaving();
  keepTitle();
  render(<App moments={moments} />, document.getElementById('app') ?? document.body);
}

start();
