// How the page is packed (web/build/parts.mjs): LZMA, which no browser knows, and a small module that unpacks it
// (wasm/packing), itself in gzip; both in the 91 characters of web/build/base91.mjs.

export interface Packed {
  unpacker: string;
  parts: string;
}

interface Unpacker {
  memory: WebAssembly.Memory;
  packed_at(): number;
  max_packed(): number;
  /** How many bytes are at content_at() then; 0 where what is packed is damaged. */
  unpack(size: number): number;
  content_at(): number;
}

function digitOf(code: number): number {
  return code - 33 - Number(code > 38) - Number(code > 60) - Number(code > 62);
}

function bytesOfBase91(text: string): Uint8Array<ArrayBuffer> {
  const isOdd = text.length % 2;
  const bytes = new Uint8Array(Math.floor(((text.length - isOdd) / 2 * 13 + isOdd * 6) / 8));
  let held = 0;
  let bits = 0;
  let size = 0;
  for (let at = 0; at < text.length; at += 2) {
    const second = at + 1 < text.length ? digitOf(text.charCodeAt(at + 1)) : 0;
    held |= digitOf(text.charCodeAt(at)) + second * 91 << bits;
    for (bits += 13; bits >= 8; bits -= 8) {
      bytes[size] = held; // stored modulo 256, and only where there is room
      held >>= 8;
      size += 1;
    }
  }
  return bytes;
}

async function gunzip(packed: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  const { readable, writable } = new DecompressionStream('gzip');
  const writer = writable.getWriter();
  // What is wrong with the bytes is told where they are read.
  writer.write(packed).catch(() => undefined);
  writer.close().catch(() => undefined);
  return new Response(readable).arrayBuffer();
}

/** Throws where either is damaged: gzip and the unpacker have a CRC-32 each. */
export async function unpack({ unpacker, parts }: Packed): Promise<Uint8Array<ArrayBuffer>> {
  const { instance } = await WebAssembly.instantiate(await gunzip(bytesOfBase91(unpacker)));
  const module = instance.exports as unknown as Unpacker;
  const packed = bytesOfBase91(parts);
  const memory = new Uint8Array(module.memory.buffer as ArrayBuffer);
  if (packed.length > module.max_packed()) throw new Error('too many bytes');
  memory.set(packed, module.packed_at());
  const size = module.unpack(packed.length);
  if (size === 0) throw new Error('damaged');
  return memory.slice(module.content_at(), module.content_at() + size);
}
