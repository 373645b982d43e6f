// TypeScript modules for node:test, bundled as the page bundles them.
import { createRequire } from 'node:module';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import './browser_globals.mjs';

const test = dirname(fileURLToPath(import.meta.url));
export const web = dirname(test);
const { build } = createRequire(join(web, 'package.json'))('esbuild');

const fakeCore = {
  name: 'fake-core',
  setup(context) {
    context.onResolve({ filter: /\/core\/face$/ }, () => ({ path: join(test, 'fake_core.mjs') }));
  },
};

/** Imports web/src/`entry`, with the core of fake_core.mjs. */
export async function importSource(entry) {
  const folder = mkdtempSync(join(tmpdir(), 'sevproof-web-'));
  try {
    const outfile = join(folder, 'module.mjs');
    await build({
      entryPoints: [join(web, 'src', entry)],
      bundle: true,
      format: 'esm',
      platform: 'neutral',
      mainFields: ['module', 'main'],
      external: ['node:*'],
      outfile,
      absWorkingDir: web,
      jsx: 'automatic',
      jsxImportSource: 'preact',
      logLevel: 'error',
      plugins: [fakeCore],
    });
    return await import(pathToFileURL(outfile));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
