// Puts the page together and listens to what happens to the window.

import { effect } from '@preact/signals';
import { render } from 'preact';
import { createEngine } from '../engine/create';
import { openParts } from '../engine/parts';
import { loadSample } from '../samples';
import { whatIsMissing } from './model/needs';
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
import { CannotRun, type Obstacle } from './parts/CannotRun';
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

/** Nothing of the page runs in a browser that lacks what it needs, or from a file that was damaged. */
async function findObstacle(): Promise<Obstacle | null> {
  const why = whatIsMissing();
  if (why !== null) return { what: 'browser', why };
  try {
    await openParts();
    return null;
  } catch {
    return { what: 'file', why: 'It cannot be unpacked. Fetch it again, and compare its SHA-256.' };
  }
}

async function start(): Promise<void> {
  const root = document.getElementById('app') ?? document.body;
  root.replaceChildren();
  const obstacle = await findObstacle();
  if (obstacle) {
    document.title = 'Cannot run here – sevproof';
    render(<CannotRun {...obstacle} />, root);
    return;
  }
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
  render(<App moments={moments} />, root);
}

void start();
