// Core, worker, samples and licences in one: a line of JSON with the bytes of each, then all of them, in one
// gzip, so that what they share stands once. The reader is web/src/engine/parts.ts.
import { gzipAsync } from '@gfx/zopfli';
import { base85 } from './base85.mjs';

// By a locked package, since the output of Node's zlib differs between versions; and by Zopfli, whose gzip
// is a twelfth smaller.
export async function packParts(parts) {
  const contents = Object.entries(parts).map(([name, content]) => [name, Buffer.from(content)]);
  const sizes = Object.fromEntries(contents.map(([name, content]) => [name, content.length]));
  const whole = Buffer.concat([Buffer.from(`${JSON.stringify(sizes)}\n`), ...contents.map(([, content]) => content)]);
  return base85(await gzipAsync(whole, { numiterations: 15 }));
}
