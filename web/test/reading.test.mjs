// How the worker gets at the bytes of a file: by streams where they are fast, by slices elsewhere, and
// through the page where it can read nothing itself.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import './browser_globals.mjs';
import { importSource } from './bundle.mjs';

const { Pieces } = await importSource('worker/pieces.ts');
const MiB = 1024 * 1024;
const pattern = (size) => Uint8Array.from({ length: size }, (_, i) => (i * 7 + (i >> 13)) & 255);

/** A file whose stream fills `largest` bytes of each buffer, and that counts how it is read. */
function file(bytes, largest) {
  const counts = { streamed: 0, slices: 0, cancelled: false };
  let at = 0;
  const stream = () => new ReadableStream({
    type: 'bytes',
    cancel: () => { counts.cancelled = true; },
    pull(controller) {
      const { view } = controller.byobRequest;
      const size = Math.min(view.byteLength, bytes.length - at, largest);
      if (size === 0) controller.close();
      new Uint8Array(view.buffer, view.byteOffset).set(bytes.subarray(at, at + size));
      at += size;
      counts.streamed += size;
      controller.byobRequest.respond(size);
    },
  });
  const slice = (start, end) => {
    counts.slices += 1;
    return { arrayBuffer: async () => bytes.slice(start, end).buffer };
  };
  return { counts, size: bytes.length, stream, slice };
}

async function readAll(pieces) {
  const parts = [];
  for (let piece = await pieces.next(); piece !== null; piece = await pieces.next()) parts.push(Buffer.from(piece));
  pieces.close();
  return Buffer.concat(parts);
}

test('a stream of small pieces is left for slices, and no byte is lost or read twice', async () => {
  for (const size of [1, 64 * 1024, 3 * 64 * 1024, 3 * 64 * 1024 + 1, MiB, 5 * MiB + 3]) {
    const bytes = pattern(size);
    const given = file(bytes, 64 * 1024);
    assert.ok(Buffer.from(bytes).equals(await readAll(new Pieces(given, true))), String(size));
    if (size <= MiB) continue;
    const { streamed, slices, cancelled } = given.counts;
    assert.ok(streamed <= 5 * 64 * 1024 && slices > 0 && cancelled);
  }
});

test('a stream of large pieces is kept', async () => {
  for (const largest of [256 * 1024, MiB]) {
    const given = file(pattern(5 * MiB + 3), largest);
    assert.ok(Buffer.from(pattern(5 * MiB + 3)).equals(await readAll(new Pieces(given, true))));
    assert.equal(given.counts.slices, 0);
  }
});

test('where the worker reads nothing itself there is no stream', async () => {
  const given = file(pattern(3 * MiB), MiB);
  assert.ok(Buffer.from(pattern(3 * MiB)).equals(await readAll(new Pieces(given, false))));
  assert.equal(given.counts.streamed, 0);
});

const realBlob = globalThis.Blob;

test('a worker that cannot read asks the page, and only then', async (context) => {
  context.after(() => { globalThis.Blob = realBlob; });
  for (const isBlind of [false, true]) {
    globalThis.Blob = class extends realBlob {
      arrayBuffer() {
        return isBlind ? Promise.reject(new DOMException('no', 'NotReadableError')) : super.arrayBuffer();
      }
    };
    // A module of its own: it finds out once.
    const reading = await importSource('worker/reading.ts');
    let asked = 0;
    reading.readThrough(async (part) => { asked += 1; return new realBlob([part]).arrayBuffer(); });
    assert.equal(await reading.readsItself, !isBlind);
    const bytes = await reading.bytesOf(new realBlob([Uint8Array.of(1, 2, 3)]));
    assert.deepEqual([...new Uint8Array(bytes)], [1, 2, 3]);
    assert.equal(asked, isBlind ? 1 : 0);
  }
});
