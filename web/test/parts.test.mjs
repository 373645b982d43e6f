// What the build packs, the page unpacks: the same bytes, whatever their number.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import test from 'node:test';

import { base85 } from '../build/base85.mjs';
import { packParts } from '../build/parts.mjs';
import { importSource } from './bundle.mjs';

const { unpackParts } = await importSource('engine/parts.ts');

/** As it goes through the page. */
async function thereAndBack(core, texts = {}) {
  const parts = { core, worker: 'w', samples: '{}', licences: '[]', ...texts };
  return { parts, back: await unpackParts(await packParts(parts)) };
}

// ZeroMQ RFC 32 (Z85) has the same groups and digits, in other letters.
const z85 = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#';
const letters = [...'()*+,-./0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~'];

test('has 85 letters, which HTML takes as they stand', () => {
  assert.equal(new Set(letters).size, 85);
  assert.ok(!letters.some((letter) => '<>&"\''.includes(letter)));
});

test('agrees with a published example in its own letters', () => {
  const wanted = [...'HelloWorld'].map((letter) => letters[z85.indexOf(letter)]).join('');
  assert.equal(base85(Buffer.from('864fd26fb559f75b', 'hex')), wanted);
  assert.equal(base85(Buffer.from('ffffffff', 'hex')),
    [...'%nSc0'].map((letter) => letters[z85.indexOf(letter)]).join(''));
});

test('takes a character more than bytes where a group is not full', () => {
  assert.deepEqual([0, 1, 2, 3, 4, 5].map((size) => base85(Buffer.alloc(size, 255)).length), [0, 2, 3, 4, 5, 7]);
});

test('brings back content of every size', async () => {
  for (let size = 0; size < 20; size += 1) {
    const content = randomBytes(size);
    const { back } = await thereAndBack(content);
    assert.deepEqual(Buffer.from(back.core), content, `${size} bytes`);
  }
  const large = randomBytes(300_001);
  assert.ok(large.equals(Buffer.from((await thereAndBack(large)).back.core)));
});

test('tells the parts apart, whatever stands in them', async () => {
  const texts = { worker: 'a\n{"b":1}\n', samples: '', licences: 'ü\u2028\n' };
  const { parts, back } = await thereAndBack(Buffer.from('\n\n{'), texts);
  assert.deepEqual({ ...back, core: Buffer.from(back.core) }, parts);
});

test('what was changed on its way is not taken', async () => {
  const packed = await packParts({ core: randomBytes(1000), worker: '', samples: '', licences: '' });
  const at = 400;
  const other = packed[at] === 'A' ? 'B' : 'A';
  await assert.rejects(unpackParts(packed.slice(0, at) + other + packed.slice(at + 1)));
  await assert.rejects(unpackParts(packed.slice(0, at)));
});
