// The parts, one after the other behind a line of JSON that has their sizes.

import { unpack, type Packed } from './unpack';

/** Throws where the page is damaged. */
export async function unpackParts(packed: Packed): Promise<SevproofParts> {
  const whole = await unpack(packed);
  const end = whole.indexOf(10);
  const decoder = new TextDecoder();
  const sizes = JSON.parse(decoder.decode(whole.subarray(0, end))) as Record<keyof SevproofParts, number>;
  let at = end + 1;
  const contents = Object.entries(sizes).map(([name, size]): [string, Uint8Array<ArrayBuffer> | string] => {
    const content = whole.slice(at, at += size);
    return [name, name === 'core' ? content : decoder.decode(content)];
  });
  return Object.fromEntries(contents) as unknown as SevproofParts;
}
