// A file is recognised and read once; what everybody may know stays in the worker, a key does not.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import test from 'node:test';

import { importSource } from './bundle.mjs';
import { orders } from './fake_core.mjs';

const { take, release, withBytes, startCore } = await importSource('../test/files_entry.ts');

await startCore(Buffer.from('module'));

const file = (name, content) => new File([content], name);
let handles = 0;

/** `as`: what the page wants from the beginning; `said`: what it says once it knows what the file is. */
async function took(given, { as = null, said = null, cancel = new AbortController() } = {}) {
  const news = [];
  handles += 1;
  let say = () => {};
  const role = new Promise((resolve) => { say = resolve; });
  const onNews = (each) => {
    news.push(each);
    if (each.recognised) say(said ?? each.recognised.role);
  };
  const outcome = await take({ file: given, as, handle: handles }, onNews, cancel.signal, role);
  return { outcome, news };
}
const sha256 = (text) => createHash('sha256').update(text).digest('hex');
const isWiped = (bytes) => bytes.every((byte) => byte === 0);

test('firmware stays in the worker under its handle, until it is released', async () => {
  const { outcome, news } = await took(file('firmware.fd', 'image'));
  const { recognised, held, firmware, bytes } = outcome.value;
  assert.deepEqual(news, [{ recognised }]);
  assert.deepEqual([recognised.role, firmware.sha256, bytes], ['firmware', sha256('image'), undefined]);
  assert.deepEqual(held, { handle: handles });
  assert.equal(Buffer.from(withBytes(held)).toString(), 'image');
  assert.deepEqual(Object.keys(withBytes({ firmware: held, policy: 1 })), ['firmware', 'policy']);
  assert.equal(Buffer.from(withBytes({ firmware: held }).firmware).toString(), 'image');
  release(held);
  assert.throws(() => withBytes(held), /no longer held/);
  assert.throws(() => withBytes({ firmware: held }), /no longer held/);
});

test('what is no handle stays as it is', () => {
  for (const value of ['text', 7, null, undefined, new Uint8Array(3)]) assert.equal(withBytes(value), value);
  const digest = { sha256: 'ab', size: 1 };
  assert.deepEqual(withBytes({ kernel: digest, tk: new Uint8Array(2) }), { kernel: digest, tk: new Uint8Array(2) });
});

test('a key comes to the page, and one that is none is wiped', async () => {
  const { outcome } = await took(file('tik.bin', 'k'.repeat(16)));
  assert.equal(Buffer.from(outcome.value.bytes).toString(), 'k'.repeat(16));
  assert.deepEqual([outcome.value.key, outcome.value.held], [{ tik: 'ab' }, undefined]);
  const bad = Buffer.from('k'.repeat(17));
  const given = { name: 'tik.bin', size: 17, slice: () => ({ arrayBuffer: async () => copy.buffer }) };
  const copy = Uint8Array.from(bad);
  assert.equal((await took(given)).outcome.error.message, 'no key');
  assert.ok(isWiped(copy));
});

test('what was read to recognise it is wiped', async () => {
  await took(file('secret.bin', 'a passphrase'), { said: 'secret' });
  assert.ok(isWiped(orders.read.head) && isWiped(orders.read.tail));
});

test('nobody looks into a secret that was chosen as one', async () => {
  orders.read = null;
  const { outcome, news } = await took(file('firmware.fd', 'a passphrase'), { as: 'secret' });
  assert.equal(Buffer.from(outcome.value.bytes).toString(), 'a passphrase');
  assert.deepEqual([outcome.value.recognised, news, orders.read], [null, [], null]);
});

test('a kernel is hashed, with progress', async () => {
  const { outcome, news } = await took(file('kernel.img', 'kernel'));
  assert.equal(outcome.value.digest.sha256, sha256('kernel'));
  assert.deepEqual(news.at(-1), { progress: { done: 6, total: 6 } });
});

test('text comes as text', async () => {
  for (const as of ['launchInfo', 'settings', 'cmdline']) {
    assert.equal((await took(file(`${as}.txt`, '\ufeffsev-policy: 3'))).outcome.value.text, 'sev-policy: 3');
  }
});

test('of a file that nothing tells, nothing is kept', async () => {
  for (const role of ['unknown', 'empty', 'forHost']) {
    const { outcome } = await took(file(`${role}.x`, 'x'));
    assert.deepEqual(Object.keys(outcome.value), ['recognised']);
  }
});

test('nor of a file of an ID block, which is read when it is used', async () => {
  for (const as of ['idKey', 'authorKey', 'idBlock', 'idAuth']) {
    const { outcome } = await took(file('unknown.x', 'x'), { as });
    assert.deepEqual(Object.keys(outcome.value), ['recognised']);
  }
});

test('the user\'s word counts, from the beginning or once it is recognised', async () => {
  for (const word of ['as', 'said']) {
    const { outcome } = await took(file('firmware.fd', 'image'), { [word]: 'kernel' });
    assert.equal(outcome.value.recognised.role, 'firmware');
    assert.equal(outcome.value.digest.sha256, sha256('image'));
  }
});

test('each kind has its limit, which the core names', async () => {
  for (const [as, most] of [['firmware', 100], ['tik', 40], ['secret', 50], ['launchInfo', 200], ['settings', 65536], ['cmdline', 65536]]) {
    const { outcome } = await took(file('x', 'x'.repeat(most + 1)), { as });
    assert.equal(outcome.error.kind, 'invalid', as);
    assert.match(outcome.error.message, /^Expected a file of at most /);
  }
});

test('what the core refuses is not held', async () => {
  const { outcome } = await took(file('vmsaCpu0.bin', 'page'));
  assert.equal(outcome.error.message, 'no page');
  assert.throws(() => withBytes({ handle: handles }), /no longer held/);
});

test('it is read no further before the page says as what, and not at all once it is cancelled', async () => {
  const cancel = new AbortController();
  let reads = 0;
  const given = { name: 'tk.bin', size: 32, slice: () => ({ arrayBuffer: async () => {
    reads += 1;
    return new ArrayBuffer(32);
  } }) };
  const news = [];
  const taking = take({ file: given, as: null, handle: 1 }, (each) => news.push(each), cancel.signal,
    new Promise(() => {}));
  while (news.length === 0) await new Promise(setImmediate);
  assert.equal(reads, 2, 'beginning and end');
  cancel.abort();
  assert.equal((await taking).error.kind, 'cancelled');
  assert.equal(reads, 2);
});

test('what was read of a file that nobody wants any more is wiped', async () => {
  for (const [as, size] of [['tk', 16], ['secret', 5], ['firmware', 5], ['settings', 5]]) {
    const cancel = new AbortController();
    const bytes = new Uint8Array(size).fill(7);
    const given = { name: 'x', size, slice: () => ({ arrayBuffer: async () => {
      cancel.abort();
      return bytes.buffer;
    } }) };
    const { outcome } = await took(given, { as, cancel });
    assert.equal(outcome.error.kind, 'cancelled', as);
    assert.ok(isWiped(bytes), as);
  }
});

test('a file that is gone is unreadable', async () => {
  const gone = { name: 'x', size: 9, slice: () => ({
    arrayBuffer: async () => { throw new DOMException('gone', 'NotFoundError'); } }) };
  assert.equal((await took(gone)).outcome.error.kind, 'unreadable');
});
