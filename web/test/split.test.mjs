// The core's code is told apart by the build and joined by the page: the same bytes, or the build leaves it as it is.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';

import { packParts } from '../build/parts.mjs';
import { kStreams, kTableSize, split } from '../build/split.mjs';
import { built } from './built.mjs';
import { importSource } from './bundle.mjs';

const { unpackParts } = await importSource('boot/parts.ts');

const instanceOf = async (name) =>
  (await WebAssembly.instantiate(readFileSync(join(built, `sevproof_${name}.wasm`)))).instance.exports;
const unpacker = await instanceOf('unpacker');

function leb(value, width = 1) {
  const bytes = [];
  for (let left = value; left > 0 || bytes.length < width; left = Math.floor(left / 128)) bytes.push(left % 128 | 128);
  bytes[bytes.length - 1] &= 127;
  return bytes;
}

const functionOf = (code, { locals = [], width = 1 } = {}) => {
  const body = [...leb(locals.length), ...locals.flat(), ...code, 0x0b];
  return [...leb(body.length, width), ...body];
};

/** A module with sections before and behind its code, which need not mean anything. */
function moduleOf(...functions) {
  const code = [...leb(functions.length), ...functions.flat()];
  return Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 10, ...leb(code.length), ...code, 11, 1, 0]);
}

async function thereAndBack(core) {
  const packed = await packParts(built, { core, worker: 'w', script: '', style: '', samples: '{}', licences: '[]' });
  assert.deepEqual(Buffer.from((await unpackParts(packed)).core), Buffer.from(core));
  return packed.unsplit;
}

/** What joins it, without packing and CRC-32. */
async function joined(content) {
  const packer = await instanceOf('packer');
  const at = packer.content_at(content.length);
  new Uint8Array(packer.memory.buffer).set(content, at);
  const size = packer.pack(content.length);
  const bytes = new Uint8Array(unpacker.memory.buffer);
  bytes.set(new Uint8Array(packer.memory.buffer, packer.packed_at(), size), unpacker.packed_at());
  unpacker.unpack(size);
  return Buffer.from(bytes.slice(unpacker.content_at(), unpacker.content_at() + content.length));
}

const range = (from, to) => [...Array(to - from + 1).keys()].map((i) => from + i);
const large = leb(300);

/** Each instruction that is known, with operands of one byte and of more. */
const everything = [
  ...[0x00, 0x01, 0x0f, 0x1a, 0x1b, ...range(0x45, 0xc4)].map((opcode) => [opcode]),
  [0x02, 0x40, 0x03, 0x7f, 0x04, ...large, 0x05, 0x0b, 0x0b, 0x0b],
  [0x0c, 1, 0x0d, ...large, 0x0e, 0, 5, 0x0e, 3, 1, 2, ...large, 4],
  [0x10, 7, 0x10, ...large, 0x11, ...large, 0],
  ...[0x20, 0x21, 0x22].flatMap((opcode) => [[opcode, 5], [opcode, 127], [opcode, ...large], [opcode, 5], [opcode, 0]]),
  [0x23, 1, 0x24, ...large],
  ...range(0x28, 0x3e).map((opcode) => [opcode, 2, ...large]),
  [0x3f, 0, 0x40, 0],
  [0x41, 0x7f, 0x41, ...large, 0x42, ...leb(2 ** 52), 0x43, 1, 2, 3, 0x0b, 0x44, 1, 2, 3, 4, 5, 6, 7, 0x0b],
  ...range(0, 7).map((code) => [0xfc, code]),
  [0xfc, 8, ...large, 0, 0xfc, 9, 1, 0xfc, 10, 0, 0, 0xfc, 11, 0],
  ...range(0, 255).map((code) => [0xfd, ...leb(code), ...operandsOfVector(code)]),
];

