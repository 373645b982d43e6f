import createCore from '../../src/core/face';
import { Sevproof, type LoadOptions } from './sevproof';

export * from './sevproof';

async function fetchModule(): Promise<ArrayBuffer> {
  const answer = await fetch(new URL('./sevproof_core.wasm', import.meta.url));
  if (!answer.ok) throw new Error(`sevproof_core.wasm: expected the module, got status ${answer.status}`);
  return answer.arrayBuffer();
}

/** A core of its own; each takes some megabytes of memory. */
export async function load({ wasm }: LoadOptions = {}): Promise<Sevproof> {
  return new Sevproof(await createCore({ wasmBinary: wasm ?? await fetchModule() }));
}
