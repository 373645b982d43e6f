// The bytes of files that the page gave, until it releases them.

import type { Handle } from '../engine/calls';

const held = new Map<number, Uint8Array>();

/** The bytes behind a handle were released, or went with their worker. */
export class NotHeld extends Error {}

export function hold(handle: number, bytes: Uint8Array): Handle {
  held.set(handle, bytes);
  return { handle };
}

export function release({ handle }: Handle): void {
  held.delete(handle);
}

function isHandle(value: object): value is Handle {
  return 'handle' in value;
}

/** The same with the bytes in the place of handles, however deep. Throws NotHeld. */
export function withBytes(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map(withBytes);
  if (isHandle(value)) return bytesOf(value);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withBytes(inner)]));
}

function bytesOf({ handle }: Handle): Uint8Array {
  const bytes = held.get(handle);
  if (!bytes) throw new NotHeld('A file is no longer held');
  return bytes;
}
