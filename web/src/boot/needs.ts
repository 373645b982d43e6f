// What the page needs of the browser, in words where it is missing.

// A module with one function: i32.const 0, i8x16.splat.
const simdModule = Uint8Array.of(
  0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, // magic number, version
  1, 5, 1, 0x60, 0, 1, 0x7b, // types: nothing to v128
  3, 2, 1, 0, // functions
  10, 8, 1, 6, 0, 0x41, 0, 0xfd, 0x0f, 0x0b, // code
);

/** Null where all is there. */
export function whatIsMissing(): string | null {
  if (typeof WebAssembly !== 'object') {
    return 'This browser has no WebAssembly, which this page needs. It may be old, or WebAssembly '
      + 'may be turned off (by enhanced security, or a policy).';
  }
  if (!WebAssembly.validate(simdModule)) {
    return 'This browser has no WebAssembly SIMD, which this page needs for SHA-256. It may be '
      + 'old, SIMD may be turned off (by enhanced security, or a policy), or the CPU may lack '
      + 'SSE4.1.';
  }
  if (typeof DecompressionStream !== 'function') {
    return 'This browser has no DecompressionStream, which this page needs to unpack its core: it '
      + 'is too old.';
  }
  return null;
}
