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
    return 'It has no WebAssembly, in which sevproof computes here.';
  }
  if (!WebAssembly.validate(simdModule)) {
    return 'It has no WebAssembly SIMD, with which sevproof computes SHA-256 here. Chrome and Edge '
      + 'have it since version 91, Firefox since 89, Safari since 16.4; a CPU without SSE4.1, or a '
      + 'setting, can be in its way.';
  }
  return null;
}