function operandsOfVector(code) {
  if (code === 12 || code === 13) return range(240, 255);
  if (code >= 21 && code <= 34) return [3];
  if (code >= 84 && code <= 91) return [2, ...large, 3];
  return code < 12 || code === 92 || code === 93 ? [4, ...large] : [];
}

test('writes what it has always written', () => {
  const core = moduleOf(functionOf([0x20, 3, 0x20, 3, 0x41, ...large, 0x21, 3, 0x28, 2, 8], { locals: [[2, 0x7f]] }));
  const told = split(core, 0, core.length);
  const numbers = kStreams.map((_, i) => told.readUInt32LE(4 * (i + 2)));
  assert.deepEqual(Object.fromEntries(kStreams.map((name, i) => [name, numbers[i]])),
    { code: 7, declared: 3, get: 2, set: 1, i32: 2, wide: 0, offset: 1, type: 0, global: 0 });
  const start = told.readUInt32LE(0);
  assert.deepEqual([...told.subarray(kTableSize + start, kTableSize + start + told.readUInt32LE(4))],
    [0x20, 0x20, 0x41, 0x21, 0x28, 2, 0x0b, 1, 2, 0x7f, 3, 0, 0, 0xac, 2, 8, 0]);
  assert.equal(told.length, kTableSize + core.length);
});

test('every instruction that is known comes back', async () => {
  for (const one of everything) await joinedAsItWas(moduleOf(functionOf(one)));
  const all = functionOf(everything.flat(), { locals: [[1, 0x7f], [...large, 0x7b]] });
  assert.equal(await thereAndBack(moduleOf(functionOf([]), all, functionOf([0x20, 9]), all)), null);
});

async function joinedAsItWas(core) {
  const told = split(core, 0, core.length);
  assert.deepEqual((await joined(told)).subarray(kTableSize), core);
}

test('a module of no function, and the built core, come back', async () => {
  await joinedAsItWas(moduleOf());
  const core = readFileSync(join(built, 'sevproof_core.wasm'));
  assert.deepEqual(Buffer.from((await unpackParts(await packParts(built, { core }))).core), core);
});

test('what it does not know, or would not write so, is left as it is', async () => {
  for (const opcode of [0x06, 0x12, 0x1c, 0x25, 0xc5, 0xd0, 0xff]) {
    assert.equal(await thereAndBack(moduleOf(functionOf([opcode]))), `unknown opcode ${opcode}`);
  }
  assert.equal(await thereAndBack(moduleOf(functionOf([0xfc, 12, 0, 0]))), 'unknown opcode 0xfc');
  assert.equal(await thereAndBack(moduleOf(functionOf([0xfd, ...leb(256)]))), 'unknown opcode 0xfd');
  assert.match(await thereAndBack(moduleOf(functionOf([], { width: 5 }))), /another form/);
  assert.match(await thereAndBack(moduleOf([6, 0, 0x02, 0x40, 0x0b, 0x0b])), /another form/);
  assert.match(await thereAndBack(moduleOf([4, 0, 0x02, 0x40, 0x0b])), /too early/);
  const whole = moduleOf(functionOf([0x41, 1, 0x1a]));
  for (let size = 0; size < whole.length; size += 1) await thereAndBack(whole.subarray(0, size));
});

test('what was damaged before it is joined gives as many bytes, and nothing else happens', async () => {
  const core = moduleOf(...range(1, 30).map(() => functionOf(everything.flat())));
  const told = split(core, 0, core.length);
  for (let round = 0; round < 200; round += 1) {
    const damaged = Buffer.from(told);
    const at = round % 2 === 0 ? randomBytes(1)[0] % kTableSize : kTableSize + randomBytes(2).readUInt16LE() % core.length;
    randomBytes(1 + round % 4).copy(damaged, at);
    const back = await joined(damaged);
    assert.deepEqual(back.subarray(0, kTableSize), damaged.subarray(0, kTableSize));
  }
  for (const size of range(0, kTableSize + 1)) assert.equal((await joined(Buffer.alloc(size, 255))).length, size);
});
