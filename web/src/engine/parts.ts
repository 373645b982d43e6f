// What the build has packed into the page (web/build/parts.mjs).

import { unpack, type Packed } from './unpack';

export interface Parts {
  /** The WebAssembly module. */
  core: Uint8Array<ArrayBuffer>;
  /** The worker's script. */
  worker: string;
  /** All of the style that the first look does not need. */
  style: string;
  /** JSON: samples/index.ts. */
  samples: string;
  /** JSON: ui/model/licences.ts. */
  licences: string;
}

export async function unpackParts(packed: Packed): Promise<Parts> {
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
  return { core, worker: decoder.decode(texts.worker), style: decoder.decode(texts.style),
    samples: decoder.decode(texts.samples), licences: decoder.decode(texts.licences) };
}

let opened: Parts | null = null;

/** Before anything else. Throws where the page is damaged. */
export async function openParts(): Promise<void> {
  const textOf = (id: string): string => document.getElementById(id)?.textContent ?? '';
  opened = await unpackParts({ unpacker: textOf('sevproof-unpacker'), parts: textOf('sevproof-parts') });
}

export function parts(): Parts {
  if (opened === null) throw new Error('the page has not been unpacked yet');
  return opened;
}
