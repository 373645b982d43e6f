// A temporary folder for this process, and what must not outlive it.

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const endings = [];

/** Runs `action`, which must not wait for anything, when the process ends in whichever way. */
export function atExit(action) {
  endings.push(action);
}

export const scratch = mkdtempSync(join(tmpdir(), 'sevproof-web-'));

/** A new empty folder. */
export function folder(name) {
  const path = join(scratch, name);
  mkdirSync(path, { recursive: true });
  return path;
}

/** Ends a child and all that it started, if it leads a group. */
export function killGroup(child) {
  if (!child?.pid) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
}

process.on('exit', () => {
  for (const action of endings.reverse()) {
    try {
      action();
    } catch (error) {
      console.error(error);
    }
  }
  // A browser that was killed a moment ago may still hold on to its profile.
  rmSync(scratch, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});
for (const [signal, number] of [['SIGINT', 2], ['SIGTERM', 15], ['SIGHUP', 1]]) {
  process.on(signal, () => process.exit(128 + number));
}
