// The search in the worker: candidates are read, other messages are heard, nothing is left behind.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import test from 'node:test';

import { importSource } from './bundle.mjs';
import { orders } from './fake_core.mjs';

const { diagnose, startCore } = await importSource('../test/files_entry.ts');

await startCore(Buffer.from('module'));

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const given = (name, file, digest = null) => ({ name, file, digest });
const candidate = (name, bytes, digest) => given(name, new File([bytes], name), digest);
const isWiped = (bytes) => bytes.every((byte) => byte === 0);

/** A file of `size` bytes, whose reading `read` answers. */
const fileOf = (size, read) => ({ size, slice: () => ({ arrayBuffer: read }),
  stream: () => { throw new Error('streamed'); } });
const gone = given('gone',
  fileOf(9, async () => { throw new DOMException('gone', 'NotFoundError'); }));

/** What the user wants: cancel() ends it all, skip() only the reading of files. */
function wishes() {
  const cancel = new AbortController();
  const skip = new AbortController();
  return {
    signals: { cancel: cancel.signal, skip: skip.signal },
    skip: () => skip.abort(),
    cancel: () => { skip.abort(); cancel.abort(); },
  };
}

async function run(files, { request = {}, wanted = wishes(), onProgress = () => {} } = {}) {
  const { policy = '3', ...bytes } = request;
  try {
    return await diagnose([JSON.stringify({ policy }), bytes], files, onProgress, wanted.signals);
  } finally {
    assert.equal(orders.objects, 0, 'objects of the core that nobody freed');
    for (const { content } of orders.given.candidates) assert.ok(isWiped(content));
  }
}

const names = () => orders.given.copy.map(({ name }) => name);
const leftOut = ({ value }) => value.leftOut.map(({ name, error }) => [name, error.kind]);

test('answers with the report, and tells how far it is', async () => {
  const shares = [];
  const outcome = await run([], { onProgress: ({ share }) => shares.push(share) });
  assert.deepEqual(outcome, { ok: true, value: { report: '5 of 5', leftOut: [] } });
  assert.deepEqual(shares, [0, 0.2, 0.4, 0.6, 0.8]);
});

test('hands over files with their hash, small ones whole, and wipes what it read', async () => {
  const small = Buffer.from('a key of 16 bytes');
  const large = Buffer.alloc(16 * 1024 * 1024 + 1, 3);
  const seen = [];
  const outcome = await run([candidate('small', small), gone, candidate('large', large)],
    { onProgress: ({ reading }) => reading && seen.push(reading) });
  assert.deepEqual(leftOut(outcome), [['gone', 'unreadable']]);
  assert.match(outcome.value.leftOut[0].error.message, /NotFoundError/);
  assert.deepEqual(names(), ['small', 'large']);
  const [first, second] = orders.given.copy;
  assert.deepEqual(first.file, { sha256: sha256(small), size: small.length });
  assert.deepEqual(Buffer.from(first.content), small);
  assert.deepEqual(second.file, { sha256: sha256(large), size: large.length });
  assert.deepEqual(Buffer.from(second.content), large.subarray(0, 4096));
  const total = small.length + 9 + large.length;
  assert.deepEqual(seen[0], { done: 0, total });
  assert.deepEqual(seen.at(-1), { done: total, total });
});

test('one file is wiped before the next is read', async () => {
  const secret = new Uint8Array(Buffer.from('a key'));
  const second = given('b', fileOf(1, async () => {
    assert.ok(isWiped(secret));
    return new ArrayBuffer(1);
  }));
  await run([given('a', fileOf(5, async () => secret.buffer)), second]);
  assert.deepEqual(names(), ['a', 'b']);
});

test('the hash of a large file is told, and is not computed again when it is known', async () => {
  const large = Buffer.alloc(16 * 1024 * 1024 + 1, 3);
  const news = [];
  const onProgress = (each) => { if ('digest' in each) news.push(each); };
  await run([candidate('small', 'a'), candidate('large', large)], { onProgress });
  const digest = { sha256: sha256(large), size: large.length };
  assert.deepEqual(news, [{ at: 1, digest }]);
  // It cannot be streamed, so that it cannot be hashed.
  const known = fileOf(large.length, async () => large.buffer.slice(0, 4096));
  const outcome = await run([given('known', known, digest)]);
  assert.deepEqual(leftOut(outcome), []);
  assert.deepEqual(orders.given.copy[0].file, digest);
});

