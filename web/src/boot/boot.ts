// Before the page runs: whether the browser has what it needs, and whether the file is whole. Needs no library.

import { showObstacle, type Obstacle } from './cannotRun';
import { whatIsMissing } from './needs';
import { unpackParts } from './parts';
import { runScript } from './runScript';

/** ui/main.tsx. */
declare function sevproofPage(parts: SevproofParts): void;

const inBrowser = (why: string): Obstacle =>
  ({ title: 'sevproof cannot run in this browser', why, isBrowser: true });

async function open(): Promise<SevproofParts | Obstacle> {
  const lacking = whatIsMissing();
  if (lacking !== null) return inBrowser(lacking);
  const textOf = (id: string): string => document.getElementById(id)?.textContent ?? '';
  let parts: SevproofParts;
  try {
    parts = await unpackParts({ unpacker: textOf('sevproof-unpacker'), parts: textOf('sevproof-parts') });
  } catch {
    return { title: 'This file is damaged', isBrowser: false,
      why: 'It cannot be unpacked. Fetch it again, and compare its SHA-256.' };
  }
  try {
    runScript(parts.script);
  } catch {
    // As where it is not run at all.
  }
  if (typeof sevproofPage !== 'function') {
    return inBrowser('It does not run the script that is packed into this page: it is too old, or a server, a proxy or an '
      + 'extension has added a policy of its own.');
  }
  return parts;
}

async function start(): Promise<void> {
  const root = document.getElementById('app') ?? document.body;
  root.replaceChildren();
  const opened = await open();
  if ('why' in opened) showObstacle(opened, root);
  else sevproofPage(opened);
}

void start();
