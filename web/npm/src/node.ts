import { readFile } from 'node:fs/promises';
import createCore from '../../src/core/face';
import { Sevproof, type LoadOptions } from './sevproof';

export * from './sevproof';

/** A core of its own; each takes some megabytes of memory. */
export async function load({ wasm }: LoadOptions = {}): Promise<Sevproof> {
  const module = wasm ?? await readFile(new URL('./sevproof_core.wasm', import.meta.url));
  return new Sevproof(await createCore({ wasmBinary: module }));
}
