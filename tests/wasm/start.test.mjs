// The core starts as the page starts it: from the bundled worker, with the module handed over, and
// with nothing else at hand. A module that runs elsewhere need not run there.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import test from 'node:test';

import { bundleWorker } from '../../web/build/bundle.mjs';
import { readSamples } from '../../web/build/samples.mjs';
import { startCore } from '../../web/build/start.mjs';
import { folder, root, wasm } from './core.mjs';

const { text: worker } = await bundleWorker(join(root, 'web'), folder);
const samples = JSON.stringify(readSamples(join(root, 'public', 'sample')));

test('it starts, and passes its self-tests', async () => {
  assert.ok(await startCore({ worker, core: wasm, samples }) >= 13);
});

test('a module that is none does not', async () => {
  for (const broken of [wasm.subarray(0, wasm.length / 2), Buffer.from('no module')]) {
    await assert.rejects(startCore({ worker, core: broken, samples }), /does not work/);
  }
});

test('the glue knows no address, of itself or of a server', () => {
  assert.doesNotMatch(worker, /import\.meta|\bfetch\(|XMLHttpRequest/);
});
