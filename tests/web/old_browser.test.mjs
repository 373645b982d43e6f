// A browser that lacks what the page needs, or a file that was damaged: the page says what, and what to do
// instead.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { oldest } from '../../web/build/browsers.mjs';
import { findViolations } from './lib/axe.mjs';
import { startBrowser, stopBrowser } from './lib/browser.mjs';
import { test } from './lib/cannot.mjs';
import { shownText, waitUntil } from './lib/controls.mjs';
import { browserName, pageFile, requirePage } from './lib/environment.mjs';
import { fileUrl } from './lib/page.mjs';
import { scratch } from './lib/scratch.mjs';

requirePage();

async function expectRefusal(pattern, { prepare = null, moreArguments = [], url = fileUrl }) {
  const browser = await startBrowser({ moreArguments });
  try {
    const page = await browser.newPage();
    const faults = [];
    page.on('pageerror', (fault) => faults.push(String(fault)));
    if (prepare !== null) await page.evaluateOnNewDocument(prepare);
    await page.goto(url);
    await waitUntil(page, 'the page says what is missing',
      () => document.body.innerText.includes('cannot run in this browser'));
    const text = await shownText(page);
    assert.match(text, pattern);
    assert.match(text, /The native program sevproof/);
    assert.match(text, new RegExp(`Chrome ${oldest.chrome}, Edge ${oldest.edge}, Firefox ${oldest.firefox}, Safari`));
    assert.match(await page.title(), /Cannot run/);
    assert.equal(await page.$('button, input'), null, 'nothing to press or to fill');
    // What a browser reports of a script that it does not run; Firefox of one that the policy has blocked, too.
    const isOfScript = (fault) => pattern === noScript && /sevproofPage|Content-Security-Policy/.test(fault);
    assert.deepEqual(faults.filter((fault) => !isOfScript(fault)), []);
    assert.deepEqual(await findViolations(page), []);
  } finally {
    await stopBrowser(browser);
  }
}

test('without WebAssembly', async () => {
  await expectRefusal(/no WebAssembly, which/, { prepare: () => { delete globalThis.WebAssembly; } });
});

const noScript = /does not run the script that is packed.*too old.*policy of its own/s;
const noSimd = /no WebAssembly SIMD.*SHA-256/s;

test('without WebAssembly SIMD, as Chromium is on a CPU without SSE4.1', async (context) => {
  if (browserName !== 'chromium') {
    context.skip('Chromium alone has such a switch');
    return;
  }
  await expectRefusal(noSimd,
    { moreArguments: ['--js-flags=--no-enable-sse4-1 --no-enable-sse4-2 --no-enable-avx'] });
});

test('without WebAssembly SIMD, where the browser says no when asked', async () => {
  await expectRefusal(noSimd, { prepare: () => { WebAssembly.validate = () => false; } });
});

test('without DecompressionStream', async () => {
  await expectRefusal(/no DecompressionStream/,
    { prepare: () => { delete globalThis.DecompressionStream; } });
});

/** The page with some of its text replaced; throws where that is not there once. */
function changedPage(name, from, to) {
  const page = readFileSync(pageFile, 'utf8');
  assert.equal(page.split(from).length, 2, String(from));
  const changed = join(scratch, name);
  writeFileSync(changed, page.replace(from, () => to));
  return pathToFileURL(changed).href;
}

test('where its script does not run, as in a browser that does not know its words', async () => {
  // A script that declares what cannot be declared runs not a line, as one of which a line is unknown.
  await expectRefusal(noScript, { prepare: () => { Object.defineProperty(globalThis, 'sevproofPage', { value: null }); } });
});

test('where another policy keeps what is packed from running', async () => {
  await expectRefusal(noScript,
    { url: changedPage('policy.html', /(?<=script-src '[^']+' )'[^']+' (?='wasm-unsafe-eval')/, '') });
});

test('a file that was damaged on its way', async () => {
  const page = readFileSync(pageFile, 'utf8');
  const at = page.indexOf('id="sevproof-parts">') + 100_000;
  const damaged = join(scratch, 'damaged.html');
  writeFileSync(damaged, page.slice(0, at) + (page[at] === 'A' ? 'B' : 'A') + page.slice(at + 1));
  const browser = await startBrowser();
  try {
    const shown = await browser.newPage();
    await shown.goto(pathToFileURL(damaged).href);
    await waitUntil(shown, 'the page says that it is damaged',
      () => document.body.innerText.includes('This file is damaged'));
    assert.match(await shownText(shown), /cannot be unpacked. Fetch it again, and compare its SHA-256/);
    assert.equal(await shown.$('button, input'), null, 'nothing to press or to fill');
    assert.deepEqual(await findViolations(shown), []);
  } finally {
    await stopBrowser(browser);
  }
});
