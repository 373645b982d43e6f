// A temporary folder for this process, and what must not outlive it.

import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const scratch = mkdtempSync(join(tmpdir(), 'sevproof-web-'));

/** A new empty folder. */
export function folder(name) {
  const path = join(scratch, name);
  mkdirSync(path, { recursive: true });
  return path;
}

// Tidies up where this process cannot, since it was killed: it is told the leaders of process groups,
// and goes to work when the pipe to it breaks.
const undertaker = spawn('/bin/sh', ['-c', `
  while read -r word pid; do
    case $word in begin) alive="$alive $pid" ;; end) alive=$(echo " $alive " | sed "s/ $pid / /") ;; esac
  done
  for pid in $alive; do kill -KILL "-$pid" 2>/dev/null; done
  rm -rf "$0" || { sleep 1; rm -rf "$0"; }`, scratch],
{ stdio: ['pipe', 'ignore', 'ignore'], detached: true });
undertaker.unref();
undertaker.stdin.unref();
undertaker.stdin.on('error', () => {});

const children = new Set();

/** A child that leads a process group, and is ended with it when this process ends, however. */
export function endWithUs(child) {
  children.add(child);
  undertaker.stdin.write(`begin ${child.pid}\n`);
  child.once('exit', () => {
    children.delete(child);
    undertaker.stdin.write(`end ${child.pid}\n`);
  });
  return child;
}

export function killGroup(child) {
  if (!children.has(child)) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has just ended by itself.
  }
}

process.on('exit', () => {
  children.forEach(killGroup);
  // A browser that was killed a moment ago may still hold on to its profile.
  rmSync(scratch, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});
for (const [signal, number] of [['SIGINT', 2], ['SIGTERM', 15], ['SIGHUP', 1]]) {
  process.on(signal, () => process.exit(128 + number));
}
