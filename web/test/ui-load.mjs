// Bundles one TypeScript module of the page for Node and imports it, with its own fresh state.

import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

import './browser_globals.mjs';

const require = createRequire(new URL('../package.json', import.meta.url));
const { build } = require('esbuild');
const ui = fileURLToPath(new URL('../src/ui/', import.meta.url));

let turn = 0;

/** `modules`: paths below src/ui, whose exports come in one object. */
export async function loadUi(...modules) {
  const contents = modules.map((path) => `export * from './${path}';`).join('\n');
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: ui, loader: 'ts' },
    bundle: true, write: false, format: 'esm', platform: 'neutral', target: 'es2022',
    mainFields: ['module', 'main'], logLevel: 'silent',
    define: { __SEVPROOF_VERSION__: '"0.0.0"' },
  });
  turn += 1;
  const text = `${outputFiles[0].text}\n// ${turn}`;
  return import(`data:text/javascript;base64,${Buffer.from(text).toString('base64')}`);
}
