// TypeScript and styles to single texts, with esbuild.
import { build } from 'esbuild';
import { join } from 'node:path';
import { oldest } from './browsers.mjs';

const target = Object.entries(oldest).map(([name, since]) => name + since);
// What says that a browser is too old must run in it.
const bootTarget = 'es2017';

// The glue can also load its module over the network. The page hands it over, and must not be able
// to ask any server for anything: with these gone, that code goes as well.
const noNetwork = Object.fromEntries(
  ['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource', 'importScripts'].map((name) => [name, 'undefined']));

// The glue asks where it lies, to find its module beside it. In the page it lies nowhere, and what it
// makes of this is never used.
const noPlace = { 'import.meta.url': '"file:///"' };

// Whoever looks into the page is to understand what it runs: with names, lines and the files that they are from. Packed that
// costs little.
const readable = { minify: false, minifySyntax: true };

/** Imports of the declared face get the built module. */
function coreModule(coreFolder) {
  return {
    name: 'core-module',
    setup(build) {
      build.onResolve({ filter: /\/core\/face$/ }, () => ({ path: join(coreFolder, 'sevproof_core.mjs') }));
    },
  };
}

/** Packages of which something is in the output. */
function packagesIn({ outputs }) {
  const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
  return [...new Set(inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).flatMap(([path]) =>
    /.*(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []))];
}

/** {text, packages} */
async function bundle(webFolder, entry, options) {
  const result = await build({
    entryPoints: [join(webFolder, entry)],
    absWorkingDir: webFolder,
    bundle: true,
    write: false,
    minify: true,
    metafile: true,
    target,
    charset: 'utf8',
    legalComments: 'none',
    logOverride: { 'empty-import-meta': 'error' },
    ...options,
  });
  return { text: result.outputFiles[0].text.trim(), packages: packagesIn(result.metafile) };
}

export function bundleBoot(webFolder, version) {
  return bundle(webFolder, 'src/boot/boot.ts', {
    ...readable,
    format: 'iife',
    target: bootTarget,
    define: { __SEVPROOF_VERSION__: JSON.stringify(version), __OLDEST_BROWSERS__: JSON.stringify(oldest) },
  });
}

export function bundleWorker(webFolder, coreFolder) {
  return bundle(webFolder, 'src/worker/worker.ts',
    { ...readable, format: 'iife', plugins: [coreModule(coreFolder)], define: { ...noNetwork, ...noPlace } });
}

/** As a function of its parts, which boot/boot.ts calls. */
export async function bundlePage(webFolder, version) {
  const page = await bundle(webFolder, 'src/ui/main.tsx', {
    ...readable,
    format: 'iife',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    define: { __SEVPROOF_VERSION__: JSON.stringify(version) },
  });
  return { ...page, text: `function sevproofPage(sevproofParts) {\n${page.text}\n}` };
}

export function bundleStyle(webFolder, entry) {
  return bundle(webFolder, entry, {});
}

/** For other programs: readable, and with the glue as Emscripten made it. */
export function bundleForNpm(webFolder, entry, coreFolder) {
  return bundle(webFolder, entry, {
    format: 'esm',
    platform: 'neutral',
    external: ['node:*'],
    target: 'es2022',
    minify: false,
    logOverride: {},
    plugins: [coreModule(coreFolder)],
  });
}
