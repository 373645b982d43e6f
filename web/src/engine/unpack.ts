// What the build has packed into the page: gzip, in the 85 characters of web/build/base85.mjs.

function digitOf(letter: number): number {
  if (letter < 60) return letter - 40;
  return letter === 61 ? 20 : letter - 42;
}

function bytesOfBase85(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.floor(text.length * 4 / 5));
  let size = 0;
  for (let at = 0; at < text.length; at += 5) {
    let group = 0;
    // A group that is not full is filled up with the largest digit.
    for (let i = at; i < at + 5; i += 1) group = group * 85 + (i < text.length ? digitOf(text.charCodeAt(i)) : 84);
    for (let shift = 24; shift >= 0 && size < bytes.length; shift -= 8) {
      bytes[size] = group / 2 ** shift; // stored modulo 256
      size += 1;
    }
  }
  return bytes;
}

/** Without a Blob: WebKit's worker of a page from a file can read none. */
export async function unpack(packed: string): Promise<Uint8Array<ArrayBuffer>> {
  const { readable, writable } = new DecompressionStream('gzip');
  const writer = writable.getWriter();
  // What is wrong with the bytes is told where they are read.
  writer.write(bytesOfBase85(packed)).catch(() => undefined);
  writer.close().catch(() => undefined);
  return new Uint8Array(await new Response(readable).arrayBuffer());
}
