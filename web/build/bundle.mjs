// TypeScript and styles to single texts, with esbuild.
import { build } from 'esbuild';
import { join } from 'node:path';

// What the browsers can that WebAssembly under a strict policy asks for anyway.
const target = ['chrome110', 'firefox115', 'safari16.4'];

// The glue can also load its module over the network. The page hands it over, and must not be able
// to ask any server for anything: with these gone, that code goes as well.
const noNetwork = Object.fromEntries(
  ['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource', 'importScripts'].map((name) => [name, 'undefined']));

/** Imports of the declared face get the built module. */
function coreModule(coreFolder) {
  return {
    name: 'core-module',
    setup(build) {
      build.onResolve({ filter: /\/core\/face$/ }, () => ({ path: join(coreFolder, 'sevproof_core.mjs') }));
    },
  };
}

async function bundle(webFolder, entry, options) {
  const result = await build({
    entryPoints: [join(webFolder, entry)],
    absWorkingDir: webFolder,
    bundle: true,
    write: false,
    minify: true,
    target,
    charset: 'utf8',
    legalComments: 'none',
    logOverride: { 'empty-import-meta': 'silent' },
    ...options,
  });
  return result.outputFiles[0].text.trim();
}

export function bundleScript(webFolder, entry, { coreFolder, version }) {
  return bundle(webFolder, entry, {
    format: 'iife',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    plugins: [coreModule(coreFolder)],
    define: { ...noNetwork, __SEVPROOF_VERSION__: JSON.stringify(version) },
  });
}

export function bundleStyle(webFolder, entry) {
  return bundle(webFolder, entry, {});
}
