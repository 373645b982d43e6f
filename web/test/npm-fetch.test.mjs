// Outside Node the npm package asks for its module, which lies beside its code; here a real server answers. Node has a
// browser's fetch, but loads no code from a server: the bundler puts the address in.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { bundleConsumer, installed } from './npm_package.mjs';
import { startSite } from './site.mjs';

const module = readFileSync(join(installed, 'sevproof_core.wasm'));
const site = await startSite({
  '/some/sevproof_core.wasm': { body: module },
  '/start/sevproof_core.wasm': { body: '<!doctype html>' },
  '/half/sevproof_core.wasm': { body: module.subarray(0, module.length / 2) },
  '/broken/sevproof_core.wasm': { status: 503, body: 'later' },
});
after(() => site.stop());

let bundles = 0;
/** The package's load, of code that lies in that folder of the site. */
async function loadOf(folder, origin = site.url) {
  const outfile = await bundleConsumer(`fetching${bundles += 1}`, 'export { load } from \'sevproof\';',
    { define: { 'import.meta.url': JSON.stringify(`${origin}${folder}sevproof.js?v=1`) } });
  return (await import(pathToFileURL(outfile))).load;
}

/** What `use` asks of the site. */
async function asked(use) {
  const before = site.requests.length;
  await use();
  return site.requests.slice(before);
}

const passesItsTests = (sevproof) => {
  const tests = sevproof.selfTests();
  assert.ok(tests.length >= 10 && tests.every(({ passed }) => passed));
};

test('the module beside the code is asked for once, and nothing else', async () => {
  const load = await loadOf('/some/');
  assert.deepEqual(await asked(async () => passesItsTests(await load())), ['/some/sevproof_core.wasm']);
});

test('nobody is asked where the module is handed over', async () => {
  const load = await loadOf('/some/');
  assert.deepEqual(await asked(async () => passesItsTests(await load({ wasm: module }))), []);
});

for (const [folder, status] of [['/none/', 404], ['/broken/', 503]]) {
  test(`status ${status} in place of the module is said, and asked for once`, async () => {
    const load = await loadOf(folder);
    assert.deepEqual(await asked(() => assert.rejects(load(),
      { message: `sevproof_core.wasm: expected the module, got status ${status}` })), [`${folder}sevproof_core.wasm`]);
  });
}

for (const [folder, what] of [['/start/', 'a page'], ['/half/', 'half of the module']]) {
  test(`${what} in place of the module is refused`, async () => {
    const load = await loadOf(folder);
    assert.deepEqual(await asked(() => assert.rejects(load(), /CompileError/)), [`${folder}sevproof_core.wasm`]);
  });
}

test('a server that does not answer is an error', async () => {
  const gone = await startSite({});
  await gone.stop();
  const load = await loadOf('/some/', gone.url);
  await assert.rejects(load(), TypeError);
});
