// Core, scripts, style, samples, help and licences in one: a line of JSON with the bytes of each, then all of them, packed
// with LZMA, so that what they share stands once, the core's code told apart before (split.mjs) and a CRC-32 behind it.
// Beside it what unpacks it, in the gzip that browsers know.
// The readers are web/src/boot/parts.ts and scripts/page-parts.
import { gzipAsync } from '@gfx/zopfli';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { base122 } from './base122.mjs';
import { kTableSize, split } from './split.mjs';

/** 7-Zip's encoder, which the core's build has compiled (wasm/packing). */
async function packLzma(coreFolder, whole) {
  const { instance } = await WebAssembly.instantiate(readFileSync(join(coreFolder, 'sevproof_packer.wasm')));
  const { memory, content_at: contentAt, pack, packed_at: packedAt } = instance.exports;
  const at = contentAt(whole.length);
  if (at !== 0) new Uint8Array(memory.buffer, at, whole.length).set(whole);
  const size = at === 0 ? 0 : pack(whole.length);
  if (size === 0) throw new Error(`the parts are too large to be packed: ${whole.length} bytes`);
  return new Uint8Array(memory.buffer, packedAt(), size);
}

/** CRC-32 (ISO 3309), little-endian. */
function crc32(bytes) {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc >>> 1 ^ (crc & 1) * 0xedb88320;
  }
  const four = Buffer.alloc(4);
  four.writeInt32LE(~crc);
  return four;
}

/** What the page's own unpacker makes of it. */
async function unpackLzma(unpacker, packed, size) {
  const { instance } = await WebAssembly.instantiate(unpacker);
  const { memory, packed_at: packedAt, unpack, content_at: contentAt } = instance.exports;
  new Uint8Array(memory.buffer).set(packed, packedAt());
  unpack(packed.length);
  return Buffer.from(memory.buffer, contentAt(), size);
}

/** Throws where the core has what `split` does not know, or does not come back as it was. */
async function packSplit(coreFolder, unpacker, content, coreAt, coreSize) {
  const told = split(content, coreAt, coreSize);
  const whole = Buffer.concat([told.subarray(0, kTableSize), content]);
  const crc = crc32(whole);
  const packed = await packLzma(coreFolder, Buffer.concat([told, crc]));
  const back = await unpackLzma(unpacker, packed, whole.length + crc.length);
  if (!back.equals(Buffer.concat([whole, crc]))) throw new Error('its code has another form');
  return packed;
}

/**
 * {unpacker, parts, unsplit}; neither of the first two depends on the version of Node, as the output of its zlib does.
 * The last says why the core's code was left as it is: the page is larger then, and runs all the same.
 */
export async function packParts(coreFolder, parts) {
  const contents = Object.entries(parts).map(([name, content]) => [name, Buffer.from(content)]);
  const sizes = Object.fromEntries(contents.map(([name, content]) => [name, content.length]));
  const content = Buffer.concat([Buffer.from(`${JSON.stringify(sizes)}\n`), ...contents.map(([, bytes]) => bytes)]);
  const unpacker = readFileSync(join(coreFolder, 'sevproof_unpacker.wasm'));
  let packed;
  let unsplit = null;
  try {
    packed = await packSplit(coreFolder, unpacker, content, content.indexOf(Buffer.from(parts.core)), sizes.core);
  } catch ({ message }) {
    unsplit = message;
    const whole = Buffer.concat([Buffer.alloc(kTableSize), content]);
    packed = await packLzma(coreFolder, Buffer.concat([whole, crc32(whole)]));
  }
  return { unpacker: base122(await gzipAsync(unpacker, { numiterations: 15 })), parts: base122(packed), unsplit };
}
