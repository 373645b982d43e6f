// TypeScript modules for node:test, bundled as the page bundles them.
import { createRequire } from 'node:module';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const web = dirname(dirname(fileURLToPath(import.meta.url)));
const { buildSync } = createRequire(join(web, 'package.json'))('esbuild');

/** Imports web/src/`entry`. */
export async function importSource(entry) {
  const folder = mkdtempSync(join(tmpdir(), 'sevproof-web-'));
  try {
    const outfile = join(folder, 'module.mjs');
    buildSync({ entryPoints: [join(web, 'src', entry)], bundle: true, format: 'esm', outfile, absWorkingDir: web,
      jsx: 'automatic', jsxImportSource: 'preact', logLevel: 'error' });
    return await import(pathToFileURL(outfile));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
