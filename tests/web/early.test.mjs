// What is done before the core is ready is answered when it is: nothing breaks and nothing is lost.

import { after, before } from 'node:test';
import { startBrowser, stopBrowser } from './lib/browser.mjs';
import { test } from './lib/cannot.mjs';
import { press } from './lib/controls.mjs';
import { requirePage } from './lib/environment.mjs';
import { expectVerdict, visit } from './lib/page.mjs';

requirePage();
let browser;
before(async () => { browser = await startBrowser(); });
after(() => stopBrowser(browser));

// In the page's own turn, long before a driver could: the worker has not read its first message yet.
const pressAtOnce = (page) => page.evaluateOnNewDocument(() => {
  new MutationObserver((_, observer) => {
    const found = [...document.querySelectorAll('button')]
      .find((button) => button.textContent.trim() === 'Load matching sample');
    if (!found) return;
    observer.disconnect();
    found.click();
  }).observe(document, { childList: true, subtree: true });
});

test('a sample that is loaded as soon as its button is there', async () => {
  await visit(browser, (page) => expectVerdict(page, 'match'), { prepare: pressAtOnce });
});

test('and once more, by hand', async () => {
  await visit(browser, async (page) => {
    await expectVerdict(page, 'match');
    await press(page, 'Load failing sample');
    await expectVerdict(page, 'mismatch');
  }, { prepare: pressAtOnce });
});
