// Core, scripts, style, samples, help and licences in one: a line of JSON with the bytes of each, then all of them, packed
// with LZMA, so that what they share stands once. Beside it what unpacks it, in the gzip that browsers know.
// The readers are web/src/boot/parts.ts and scripts/page-parts.
import { gzipAsync } from '@gfx/zopfli';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { base122 } from './base122.mjs';

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

/** {unpacker, parts}; neither depends on the version of Node, as the output of its zlib does. */
export async function packParts(coreFolder, parts) {
  const contents = Object.entries(parts).map(([name, content]) => [name, Buffer.from(content)]);
  const sizes = Object.fromEntries(contents.map(([name, content]) => [name, content.length]));
  const whole = Buffer.concat([Buffer.from(`${JSON.stringify(sizes)}\n`), ...contents.map(([, content]) => content)]);
  const unpacker = readFileSync(join(coreFolder, 'sevproof_unpacker.wasm'));
  return {
    unpacker: base122(await gzipAsync(unpacker, { numiterations: 15 })),
    parts: base122(await packLzma(coreFolder, whole)),
  };
}
