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
  /** As many bytes as the header says, to content_at(); other ones where what is packed is damaged. */
  unpack(size: number): void;
  content_at(): number;
  max_content(): number;
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

const crcSize = 4;

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

/** Of what was packed with its CRC-32 behind it; null where that is not what is there. */
function checked(content: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | null {
  // Of data and its own CRC-32 it is always this.
  if (content.length < crcSize || crc32(content) !== 0x2144df1c) return null;
  return content.slice(0, -crcSize);
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
  const code = await gunzip(bytesOfBase91(unpacker));
  const packed = bytesOfBase91(parts);
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const content = await unpackOnce(code, packed);
    if (content !== null) return content;
  }
  throw new Error('damaged');
}
