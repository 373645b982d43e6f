// How the page is packed (web/build/parts.mjs): LZMA, which no browser knows, and a small module that unpacks it
// (wasm/packing), itself in gzip; both in the letters of web/build/base122.mjs.

export interface Packed {
  unpacker: string;
  parts: string;
}

interface Unpacker {
  memory: WebAssembly.Memory;
  packed_at(): number;
  max_packed(): number;
  /** As many bytes as the header says, to content_at(); other ones where what is packed is damaged. */
  unpack(size: number): void;
  content_at(): number;
  max_content(): number;
}

/** A state that each letter multiplies, and out of which each byte is taken where it has more than 24 bits. */
function bytesOfBase122(text: string): Uint8Array<ArrayBuffer> {
  const unsafe = [0, 13, 14, 15, 27, 60];
  const digits = new Uint8Array(128);
  for (let code = 0, digit = 0; code < 128; code += 1) {
    if (!unsafe.includes(code)) digits[code] = digit++;
  }
  const bytes = new Uint8Array(text.length);
  let size = 0;
  let state = 0;
  for (let at = 0; at < text.length; at += 1) {
    state = state * 122 + digits[text.charCodeAt(at) & 127]!;
    if (state >= 2 ** 24) {
      bytes[size] = state; // stored modulo 256
      size += 1;
      state >>>= 8;
    }
  }
  return bytes.slice(0, size);
}

async function gunzip(packed: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  const { readable, writable } = new DecompressionStream('gzip');
  const writer = writable.getWriter();
  // What is wrong with the bytes is told where they are read.
  writer.write(packed).catch(() => undefined);
  writer.close().catch(() => undefined);
  return new Response(readable).arrayBuffer();
}

const crcSize = 4;
/** Before the content: how its code was told apart (wasm/packing/join.h). */
const tableSize = 44;

/** CRC-32 (ISO 3309). */
function crc32(bytes: Uint8Array): number {
  const steps = Int32Array.from({ length: 256 }, (_, start) => {
    let value = start;
    for (let bit = 0; bit < 8; bit += 1) value = value >>> 1 ^ (value & 1) * 0xedb88320;
    return value;
  });
  let crc = -1;
  for (let at = 0; at < bytes.length; at += 1) crc = crc >>> 8 ^ steps[(crc ^ bytes[at]!) & 255]!;
  return ~crc >>> 0;
}

/** Of what was packed with a table before it and a CRC-32 behind it; null where that is not what is there. */
function checked(content: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | null {
  // Of data and its own CRC-32 it is always this.
  if (content.length < tableSize + crcSize || crc32(content) !== 0x2144df1c) return null;
  return content.slice(tableSize, -crcSize);
}

async function unpackOnce(
  code: ArrayBuffer, packed: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const { instance } = await WebAssembly.instantiate(code);
  const module = instance.exports as unknown as Unpacker;
  const size = new DataView(packed.buffer).getUint32(5, true);
  if (packed.length > module.max_packed() || size > module.max_content()) throw new Error('too many bytes');
  const memory = new Uint8Array(module.memory.buffer as ArrayBuffer);
  memory.set(packed, module.packed_at());
  module.unpack(packed.length);
  return checked(memory.subarray(module.content_at(), module.content_at() + size));
}

// An engine that compiles a module anew while it runs has been seen to get one instance of 150 wrong (WebKitGTK
// 2.50.6), and the next right. What is damaged stays damaged.
const attempts = 3;

/** Throws where either is damaged: gzip and the content have a CRC-32 each. */
export async function unpack({ unpacker, parts }: Packed): Promise<Uint8Array<ArrayBuffer>> {
  const code = await gunzip(bytesOfBase122(unpacker));
  const packed = bytesOfBase122(parts);
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const content = await unpackOnce(code, packed);
    if (content !== null) return content;
  }
  throw new Error('damaged');
}