test('a file larger than any kernel is left out with that reason, and out of the total', async () => {
  const seen = [];
  const outcome = await run([given('huge', fileOf(0x1_0000_0000)), candidate('a', 'a')],
    { onProgress: ({ reading }) => reading && seen.push(reading.total) });
  assert.deepEqual(leftOut(outcome), [['huge', 'invalid']]);
  assert.match(outcome.value.leftOut[0].error.message, /^Expected at most 4/);
  assert.deepEqual(seen, [1, 1]);
  assert.deepEqual(names(), ['a']);
});

test('a file that the core refuses is left out with its reason', async () => {
  const outcome = await run([candidate('refused', 'a'), candidate('b', 'b')]);
  assert.deepEqual(leftOut(outcome), [['refused', 'invalid']]);
});

test('hears other messages between two pieces, and between two files', async () => {
  for (const files of [[], Array.from({ length: 64 }, (_, at) => candidate(`${at}`, 'x'))]) {
    orders.pieces = 1_000_000;
    const wanted = wishes();
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => wanted.cancel();
    const running = run(files, { wanted });
    port2.postMessage('stop');
    const { value } = await running;
    assert.match(value.report, /^\d+ of 1000000$/);
    if (files.length > 0) assert.ok(value.leftOut.length > 0, 'heard while files were still read');
    port1.close();
  }
  orders.pieces = 5;
});

test('cancelled before or while files are read, it says that it tried none', async () => {
  for (const at of [0, 1]) {
    const wanted = wishes();
    const files = ['a', 'b'].map((name, index) => given(name, fileOf(1, async () => {
      if (index === at) wanted.cancel();
      return new ArrayBuffer(1);
    })));
    const outcome = await run(files, { wanted });
    assert.equal(outcome.value.report, '0 of 5');
    assert.deepEqual(leftOut(outcome), ['a', 'b'].slice(at).map((name) => [name, 'cancelled']));
  }
});

test('skipping what is not read yet, it goes on with what was', async () => {
  const wanted = wishes();
  const second = given('b', fileOf(1, async () => { wanted.skip(); return new ArrayBuffer(1); }));
  const outcome = await run([candidate('a', 'a'), second, candidate('c', 'c')], { wanted });
  assert.equal(outcome.value.report, '5 of 5');
  assert.deepEqual(names(), ['a']);
  assert.deepEqual(leftOut(outcome), [['b', 'cancelled'], ['c', 'cancelled']]);
});

test('waits for no disk once it is to stop, and wipes what comes after', async () => {
  for (const order of ['skip', 'cancel']) {
    const wanted = wishes();
    const secret = new Uint8Array(Buffer.from('a key'));
    let answer;
    const hung = new Promise((resolve) => { answer = resolve; });
    const file = fileOf(5, () => { setImmediate(wanted[order]); return hung; });
    const outcome = await run([given('hung', file)], { wanted });
    assert.deepEqual(leftOut(outcome), [['hung', 'cancelled']]);
    assert.equal(outcome.value.report, order === 'skip' ? '5 of 5' : '0 of 5');
    answer(secret.buffer);
    await new Promise(setImmediate);
    assert.ok(isWiped(secret));
  }
});

test('the request is wiped once the core has its own, and when it does not come so far', async () => {
  const make = () => ({ tk: new Uint8Array(Buffer.from('k'.repeat(32))) });
  const request = make();
  let wasWiped = false;
  orders.onRun = () => { wasWiped ||= isWiped(request.tk); };
  await run([], { request });
  orders.onRun = null;
  assert.ok(wasWiped, 'before the search is over');
  assert.deepEqual(orders.given.requestCopy, make(), 'and not before the core had it');
  const cancelled = make();
  const wanted = wishes();
  wanted.cancel();
  await run([], { request: cancelled, wanted });
  assert.ok(isWiped(cancelled.tk));
  const refused = { ...make(), matches: true };
  await run([], { request: refused });
  assert.ok(isWiped(refused.tk));
});

test('refuses what the core refuses', async () => {
  const outcome = await run([], { request: { policy: 'matches' } });
  assert.deepEqual(outcome, { ok: false, error: { kind: 'invalid' } });
});

// Last: there is no core after it.
test('a trap is the loss of the core, and what was read is wiped all the same', async () => {
  orders.trap = new Error('unreachable executed');
  const secret = new Uint8Array(Buffer.from('a key'));
  const file = given('a', fileOf(5, async () => secret.buffer));
  const request = { tk: new Uint8Array([1]) };
  const lost = (files) => assert.rejects(diagnose(request, files, () => {}, wishes().signals), /unreachable executed/);
  await lost([file]);
  assert.ok(isWiped(secret) && isWiped(request.tk));
  orders.trap = null;
  request.tk[0] = 1;
  await lost([]);
  assert.ok(isWiped(request.tk));
});
