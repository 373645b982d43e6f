// A page of somebody's that uses the npm package, from a web server, under the policy that the package's README asks for.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { bundleConsumer, installed } from '../../web/test/npm_package.mjs';
import { startSite } from '../../web/test/site.mjs';
import { startBrowser, stopBrowser } from './lib/browser.mjs';
import { test } from './lib/cannot.mjs';
import { waitUntil } from './lib/controls.mjs';
import { requirePage } from './lib/environment.mjs';

requirePage();
const javaScript = { 'content-type': 'text/javascript' };
const shows = `
  const show = (text) => { document.body.textContent = text; };
  const told = (sevproof) => { const tests = sevproof.selfTests();
    return tests.filter(({ passed }) => passed).length + ' of ' + tests.length; };`;
const program = (from, argument) => `import { load } from '${from}';${shows}
  load(${argument}).then(told).then(show, (error) => show('error: ' + error));`;

/** A page under that policy, with one script. */
const pageWith = (script, policy) => ({ body: `<!doctype html><title>A page</title><body>
  <script type="module" src="${script}"></script>`, headers: { 'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; img-src 'self'; script-src 'self' ${policy}` } });

async function filesOfSite() {
  const bundled = await bundleConsumer('handed-over',
    `import wasm from 'sevproof/sevproof_core.wasm';${program('sevproof', '{ wasm }')}`);
  const ofPackage = readdirSync(installed).map((name) => [`/package/${name}`, { body: readFileSync(join(installed, name)),
    headers: name.endsWith('.js') ? javaScript : {} }]);
  return {
    ...Object.fromEntries(ofPackage),
    '/asks.js': { body: program('/package/browser.js', ''), headers: javaScript },
    '/has.js': { body: readFileSync(bundled), headers: javaScript },
    '/favicon.ico': { body: '' },
    '/asks': pageWith('/asks.js', "'wasm-unsafe-eval'; connect-src 'self'"),
    '/asks-in-vain': pageWith('/asks.js', "'wasm-unsafe-eval'"),
    '/has': pageWith('/has.js', "'wasm-unsafe-eval'"),
    '/has-in-vain': pageWith('/has.js', ''),
  };
}

let browser;
let site;
before(async () => {
  site = await startSite(await filesOfSite());
  browser = await startBrowser();
});
after(async () => {
  await stopBrowser(browser);
  await site?.stop();
});

/** What the page shows in the end, and what it asked of the site. */
async function visited(path) {
  const before = site.requests.length;
  const page = await browser.newPage();
  try {
    await page.goto(site.url + path, { waitUntil: 'load' });
    await waitUntil(page, 'the script has an answer', () => document.body?.textContent.trim() !== '');
    const text = await page.evaluate(() => document.body.textContent);
    return { text, asked: site.requests.slice(before).filter((one) => one !== '/favicon.ico') };
  } finally {
    await page.close().catch(() => {});
  }
}

const allPassed = /^(\d{2,}) of \1$/;

test('asks for its module and runs', async () => {
  const { text, asked } = await visited('/asks');
  assert.match(text, allPassed);
  assert.deepEqual(asked, ['/asks', '/asks.js', '/package/browser.js', '/package/sevproof_core.wasm']);
});

test('runs where the module is handed over, and then asks nobody', async () => {
  const { text, asked } = await visited('/has');
  assert.match(text, allPassed);
  assert.deepEqual(asked, ['/has', '/has.js']);
});

for (const path of ['/asks-in-vain', '/has-in-vain']) {
  test(`${path}: a policy with less is an error`, async () => {
    const { text, asked } = await visited(path);
    assert.match(text, /^error: /);
    assert.ok(!asked.includes('/package/sevproof_core.wasm'));
  });
}
