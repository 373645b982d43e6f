// The whole way in a network namespace that has no interface but its own loopback.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { test } from './lib/cannot.mjs';
import { browserName, cannotTest, findProgram, requirePage } from './lib/environment.mjs';
import { endWithUs } from './lib/scratch.mjs';

requirePage();
const unshare = findProgram(['unshare']);
if (!unshare) cannotTest('unshare (util-linux) is not installed');
const words = process.getuid() === 0 ? ['-n'] : ['-rn'];
const tried = spawnSync(unshare, [...words, 'true'], { encoding: 'utf8' });
if (tried.status !== 0) cannotTest(`no network namespace can be made here: ${tried.stderr.trim()}`);

test(`from files to a verdict without a network (${browserName})`, async () => {
  const inside = fileURLToPath(new URL('lib/offline_inside.mjs', import.meta.url));
  const child = endWithUs(spawn(unshare, [...words, process.execPath, inside],
    { stdio: ['ignore', 'inherit', 'inherit'], detached: true }));
  const status = await new Promise((resolve) => { child.on('close', resolve); });
  assert.equal(status, 0);
});
