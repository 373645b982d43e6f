// The oldest browsers that the page is built for: by syntax (esbuild's targets) and by what it needs,
// which is WebAssembly SIMD, DecompressionStream and 'wasm-unsafe-eval'.
export const oldest = { chrome: '110', edge: '110', firefox: '115', safari: '16.4' };
