// The npm package as its users get it: packed, and unpacked in a folder of its own.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { built } from './built.mjs';
import { web } from './bundle.mjs';

const { build } = createRequire(join(web, 'package.json'))('esbuild');

/** A program that imports `sevproof` from here gets the package. */
export const folder = mkdtempSync(join(tmpdir(), 'sevproof npm '));
process.on('exit', () => rmSync(folder, { recursive: true }));

export function run(command, args, cwd = folder) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  assert.equal(status, 0, `${command} ${args.join(' ')}:\n${stdout}${stderr}`);
  return stdout;
}

/** The path of an archive, in a folder of that name. */
export function pack(name) {
  const made = join(folder, name);
  run(process.execPath, [join(web, 'npm.mjs'), '--core', built, '--out', join(made, 'package')]);
  run('npm', ['pack', '--offline', '--pack-destination', made], join(made, 'package'));
  const [archive] = readdirSync(made).filter((file) => file.endsWith('.tgz'));
  return join(made, archive);
}

export const archive = pack('first');
export const installed = join(folder, 'node_modules', 'sevproof');
mkdirSync(installed, { recursive: true });
run('tar', ['--extract', '--file', archive, '--directory', installed, '--strip-components=1']);

/** Bundles a program that uses the package, for browsers; the path of the result. */
export async function bundleConsumer(name, text, options = {}) {
  const outfile = join(folder, `${name}.mjs`);
  writeFileSync(join(folder, `${name}.js`), text);
  await build({ entryPoints: [join(folder, `${name}.js`)], absWorkingDir: folder, bundle: true, format: 'esm',
    platform: 'browser', target: 'es2022', loader: { '.wasm': 'binary' }, outfile, logLevel: 'error', ...options });
  return outfile;
}
