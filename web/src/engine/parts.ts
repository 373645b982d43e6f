// What the build has packed into the page (web/build/parts.mjs): gzip, in the 85 characters of
// web/build/base85.mjs.

export interface Parts {
  /** The WebAssembly module. */
  core: Uint8Array<ArrayBuffer>;
  /** The worker's script. */
  worker: string;
  /** JSON: samples/index.ts. */
  samples: string;
  /** JSON: ui/model/licences.ts. */
  licences: string;
}

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

async function unpack(packed: string): Promise<Uint8Array<ArrayBuffer>> {
  const { readable, writable } = new DecompressionStream('gzip');
  const writer = writable.getWriter();
  // What is wrong with the bytes is told where they are read.
  writer.write(bytesOfBase85(packed)).catch(() => undefined);
  writer.close().catch(() => undefined);
  return new Uint8Array(await new Response(readable).arrayBuffer());
}

export async function unpackParts(packed: string): Promise<Parts> {
  const whole = await unpack(packed);
  const end = whole.indexOf(10);
  const decoder = new TextDecoder();
  const sizes = JSON.parse(decoder.decode(whole.subarray(0, end))) as Record<keyof Parts, number>;
  let at = end + 1;
  const contents = Object.entries(sizes).map(([name, size]): [string, Uint8Array<ArrayBuffer>] => {
    at += size;
    return [name, whole.slice(at - size, at)];
  });
  const { core, ...texts } = Object.fromEntries(contents) as Record<keyof Parts, Uint8Array<ArrayBuffer>>;
  return { core, worker: decoder.decode(texts.worker), samples: decoder.decode(texts.samples),
    licences: decoder.decode(texts.licences) };
}

let opened: Parts | null = null;

/** Before anything else. Throws where the page is damaged. */
export async function openParts(): Promise<void> {
  opened = await unpackParts(document.getElementById('sevproof-parts')?.textContent ?? '');
}

export function parts(): Parts {
  if (opened === null) throw new Error('the page has not been unpacked yet');
  return opened;
}
