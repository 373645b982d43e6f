// Stands for the core: hashes with Node, and fails on demand.
import { createHash } from 'node:crypto';

/** Shared by every bundle that has its own copy of this module. */
export const orders = (globalThis.ordersToFakeCore ??= { trap: null, objects: 0 });

class StreamHash {
  #hash = createHash('sha256');
  #room = new Uint8Array(0);

  constructor() { orders.objects += 1; }

  room(size) {
    if (orders.trap !== null) throw orders.trap;
    this.#room = new Uint8Array(size);
    return this.#room;
  }

  update(size) { this.#hash.update(this.#room.subarray(0, size)); }
  digest() { return this.#hash.digest('hex'); }
  delete() { orders.objects -= 1; }
}

export default async function createCore() {
  return {
    StreamHash,
    checkText: (field, text) => {
      if (orders.trap !== null) throw orders.trap;
      return JSON.stringify({ ok: true, value: { field, text } });
    },
  };
}
