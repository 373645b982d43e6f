// Bytes as text that HTML takes as it stands in a script of data, in any of the character sets that a server may name:
// 6.93 bits a letter. The readers are web/src/boot/unpack.ts and scripts/page-parts.

// NUL and CR do not come through HTML as they are, "<" could begin a tag, and ISO-2022-JP switches with the other three.
const kUnsafe = [0, 13, 14, 15, 27, 60];
const kLetters = [...Array(128).keys()].filter((code) => !kUnsafe.includes(code));
const kBase = kLetters.length;

/** As of here the writer takes a letter out of its state before it puts a byte in, so 31 bits hold it. */
const kFull = kBase * 2 ** 16;

/**
 * The reader multiplies a state by 122, adds a letter, and takes the lowest byte out where there are more than 24 bits.
 * The writer goes the other way, from the last byte to the first (an asymmetric numeral system whose letters are all
 * equally likely), so that no part of a bit is lost between the letters.
 */
export function base122(bytes) {
  const letters = [];
  let state = 2 ** 16;
  const take = () => {
    letters.push(kLetters[state % kBase]);
    state = Math.floor(state / kBase);
  };
  for (let at = bytes.length - 1; at >= 0; at -= 1) {
    while (state >= kFull) take();
    state = state * 256 + bytes[at];
  }
  while (state > 0) take();
  return Buffer.from(letters.reverse()).toString('latin1');
}
