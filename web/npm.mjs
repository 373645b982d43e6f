// Builds the npm package: the core with types, for Node and bundlers, in a folder that `npm pack` makes an archive of.
//
// Usage: node web/npm.mjs [--out DIR] [--core DIR]
//
//   --out DIR    the folder (dist/npm); what is in it is replaced
//   --core DIR   where what Emscripten built lies (build/wasm/bin)
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { bundleForNpm } from './build/bundle.mjs';
import { noticesText } from './build/notices.mjs';
import { projectVersion } from './build/version.mjs';

const web = dirname(fileURLToPath(import.meta.url));
const project = dirname(web);

const { values: options } = parseArgs({
  options: {
    out: { type: 'string', default: join(project, 'dist', 'npm') },
    core: { type: 'string', default: join(project, 'build', 'wasm', 'bin') },
  },
});

// Within the package all lie side by side, and Node's resolution wants the ending.
const sideBySide = (text) => text
  .replaceAll(/'\.\.\/\.\.\/src\/core\/(\w+)'/g, "'./$1.js'")
  .replaceAll(/'\.\/(\w+)'/g, "'./$1.js'");

function writeTypes(out) {
  const made = join(out, 'types');
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(web, 'node_modules', 'typescript', 'bin', 'tsc'),
    '--project', join(web, 'npm'), '--outDir', made], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the types could not be made:\n${stdout}${stderr}`);
  for (const name of ['sevproof', 'browser', 'node']) {
    writeFileSync(join(out, `${name}.d.ts`), sideBySide(readFileSync(join(made, 'npm', 'src', `${name}.d.ts`), 'utf8')));
  }
  for (const name of ['face', 'face_report', 'face_snp', 'reports', 'platforms', 'snp', 'snp_reports', 'values']) {
    writeFileSync(join(out, `${name}.d.ts`), sideBySide(readFileSync(join(web, 'src', 'core', `${name}.d.ts`), 'utf8')));
  }
  rmSync(made, { recursive: true });
}

async function main() {
  const out = resolve(options.out);
  const core = resolve(options.core);
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  for (const name of ['browser', 'node']) {
    writeFileSync(join(out, `${name}.js`), (await bundleForNpm(web, `npm/src/${name}.ts`, core)).text + '\n');
  }
  writeTypes(out);
  cpSync(join(core, 'sevproof_core.wasm'), join(out, 'sevproof_core.wasm'));
  cpSync(join(web, 'npm', 'README.md'), join(out, 'README.md'));
  cpSync(join(project, 'LICENSE'), join(out, 'LICENSE'));
  writeFileSync(join(out, 'THIRD-PARTY-NOTICES.txt'), noticesText(project));
  const manifest = { ...JSON.parse(readFileSync(join(web, 'npm', 'package.json'), 'utf8')), version: projectVersion(project) };
  writeFileSync(join(out, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  console.log(`${out}: sevproof ${manifest.version}`);
}

main().catch((error) => {
  console.error(`ERROR: ${error.message}`);
  process.exitCode = 1;
});
