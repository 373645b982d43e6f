// What the build packs, the page unpacks: the same bytes, whatever their number.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import test from 'node:test';

import { base122 } from '../build/base122.mjs';
import { packParts } from '../build/parts.mjs';
import { built } from './built.mjs';
import { importSource } from './bundle.mjs';

const { unpackParts } = await importSource('boot/parts.ts');

const partsOf = (core, texts = {}) => ({ core, worker: 'w', script: '', style: '', samples: '{}', licences: '[]', ...texts });

/** As it goes through the page. */
async function thereAndBack(core, texts = {}) {
  const parts = partsOf(core, texts);
  return { parts, back: await unpackParts(await packParts(built, parts)) };
}

const unsafe = ['\0', '\r', '\x0e', '\x0f', '\x1b', '<'];
const letters = [...Array(128).keys()].map((code) => String.fromCharCode(code))
  .filter((one) => !unsafe.includes(one));

/** Another reader than the page's. */
function bytesOf(text) {
  const bytes = [];
  let state = 0n;
  for (const letter of text) {
    state = state * 122n + BigInt(letters.indexOf(letter));
    if (state >> 24n === 0n) continue;
    bytes.push(Number(state % 256n));
    state /= 256n;
  }
  return Buffer.from(bytes);
}

test('writes every letter that HTML takes as it stands, and no other', () => {
  assert.equal(letters.length, 122);
  const seen = new Set(base122(randomBytes(100_000)));
  assert.deepEqual([...seen].sort(), letters);
});

test('writes what it has always written', () => {
  const known = { '': '\x056\x1a', '00': '\n"\x1d\x18', ff: '\n"\x1f$', '0001fe': '-Y"HK#',
    '73657670726f6f66': '\x11K\x04O2y!ZZ02\x01', ffffffffffffffffffffffffffffffff: '.g\x14Yq]rEW\x02uYmVAg:GkU$' };
  for (const [bytes, text] of Object.entries(known)) assert.equal(base122(Buffer.from(bytes, 'hex')), text, bytes);
});

test('writes bytes of every number and value so that another reader has them back', () => {
  const same = [...Array(256).keys()].map((value) => Buffer.alloc(50, value));
  const some = [...Array(40).keys()].map((size) => randomBytes(size));
  for (const bytes of [...same, ...some, randomBytes(10_000)]) {
    const text = base122(bytes);
    assert.ok(text.length <= Math.ceil(bytes.length * 8 / 6.93) + 3, `${bytes.length} bytes`);
    assert.deepEqual(bytesOf(text), bytes);
  }
});

test('brings back content of every size', async () => {
  for (let size = 0; size < 20; size += 1) {
    const content = randomBytes(size);
    const { back } = await thereAndBack(content);
    assert.deepEqual(Buffer.from(back.core), content, `${size} bytes`);
  }
  const large = randomBytes(300_001);
  assert.ok(large.equals(Buffer.from((await thereAndBack(large)).back.core)));
  const repeating = Buffer.alloc(2_000_000, 'again and ');
  assert.ok(repeating.equals(Buffer.from((await thereAndBack(repeating)).back.core)));
});

test('tells the parts apart, whatever stands in them', async () => {
  const texts = { worker: 'a\n{"b":1}\n', samples: '', licences: 'ü\u2028\n' };
  const { parts, back } = await thereAndBack(Buffer.from('\n\n{'), texts);
  assert.deepEqual({ ...back, core: Buffer.from(back.core) }, parts);
});

test('packs so that xz unpacks it as well', async (context) => {
  const core = Buffer.concat([randomBytes(1000), Buffer.alloc(5000, 'core')]);
  const { parts } = await packParts(built, partsOf(core));
  const { error, status, stdout, stderr } = spawnSync('xz', ['--format=lzma', '--decompress', '--stdout'],
    { input: bytesOf(parts) });
  if (error?.code === 'ENOENT') {
    context.skip('xz is not installed');
    return;
  }
  assert.equal(status, 0, stderr.toString());
  const end = stdout.indexOf(10) + 1;
  assert.deepEqual(stdout.subarray(end, end + core.length), core);
  // "w", "{}", "[]" and the CRC-32.
  assert.equal(stdout.length, end + core.length + 5 + 4);
});

