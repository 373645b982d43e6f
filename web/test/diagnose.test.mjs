// The search in the worker: candidates are read, other messages are heard, nothing is left behind.
import assert from 'node:assert/strict';
import { createHash, webcrypto } from 'node:crypto';
import test from 'node:test';
import { gzipSync } from 'node:zlib';

import { importSource } from './bundle.mjs';
import { orders } from './fake_core.mjs';

const { diagnose, startCore } = await importSource('../test/files_entry.ts');

// Node 18 has it in a module only.
globalThis.crypto ??= webcrypto;
await startCore(gzipSync('module').toString('base64'));

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const never = () => false;
const candidate = (name, bytes) => ({ name, file: new File([bytes], name) });

const gone = { name: 'gone', file: { size: 9, slice: () => ({
  arrayBuffer: async () => { throw new DOMException('gone', 'NotFoundError'); } }) } };

async function run(files, { request = {}, cancelled = never, onProgress = () => {} } = {}) {
  const outcome = await diagnose(request, files, onProgress, cancelled);
  assert.equal(orders.objects, 0, 'objects of the core that nobody freed');
  return outcome;
}

test('answers with the report, and tells how far it is', async () => {
  const shares = [];
  const outcome = await run([], { onProgress: ({ share }) => shares.push(share) });
  assert.deepEqual(outcome, { ok: true, value: { report: '5 of 5', unread: [] } });
  assert.deepEqual(shares, [0, 0.2, 0.4, 0.6, 0.8]);
});

test('hands over files with their hash, small ones whole, and wipes what it read', async () => {
  const small = Buffer.from('a key of 16 bytes');
  const large = Buffer.alloc(16 * 1024 * 1024 + 1, 3);
  const seen = [];
  const outcome = await run([candidate('small', small), gone, candidate('large', large)],
    { onProgress: ({ reading }) => reading && seen.push(reading) });
  assert.deepEqual(outcome.value.unread, ['gone']);
  assert.deepEqual(orders.given.names, ['small', 'large']);
  const [first, second] = orders.given.copy;
  assert.deepEqual(first.file, { sha256: sha256(small), size: small.length });
  assert.deepEqual(Buffer.from(first.content), small);
  assert.deepEqual(second.file, { sha256: sha256(large), size: large.length });
  assert.deepEqual(Buffer.from(second.content), large.subarray(0, 4096));
  for (const { content } of orders.given.candidates) assert.ok(content.every((byte) => byte === 0));
  const total = small.length + 9 + large.length;
  assert.deepEqual(seen[0], { done: 0, total });
  assert.deepEqual(seen.at(-1), { done: total, total });
});

test('hears other messages between two pieces', async () => {
  orders.pieces = 1_000_000;
  let isCancelled = false;
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => { isCancelled = true; };
  const running = run([], { cancelled: () => isCancelled });
  port2.postMessage('stop');
  const { value } = await running;
  assert.match(value.report, /^\d+ of 1000000$/);
  port1.close();
  orders.pieces = 5;
});

test('cancelled before or while files are read, it says that it tried none', async () => {
  for (const after of [0, 1, 2]) {
    let asked = 0;
    const cancelled = () => { asked += 1; return asked > after; };
    const outcome = await run([candidate('a', 'a'), candidate('b', 'b')], { cancelled });
    assert.equal(outcome.value.report, '0 of 5');
  }
});

test('refuses what the core refuses', async () => {
  const outcome = await run([], { request: { matches: true } });
  assert.deepEqual(outcome, { ok: false, error: { kind: 'invalid' } });
});

// Last: there is no core after it.
test('a trap is the loss of the core', async () => {
  orders.trap = new Error('unreachable executed');
  await assert.rejects(diagnose({}, [], () => {}, never), /unreachable executed/);
  orders.trap = null;
  await assert.rejects(diagnose({}, [], () => {}, never), /unreachable executed/);
});
