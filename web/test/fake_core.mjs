// Stands for the core: hashes with Node, and fails on demand.
import { createHash } from 'node:crypto';

/** Shared by every bundle that has its own copy of this module. */
export const orders = (globalThis.ordersToFakeCore ??= { trap: null, objects: 0, pieces: 5 });

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
  kernelKind() { return 'other'; }
  delete() { orders.objects -= 1; }
}

const answer = (value) => JSON.stringify({ ok: true, value });

/** Done after orders.pieces pieces. Keeps what it was given, and a copy of it as it was. */
class DiagnosisSearch {
  #tried = 0;

  constructor() {
    orders.objects += 1;
    orders.given = { candidates: [], copy: [], request: null, requestCopy: null };
  }

  #step() {
    return answer({ done: this.#tried >= orders.pieces, tried: this.#tried, total: orders.pieces,
      share: this.#tried / orders.pieces });
  }

  add(candidate) {
    if (orders.trap !== null) throw orders.trap;
    orders.given.candidates.push(candidate);
    orders.given.copy.push(structuredClone(candidate));
    return candidate.name === 'refused'
      ? JSON.stringify({ ok: false, error: { kind: 'invalid', message: 'refused' } }) : answer(null);
  }

  begin(request, files) {
    Object.assign(orders.given, { request: files, requestCopy: structuredClone(files) });
    if (JSON.parse(request).policy === 'matches') return JSON.stringify({ ok: false, error: { kind: 'invalid' } });
    return this.#step();
  }

  run() {
    if (orders.trap !== null) throw orders.trap;
    orders.onRun?.();
    this.#tried += 1;
    return this.#step();
  }

  report() { return answer({ report: `${this.#tried} of ${orders.pieces}` }); }
  delete() { orders.objects -= 1; }
}

const about = {
  fileSizes: { firmware: 100, domainXml: 200, vmsaCpu0: 10, vmsaCpu1: 10, tik: 40, tek: 40, tk: 40, secret: 50,
    kernel: 0xffffffff, initrd: 0xffffffff, launchInfo: 100 },
  recognise: { head: 64 * 1024, tail: 48, bootHead: 8192 },
  candidates: { most: 64, whole: 16 * 1024 * 1024, head: 4096 },
};

export default async function createCore() {
  return {
    about: () => answer(about),
    // By the beginning of the name.
    recognise: (name, head, tail, size) => {
      orders.read = { head, tail };
      return answer({ role: name.split('.')[0], alternatives: [], reason: `${size}` });
    },
    describeFirmwareTable: (bytes) => answer({ sha256: createHash('sha256').update(bytes).digest('hex') }),
    describeVmsa: () => JSON.stringify({ ok: false, error: { kind: 'invalid', message: 'no page' } }),
    diffVmsa: (first, second) => answer([[...first], [...second]]),
    validate: (request, files) => {
      orders.asked = structuredClone(files);
      return answer({ report: request });
    },
    checkKey: (field, bytes) => (bytes.length === 16 ? answer({ [field]: 'ab' })
      : JSON.stringify({ ok: false, error: { kind: 'invalid', message: 'no key' } })),
    StreamHash,
    DiagnosisSearch,
    checkText: (field, text) => {
      if (orders.trap !== null) throw orders.trap;
      return JSON.stringify({ ok: true, value: { field, text } });
    },
  };
}