const changed = (text, at) => `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;

/** How many of the changed texts are refused. None may be taken for other content than what was packed. */
async function refusals(wanted, changedOnes) {
  let refused = 0;
  for (const one of changedOnes) {
    const back = await unpackParts(one).catch(() => null);
    if (back === null) refused += 1;
    else assert.deepEqual({ ...back, core: Buffer.from(back.core) }, wanted);
  }
  return refused;
}

/** All places of a text, or of a long one some hundred that are spread over it. */
function placesIn(text) {
  const step = Math.ceil(text.length / 400);
  return [...Array(text.length).keys()].filter((at) => at % step === 0);
}

test('what was changed anywhere is not taken', async () => {
  const wanted = partsOf(Buffer.from(`${'a module, '.repeat(20)}${randomBytes(50).toString('hex')}`));
  const packed = await packParts(built, wanted);
  const all = placesIn(packed.parts).map((at) => ({ ...packed, parts: changed(packed.parts, at) }));
  // Nobody needs the size of the encoder's window, four bytes, nor the last bits.
  assert.ok(await refusals(wanted, all) >= all.length - 8);
});

test('an unpacker that was changed anywhere is not started', async () => {
  const wanted = partsOf(Buffer.from('a module'));
  const packed = await packParts(built, wanted);
  const all = placesIn(packed.unpacker).map((at) => ({ ...packed, unpacker: changed(packed.unpacker, at) }));
  // Nor does anybody need what gzip says of its making: ten bytes.
  assert.ok(await refusals(wanted, all) >= all.length - 16);
});

test('what was cut off anywhere is not taken', async () => {
  const wanted = partsOf(randomBytes(100));
  const packed = await packParts(built, wanted);
  for (const name of ['parts', 'unpacker']) {
    const all = placesIn(packed[name]).map((at) => ({ ...packed, [name]: packed[name].slice(0, at) }));
    assert.equal(await refusals(wanted, all), all.length);
  }
});

test('what has more bytes than fit is not taken', async () => {
  const packed = await packParts(built, partsOf(Buffer.from('a module')));
  await assert.rejects(unpackParts({ ...packed, parts: packed.parts + 'A'.repeat(1_000_000) }), /too many/);
  for (const much of [Buffer.alloc(3_000_000), randomBytes(600_000)]) {
    await assert.rejects(packParts(built, partsOf(much)), /too large/);
  }
});

/** As `WebAssembly.instantiate`, but the first `times` modules leave one wrong byte behind. */
function failingAtFirst(times) {
  const { instantiate } = WebAssembly;
  let calls = 0;
  const stub = async (code) => {
    const made = await instantiate(code);
    calls += 1;
    if (calls > times) return made;
    const { exports } = made.instance;
    const unpack = (size) => {
      exports.unpack(size);
      new Uint8Array(exports.memory.buffer)[exports.content_at()] ^= 1;
    };
    return { ...made, instance: { exports: { ...exports, unpack } } };
  };
  return { stub, calls: () => calls };
}

async function withFailing(times, use) {
  const { instantiate } = WebAssembly;
  const { stub, calls } = failingAtFirst(times);
  WebAssembly.instantiate = stub;
  try {
    await use();
    return calls();
  } finally {
    WebAssembly.instantiate = instantiate;
  }
}

test('where an instance of the unpacker gets it wrong, another one is tried; three at most', async () => {
  const wanted = partsOf(Buffer.from('a module'));
  const packed = await packParts(built, wanted);
  for (const times of [0, 1, 2]) {
    const calls = await withFailing(times, async () => {
      const back = await unpackParts(packed);
      assert.deepEqual({ ...back, core: Buffer.from(back.core) }, wanted);
    });
    assert.equal(calls, times + 1);
  }
  assert.equal(await withFailing(3, () => assert.rejects(unpackParts(packed), /damaged/)), 3);
});
