// Bytes as text that HTML takes as it stands: 13 bits are two of 91 characters, base85 takes a seventieth more.
// The reader is web/src/boot/unpack.ts.

/** "!" to "~" without & < >. */
function letter(digit) {
  const code = 33 + digit + Number(digit >= 5);
  return code + Number(code >= 60) + Number(code >= 61);
}

/** The lowest bits first; of the bits that are left over, up to six are one character. */
export function base91(bytes) {
  const letters = [];
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held |= byte << bits;
    bits += 8;
    if (bits >= 13) {
      const pair = held & 0x1fff;
      letters.push(letter(pair % 91), letter(Math.floor(pair / 91)));
      held >>= 13;
      bits -= 13;
    }
  }
  if (bits > 0) letters.push(letter(held % 91));
  if (bits > 6) letters.push(letter(Math.floor(held / 91)));
  return Buffer.from(letters).toString('latin1');
}
