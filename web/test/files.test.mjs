// Reading files in the worker: pieces, cancel, and files that change or cannot be read.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import nodeTest from 'node:test';

import { fillsBuffers } from './browser_globals.mjs';
import { importSource } from './bundle.mjs';
import { orders } from './fake_core.mjs';

const { hashFile, readWhole, readEnds, startCore } = await importSource('../test/files_entry.ts');

const test = nodeTest;

const pieceSize = 1024 * 1024;
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const pattern = (size) => Uint8Array.from({ length: size }, (_, i) => (i * 7 + (i >> 13)) & 255);

/** Pieces as browsers cut them: as much as there is room for, and less. Faults are as theirs. */
function byteStream(bytes, failsAt, onCancel) {
  let at = 0;
  return new ReadableStream({
    type: 'bytes',
    cancel: onCancel,
    pull(controller) {
      const { view } = controller.byobRequest;
      const size = Math.min(view.byteLength, bytes.length - at, at % 3 === 0 ? Infinity : 64 * 1024);
      if (at + size > failsAt) return controller.error(new TypeError('network error'));
      if (size === 0) controller.close();
      new Uint8Array(view.buffer, view.byteOffset).set(bytes.subarray(at, at + size));
      at += size;
      return controller.byobRequest.respond(size);
    },
  });
}

/** A file that says it has `size` bytes; reading fails from `failsAt` on, and is then never the same. */
function file(bytes, { size = bytes.length, failsAt = Infinity, onCancel = () => undefined } = {}) {
  let hasFailed = false;
  const part = (start, end) => ({
    arrayBuffer: async () => {
      hasFailed ||= end > failsAt;
      if (hasFailed) throw new DOMException('gone', 'NotFoundError');
      return bytes.slice(start, end).buffer;
    },
  });
  return {
    name: 'a file', size, slice: part, arrayBuffer: part(0, size).arrayBuffer,
    stream: () => {
      hasFailed ||= failsAt < size;
      return byteStream(bytes, failsAt, onCancel);
    },
  };
}

const never = () => false;
const start = () => startCore(Buffer.from('module'));
const hash = (given, { onProgress = () => undefined, cancelled = never } = {}) =>
  hashFile('initrd', given, onProgress, cancelled);

test('without a core there is no answer', async () => {
  await assert.rejects(hash(file(pattern(3))), /not been started/);
});

test('the running module is known by its SHA-256', async () => {
  assert.equal(await start(), sha256('module'));
});

// An old browser's streams do not fill buffers of ours.
const RealBlob = globalThis.Blob;
class OldBlob extends RealBlob {
  stream() {
    const stream = super.stream();
    const getReader = stream.getReader.bind(stream);
    stream.getReader = (options) => {
      if (options?.mode === 'byob') throw new TypeError('not a byte stream');
      return getReader(options);
    };
    return stream;
  }
}

test('both kinds of browser are tested', () => {
  assert.equal(fillsBuffers(new RealBlob([])), true);
  assert.equal(fillsBuffers(new OldBlob([])), false);
});

for (const isOld of [false, true]) {
  const where = isOld ? ', without streams that fill buffers' : '';
  const test = (name, use) => nodeTest(name, async () => {
    globalThis.Blob = isOld ? OldBlob : RealBlob;
    try {
      await use();
    } finally {
      globalThis.Blob = RealBlob;
    }
  });

  test(`hashes files of every size around a piece${where}`, async () => {
    await start();
    for (const size of [0, 1, pieceSize - 1, pieceSize, pieceSize + 1, 4 * pieceSize, 9 * pieceSize + 5]) {
      const bytes = pattern(size);
      const outcome = await hash(file(bytes));
      const head = bytes.subarray(0, 8192);
      const value = { sha256: sha256(bytes), size, head: new Uint8Array(head) };
      assert.deepEqual(outcome, { ok: true, value }, String(size));
    }
    assert.equal(orders.objects, 0, 'every hash object is freed');
  });

  test(`several at once do not mix${where}`, async () => {
    await start();
    const all = [5, 2, 3].map((pieces, i) => pattern(pieces * pieceSize + i));
    const outcomes = await Promise.all(all.map((bytes) => hash(file(bytes))));
    assert.deepEqual(outcomes.map(({ value }) => value.sha256), all.map(sha256));
  });

  test(`the last progress is the whole${where}`, async () => {
    await start();
    const seen = [];
    const size = 3 * pieceSize + 1;
    await hash(file(pattern(size)), { onProgress: (progress) => seen.push(progress) });
    assert.deepEqual(seen.at(-1), { done: size, total: size });
  });

  test(`cancel ends it between pieces${where}`, async () => {
    await start();
    let pieces = 0;
    const cancelled = () => { pieces += 1; return pieces === 3; };
    const outcome = await hash(file(pattern(9 * pieceSize)), { cancelled });
    assert.equal(outcome.error.kind, 'cancelled');
    assert.equal(pieces, 3);
    assert.equal(orders.objects, 0);
  });

  test(`a file that is shorter than it says is an error with both sizes${where}`, async () => {
    await start();
    for (const [size, got] of [[10, 9], [1, 0], [3 * pieceSize, 2 * pieceSize], [0, 4]]) {
      const given = file(pattern(got), { size });
      // Of 0 bytes the whole is read, which may turn out to be more.
      given.arrayBuffer = async () => pattern(got).buffer;
      for (const outcome of [await hash(given), await readWhole('tk', given, 1e9)]) {
        assert.equal(outcome.error.kind, 'unreadable', String(size));
        assert.match(outcome.error.message, new RegExp(`Expected ${size} bytes, got ${got}:`));
      }
    }
  });

  test(`a file that cannot be read is an error wherever that shows${where}`, async () => {
    await start();
    for (const failsAt of [-1, 0, pieceSize, 2 * pieceSize]) {
      const outcome = await hash(file(pattern(3 * pieceSize), { failsAt }));
      assert.equal(outcome.error.kind, 'unreadable', String(failsAt));
      assert.match(outcome.error.message, /NotFoundError/);
    }
    const folder = file(pattern(0), { size: 4096, failsAt: -1 });
    assert.equal((await readWhole('tk', folder, 5000)).error.kind, 'unreadable');
    assert.equal((await readEnds(folder, 100, 10)).error.kind, 'unreadable');
    assert.equal(orders.objects, 0);
  });
}

