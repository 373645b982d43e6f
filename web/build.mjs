// Builds the page: everything in one file, the same to the byte wherever it is built.
//
// Usage: node web/build.mjs [--out DIR] [--core DIR]
//
//   --out DIR    where sevproof.html, SHA256SUMS and nginx-policy.conf go (dist)
//   --core DIR   where what Emscripten built lies (build/wasm/bin)
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { bundleBoot, bundlePage, bundleStyle, bundleWorker } from './build/bundle.mjs';
import { checkEmbeddable, checkPage, checkScript, checkSources, checkStyle, maxSize } from './build/checks.mjs';
import { checkPackages, pageComponents, pageNotices } from './build/notices.mjs';
import { readHelp } from './build/help.mjs';
import { packParts } from './build/parts.mjs';
import { nginxPolicy, pagePolicy } from './build/policy.mjs';
import { readSamples } from './build/samples.mjs';
import { startCore } from './build/start.mjs';
import { projectVersion } from './build/version.mjs';

const web = dirname(fileURLToPath(import.meta.url));
const project = dirname(web);

const kBuilt = ['sevproof_core.wasm', 'sevproof_core.mjs', 'sevproof_core.json', 'sevproof_packer.wasm',
  'sevproof_unpacker.wasm'];

const { values: options } = parseArgs({
  options: {
    out: { type: 'string', default: join(project, 'dist') },
    core: { type: 'string', default: join(project, 'build', 'wasm', 'bin') },
  },
});

/** What compiled the core, with its version. */
function compilerOf(coreFolder) {
  const { compiler } = JSON.parse(readFileSync(join(coreFolder, 'sevproof_core.json'), 'utf8'));
  if (!/^[\w.() -]+$/.test(compiler)) throw new Error(`sevproof_core.json: expected a compiler, got ${compiler}`);
  return compiler;
}

function banner(version, compiler) {
  return [
    `sevproof ${version}: was the guest that the cloud host claims to have started the one you asked for?`,
    'One file that needs no installation and no network. Licence: Apache-2.0. It contains code of others under',
    'their licences: "Licences" at the foot of the page shows their notices, which are in this file too.',
    'Compare its SHA-256 with the one in SHA256SUMS: sha256sum sevproof.html, on macOS',
    'shasum -a 256 sevproof.html, on Windows certutil -hashfile sevproof.html SHA256.',
    `Its core was compiled with ${compiler}; another version makes another file of the same sources.`,
  ].join('\n');
}

/** Fills {{name}}; a text is taken as it is, whatever it contains. */
function fill(template, parts) {
  return template.replace(/\{\{(\w+)\}\}/g, (_, name) => {
    if (parts[name] === undefined) throw new Error(`index.html: nothing to put at {{${name}}}`);
    return parts[name];
  });
}

async function makeParts(coreFolder) {
  const version = projectVersion(project);
  const compiler = compilerOf(coreFolder);
  const script = await bundlePage(web, version);
  const boot = await bundleBoot(web, version);
  const worker = await bundleWorker(web, coreFolder);
  const style = await bundleStyle(web, 'src/ui/first.css');
  const moreStyle = await bundleStyle(web, 'src/ui/style.css');
  checkSources(join(web, 'src'));
  const scripts = { 'the script': script, 'what starts it': boot, 'the worker': worker };
  for (const [name, { text }] of Object.entries(scripts)) checkScript(text, name);
  checkEmbeddable(style.text, 'the style');
  checkStyle(moreStyle.text, 'the style that is packed');
  checkPackages([...Object.values(scripts), style, moreStyle].flatMap(({ packages }) => packages), pageComponents(project));
  const packed = {
    core: readFileSync(join(coreFolder, 'sevproof_core.wasm')),
    worker: worker.text,
    script: script.text,
    style: moreStyle.text,
    help: JSON.stringify(readHelp(join(web, 'src', 'help'))),
    licences: JSON.stringify(pageNotices(project)),
    samples: JSON.stringify(readSamples(join(project, 'public', 'sample'))),
  };
  return {
    boot: boot.text,
    style: style.text,
    packed,
    ...await packParts(coreFolder, packed),
    policy: pagePolicy({ scripts: [boot, script].map(({ text }) => text), style: style.text }),
    compiler,
    banner: banner(version, compiler),
  };
}

// Beside the target and renamed: whoever opens it meanwhile gets the old file or the new one.
function write(path, content) {
  writeFileSync(`${path}.new`, content);
  renameSync(`${path}.new`, path);
}

async function main() {
  const coreFolder = resolve(options.core);
  for (const name of kBuilt) {
    if (existsSync(join(coreFolder, name))) continue;
    throw new Error(`expected ${name} in ${coreFolder}, found none; scripts/build-page builds it`);
  }
  const parts = await makeParts(coreFolder);
  const html = fill(readFileSync(join(web, 'index.html'), 'utf8'), parts);
  checkPage(html, parts);
  const selfTests = await startCore(parts.packed);
  mkdirSync(options.out, { recursive: true });
  write(join(options.out, 'sevproof.html'), html);
  const digest = createHash('sha256').update(html).digest('hex');
  write(join(options.out, 'SHA256SUMS'), `${digest}  sevproof.html\n`);
  write(join(options.out, 'nginx-policy.conf'), nginxPolicy(parts.policy));
  for (const name of ['boot', 'style', 'unpacker', 'parts']) {
    console.log(`${name.padEnd(8)} ${String(Buffer.byteLength(parts[name])).padStart(7)} bytes`);
  }
  if (parts.unsplit !== null) console.log(`the core's code is packed as it is: ${parts.unsplit}`);
  console.log(`page     ${String(Buffer.byteLength(html)).padStart(7)} bytes of at most ${maxSize(parts.unsplit)}`);
  console.log(`SHA-256  ${digest}, of this source with ${parts.compiler}`);
  console.log(`The core in it was started as the page starts it: ${selfTests} of ${selfTests} self-tests passed`);
}

main().catch((error) => {
  console.error(`ERROR: ${error.message}`);
  process.exitCode = 1;
});
