// TypeScript and styles to single texts, with esbuild.
import { build } from 'esbuild';
import { join } from 'node:path';
import { oldest } from './browsers.mjs';

const target = Object.entries(oldest).map(([name, since]) => name + since);

// The glue can also load its module over the network. The page hands it over, and must not be able
// to ask any server for anything: with these gone, that code goes as well.
const noNetwork = Object.fromEntries(
  ['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource', 'importScripts'].map((name) => [name, 'undefined']));

// The glue asks where it lies, to find its module beside it. In the page it lies nowhere, and what it
// makes of this is never used.
const noPlace = { 'import.meta.url': '"file:///"' };

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

export function bundleScript(webFolder, entry, { coreFolder, version }) {
  return bundle(webFolder, entry, {
    format: 'iife',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    plugins: [coreModule(coreFolder)],
    define: { ...noNetwork, ...noPlace, __SEVPROOF_VERSION__: JSON.stringify(version),
      __OLDEST_BROWSERS__: JSON.stringify(oldest) },
  });
}

export function bundleStyle(webFolder, entry) {
  return bundle(webFolder, entry, {});
}
