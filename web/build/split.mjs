// The code of a WebAssembly module, told apart into streams of what is alike, so that LZMA makes less of it. What
// puts them together again is wasm/packing/join.h in the page, and scripts/page-parts; the words are those of join.h.

/** In the order in which they stand. */
export const kStreams = ['code', 'declared', 'get', 'set', 'i32', 'wide', 'offset', 'type', 'global'];

/** Where the functions begin and how many bytes they have, then the size of each stream: numbers of 32 bits. */
export const kTableSize = 4 * (2 + kStreams.length);

/** What follows an opcode: a stream of a number each, or how many bytes of `wide`. */
function operandsOf(...rows) {
  const operands = new Map();
  for (const [from, to, ...what] of rows) {
    for (let opcode = from; opcode <= to; opcode += 1) operands.set(opcode, what);
  }
  return operands;
}

const kOperands = operandsOf(
  [0x00, 0x01], [0x02, 0x04, 'type'], [0x05, 0x05], [0x0b, 0x0b], [0x0c, 0x0d, 'code'], [0x0f, 0x0f], [0x10, 0x10, 'code'],
  [0x11, 0x11, 'code', 'code'], [0x1a, 0x1b], [0x23, 0x24, 'global'], [0x28, 0x3e, 'code', 'offset'], [0x3f, 0x40, 'code'],
  [0x41, 0x41, 'i32'], [0x42, 0x42, 'wide'], [0x43, 0x43, 4], [0x44, 0x44, 8], [0x45, 0xc4]);
/** Of 0xfc: conversions, and what works on memory as a whole. */
const kMore = operandsOf([0, 7], [8, 8, 'code', 'code'], [9, 9, 'code'], [10, 10, 'code', 'code'], [11, 11, 'code']);
/** Of 0xfd: SIMD. */
const kVectors = operandsOf([14, 20], [35, 83], [94, 255], [0, 11, 'code', 'offset'], [12, 13, 16], [21, 34, 'code'],
  [84, 91, 'code', 'offset', 'code'], [92, 93, 'code', 'offset']);

class Splitter {
  constructor(bytes, at, end) {
    Object.assign(this, { bytes, at, end });
    this.streams = Object.fromEntries(kStreams.map((name) => [name, []]));
  }

  byte() {
    if (this.at >= this.end) throw new Error('the code ends too early');
    this.at += 1;
    return this.bytes[this.at - 1];
  }

  /** A number in LEB128, into a stream where one is named. */
  number(stream) {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.byte();
      if (stream !== undefined) this.streams[stream].push(byte);
      value += byte % 128 * scale;
      if (byte < 128) return value;
    }
  }

  take(operands, opcode) {
    if (operands === undefined) throw new Error(`unknown opcode ${opcode}`);
    for (const what of operands) {
      if (typeof what === 'string') this.number(what);
      else for (let left = what; left > 0; left -= 1) this.streams.wide.push(this.byte());
    }
  }

  /** A local variable: how many others have been used since; of those above 127, its number. */
  local(stream) {
    const index = this.bytes[this.at];
    if (index >= 128) {
      this.number(stream);
      return;
    }
    this.streams[stream].push(this.recent.indexOf(this.byte()));
    this.recent = [index, ...this.recent.filter((other) => other !== index)];
  }

  branchTable() {
    for (let left = this.number('code') + 1; left > 0; left -= 1) this.number('code');
  }

  instruction() {
    const opcode = this.byte();
    this.streams.code.push(opcode);
    if (opcode === 0x0e) this.branchTable();
    else if (opcode >= 0x20 && opcode <= 0x22) this.local(opcode === 0x20 ? 'get' : 'set');
    else if (opcode === 0xfc) this.take(kMore.get(this.number('code')), '0xfc');
    else if (opcode === 0xfd) this.take(kVectors.get(this.number('code')), '0xfd');
    else this.take(kOperands.get(opcode), opcode);
    return opcode;
  }

  /** Its size follows from where its last block ends. */
  body() {
    this.number();
    for (let left = this.number('declared'); left > 0; left -= 1) {
      this.number('declared');
      this.number('declared');
    }
    this.recent = [...Array(128).keys()];
    for (let depth = 1; depth > 0;) {
      const opcode = this.instruction();
      if (opcode >= 0x02 && opcode <= 0x04) depth += 1;
      if (opcode === 0x0b) depth -= 1;
    }
  }
}

/** Where the first function's size stands and where the last one ends. */
function findFunctions(bytes, coreAt, coreEnd) {
  const reader = new Splitter(bytes, coreAt + 8, coreEnd);
  for (;;) {
    const id = reader.byte();
    const size = reader.number();
    const end = reader.at + size;
    if (id !== 10) {
      reader.at = end;
      continue;
    }
    reader.number();
    if (end > coreEnd) throw new Error('the code ends too early');
    return new Splitter(bytes, reader.at, end);
  }
}

/**
 * A table and the content, with the streams and zeros where the functions of the module at `coreAt` are. Throws where it
 * has other instructions than are known here.
 */
export function split(content, coreAt, coreSize) {
  const splitter = findFunctions(content, coreAt, coreAt + coreSize);
  const { at: start, end } = splitter;
  while (splitter.at < end) splitter.body();
  const streams = kStreams.map((name) => Buffer.from(splitter.streams[name]));
  const numbers = Uint32Array.from([start, end - start, ...streams.map(({ length }) => length)]);
  const table = Buffer.alloc(kTableSize);
  numbers.forEach((number, at) => table.writeUInt32LE(number, 4 * at));
  const joined = Buffer.concat(streams);
  return Buffer.concat([table, content.subarray(0, start), joined, Buffer.alloc(end - start - joined.length),
    content.subarray(end)]);
}
