// The streaming hash against Node's own, over sizes around every boundary and pieces of any size.
import assert from 'node:assert/strict';
import { randomBytes, randomInt } from 'node:crypto';
import test from 'node:test';

import { loadCore, sha256 } from './core.mjs';

const core = await loadCore();

function digestInPieces(bytes, pieceSize) {
  const hash = new core.StreamHash();
  for (let at = 0; at < bytes.length;) {
    const piece = bytes.subarray(at, at + pieceSize());
    hash.room(piece.length).set(piece);
    hash.update(piece.length);
    at += piece.length;
  }
  const digest = hash.digest();
  hash.delete();
  return digest;
}

test('sizes around the block size', () => {
  for (let size = 0; size <= 200; ++size) {
    const bytes = randomBytes(size);
    assert.equal(digestInPieces(bytes, () => 64), sha256(bytes), `${size} bytes`);
  }
});

test('large inputs in uneven pieces', () => {
  const bytes = randomBytes(9_000_001);
  assert.equal(digestInPieces(bytes, () => randomInt(1, 3_000_000)), sha256(bytes));
});

test('more than there is room for is not read', () => {
  const hash = new core.StreamHash();
  const room = hash.room(10);
  room.fill(1);
  hash.update(0xffffffff);
  assert.equal(hash.digest(), sha256(new Uint8Array(room.length).fill(1)));
  hash.delete();
});

test('streams do not disturb one another', () => {
  const [a, b] = [new core.StreamHash(), new core.StreamHash()];
  a.room(3).set(Buffer.from('abc'));
  b.room(3).set(Buffer.from('xyz'));
  a.update(3);
  b.update(3);
  assert.equal(a.digest(), sha256(Buffer.from('abc')));
  assert.equal(b.digest(), sha256(Buffer.from('xyz')));
  a.delete();
  b.delete();
});
