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

async function expectRefusal(pattern, { prepare = () => {}, moreArguments = [] }) {
  const browser = await startBrowser({ moreArguments });
  try {
    const page = await browser.newPage();
    const faults = [];
    page.on('pageerror', (fault) => faults.push(String(fault)));
    await page.evaluateOnNewDocument(prepare);
    await page.goto(fileUrl);
    await waitUntil(page, 'the page says what is missing',
      () => document.body.innerText.includes('cannot run in this browser'));
    const text = await shownText(page);
    assert.match(text, pattern);
    assert.match(text, /The native program sevproof/);
    assert.match(text, new RegExp(`Chrome ${oldest.chrome}, Edge ${oldest.edge}, Firefox ${oldest.firefox}, Safari`));
    assert.match(await page.title(), /Cannot run/);
    assert.equal(await page.$('button, input'), null, 'nothing to press or to fill');
    assert.deepEqual(faults, []);
    assert.deepEqual(await findViolations(page), []);
  } finally {
    await stopBrowser(browser);
  }
}

test('without WebAssembly', async () => {
  await expectRefusal(/no WebAssembly, which/, { prepare: () => { delete globalThis.WebAssembly; } });
});

const noSimd = /no WebAssembly SIMD.*SHA-256/s;

test('without WebAssembly SIMD, as Chromium is on a CPU without SSE4.1', async (context) => {
  if (browserName === 'firefox') {
    context.skip('Firefox has no such switch');
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