test('cancel ends the reading too', async () => {
  await start();
  let isEnded = false;
  const given = file(pattern(9 * pieceSize), { onCancel: () => { isEnded = true; } });
  await hash(given, { cancelled: () => true });
  assert.ok(isEnded);
});

test('a file that changed meanwhile is an error at the end', async () => {
  await start();
  const given = file(pattern(3 * pieceSize));
  given.slice = () => ({ arrayBuffer: async () => { throw new DOMException('other', 'NotReadableError'); } });
  const outcome = await hash(given);
  assert.equal(outcome.error.kind, 'unreadable');
  assert.match(outcome.error.message, /NotReadableError/);
});

test('a file that grows for ever is given up when it is too long', async () => {
  await start();
  let pieces = 0;
  const given = file(pattern(0), { size: 2 * pieceSize });
  given.stream = () => new ReadableStream({
    type: 'bytes',
    pull(controller) {
      pieces += 1;
      controller.byobRequest.respond(controller.byobRequest.view.byteLength);
    },
  });
  const outcome = await hash(given);
  assert.match(outcome.error.message, /Expected 2097152 bytes, got 3145728: the file changed/);
  assert.ok(pieces < 10, `${pieces} pieces`);
});

test('a stream that cannot be had is an unreadable file', async () => {
  await start();
  const given = file(pattern(10));
  given.stream = () => { throw new DOMException('no', 'NotReadableError'); };
  given.slice = () => ({ arrayBuffer: async () => { throw new DOMException('no', 'NotReadableError'); } });
  assert.equal((await hash(given)).error.kind, 'unreadable');
});

test('several pieces are being read while one is hashed', async () => {
  await start();
  let open = 0;
  let most = 0;
  const given = file(pattern(0), { size: 6 * pieceSize });
  let left = given.size;
  given.stream = () => ({
    getReader: () => ({
      read: async (view) => {
        open += 1;
        most = Math.max(most, open);
        await new Promise((resolve) => { setTimeout(resolve, 1); });
        open -= 1;
        if (left === 0) return { done: true, value: new Uint8Array(view.buffer, 0, 0) };
        left -= view.byteLength;
        return { done: false, value: view };
      },
      cancel: async () => undefined,
    }),
  });
  assert.equal((await hash(given)).value.size, given.size);
  assert.equal(most, 3);
});

// Memory does not grow with the file: what was read is filled anew.
test('reads into a few buffers, over and over', async () => {
  await start();
  const buffers = new Set();
  const given = file(pattern(0), { size: 40 * pieceSize });
  let left = given.size;
  given.stream = () => ({
    getReader: () => ({
      read: async (view) => {
        if (left === 0) return { done: true, value: new Uint8Array(view.buffer, 0, 0) };
        buffers.add(view.buffer);
        left -= view.byteLength;
        return { done: false, value: view };
      },
      cancel: async () => undefined,
    }),
  });
  assert.equal((await hash(given)).value.size, given.size);
  assert.ok(buffers.size <= 3, `${buffers.size} buffers`);
});

test('sizes that cannot be are refused unread', async () => {
  await start();
  const giant = (size) => file(pattern(0), { size, failsAt: -1 });
  const outcome = await hash(giant(2 ** 32));
  assert.match(outcome.error.message, /at most 4\.0 GiB \(4,294,967,295 bytes\), got 4\.0 GiB \(4,294,967,296 bytes\)/);
  const read = await readWhole('tk', giant(33), 32);
  assert.equal(read.error.kind, 'invalid');
  assert.match(read.error.message, /at most 32 bytes, got 33/);
  assert.deepEqual([...(await readWhole('tk', file(pattern(32)), 32)).value], [...pattern(32)]);
});

test('the ends of a file, also of one shorter than both', async () => {
  await start();
  for (const size of [0, 5, 99, 100, 101, 1000]) {
    const bytes = pattern(size);
    const { value } = await readEnds(file(bytes), 100, 10);
    assert.deepEqual([...value.head], [...bytes.slice(0, 100)], String(size));
    assert.deepEqual([...value.tail], [...bytes.slice(Math.max(0, size - 10))], String(size));
  }
});

test('a fault of the core is no error of the file, and ends the core', async () => {
  await start();
  for (const trap of [new WebAssembly.RuntimeError('unreachable'), 12345, new RangeError('memory')]) {
    await start();
    orders.trap = trap;
    await assert.rejects(hash(file(pattern(9))), /unreachable|12345|memory/);
    orders.trap = null;
    await assert.rejects(hash(file(pattern(9))), /unreachable|12345|memory/, 'for good');
  }
  await start();
  assert.equal((await hash(file(pattern(9)))).ok, true, 'until there is a new one');
});
