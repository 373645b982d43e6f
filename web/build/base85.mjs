// Bytes as text that HTML takes as it stands: four bytes are five characters, base64 takes more than five.
// The reader is web/src/engine/unpack.ts.

/** "(" to ";", "=", "?" to "~": 85 characters without < > & and quotes. */
function letter(digit) {
  if (digit < 20) return 40 + digit;
  return digit === 20 ? 61 : 42 + digit;
}

/** Big-endian groups, the most significant digit first; of n bytes that are left over, n + 1 characters. */
export function base85(bytes) {
  const letters = [];
  for (let at = 0; at < bytes.length; at += 4) {
    const size = Math.min(4, bytes.length - at);
    let group = 0;
    for (let i = 0; i < 4; i += 1) group = group * 256 + (i < size ? bytes[at + i] : 0);
    const digits = [];
    for (let i = 0; i < 5; i += 1) {
      digits.unshift(group % 85);
      group = Math.floor(group / 85);
    }
    letters.push(...digits.slice(0, size + 1).map(letter));
  }
  return Buffer.from(letters).toString('latin1');
}
