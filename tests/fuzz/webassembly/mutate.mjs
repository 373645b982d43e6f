// Random changes that a seed repeats.

/** Numbers from a seed (mulberry32). */
export function randomFrom(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let word = Math.imul(state ^ (state >>> 15), state | 1);
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
    return (word ^ (word >>> 14)) >>> 0;
  };
  const below = (limit) => next() % limit;
  const one = (list) => list[below(list.length)];
  return { below, one };
}

const piece = (random, bytes) => {
  const first = random.below(bytes.length + 1);
  return [first, Math.min(bytes.length, first + random.below(random.one([2, 9, 65])))];
};

const edits = [
  (random, bytes) => {
    const changed = Buffer.from(bytes);
    if (changed.length > 0) changed[random.below(changed.length)] ^= 1 << random.below(8);
    return changed;
  },
  (random, bytes) => {
    const [first, last] = piece(random, bytes);
    return Buffer.concat([bytes.subarray(0, first), bytes.subarray(last)]);
  },
  (random, bytes) => {
    const [first, last] = piece(random, bytes);
    return Buffer.concat([bytes.subarray(0, last), bytes.subarray(first)]);
  },
  (random, bytes) => {
    const [first] = piece(random, bytes);
    const more = Buffer.from(random.one([' ', '\n', '\0', '"', "'", '\\', '0x', '-1', ',', '\u00e9', '\u202e']));
    return Buffer.concat([bytes.subarray(0, first), more, bytes.subarray(first)]);
  },
  (random, bytes) => {
    const [first, last] = piece(random, bytes);
    return Buffer.from(bytes).fill(random.one([0, 0xff]), first, last);
  },
];

/** `bytes` with up to three changes. */
export function changedBytes(random, bytes) {
  let changed = Buffer.from(bytes);
  for (let left = random.below(3); left >= 0; left -= 1) changed = random.one(edits)(random, changed);
  return new Uint8Array(changed);
}

/** The same, of the same size. */
export function bytesOfThatSize(random, bytes) {
  const changed = Buffer.from(changedBytes(random, bytes));
  return new Uint8Array(Buffer.concat([changed, Buffer.alloc(bytes.length)]).subarray(0, bytes.length));
}

/** The same of text, which stays well-formed. */
export const changedText = (random, text) =>
  Buffer.from(changedBytes(random, Buffer.from(text))).toString();
