// A worker that dies: a card says so, Restart works, and nothing that was entered is lost.

import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { startBrowser, stopBrowser } from './lib/browser.mjs';
import { test } from './lib/cannot.mjs';
import { choose, isThere, press, shownText, valueOf, waitUntil } from './lib/controls.mjs';
import { requirePage } from './lib/environment.mjs';
import { firmwareImage, launch } from './lib/launches.mjs';
import { expectVerdict, give, validate, verdict, visit, waitUntilReady } from './lib/page.mjs';
import { hookWorker, orderWorker } from './lib/worker_hook.mjs';

requirePage();
let browser;
before(async () => { browser = await startBrowser(); });
after(() => stopBrowser(browser));

const described = launch('esSku');

async function expectCard(page) {
  await waitUntil(page, 'there is a card with Restart', () => [...document
    .querySelectorAll('button')].some((button) => button.textContent.trim() === 'Restart'));
  const text = await shownText(page);
  assert.match(text, /stopped|broke|crash/i);
  assert.match(text, /sevproof \d+\.\d+\.\d+/, 'the version');
  assert.notEqual(await verdict(page), 'match');
}

async function restartAndValidate(page) {
  for (const name of ['Measurement', 'Command line', 'vCPUs']) {
    assert.equal(await valueOf(page, name), described.fields[name], name);
  }
  await press(page, 'Restart');
  await waitUntilReady(page);
  await validate(page, 'match');
  assert.ok(!await isThere(page, 'Restart', 'button'), 'the card is gone');
}

const visitHooked = (use) => visit(browser, async (page, recorder) => {
  recorder.expect(/stopped by the test/, /no memory/, /Aborted|unreachable|RuntimeError|memory/i);
  await use(page);
}, { prepare: hookWorker });

test('an error that nobody catches', async () => {
  await visitHooked(async (page) => {
    await give(page, described);
    await orderWorker(page, 'throw');
    await expectCard(page);
    await restartAndValidate(page);
  });
});

test('an error after a match', async () => {
  await visitHooked(async (page) => {
    await give(page, described);
    await validate(page, 'match');
    await orderWorker(page, 'throw');
    await waitUntil(page, 'there is a card', () => [...document.querySelectorAll('button')]
      .some((button) => button.textContent.trim() === 'Restart'));
    await restartAndValidate(page);
  });
});

/** How long after the order the card comes, by the page's own clock, in milliseconds. */
async function timeToCard(page, order) {
  await page.evaluate(() => {
    window.cardSeenByTest = null;
    new MutationObserver((_, observer) => {
      if (!document.querySelector('.failure')) return;
      observer.disconnect();
      window.cardSeenByTest = performance.now();
    }).observe(document.body, { childList: true, subtree: true });
  });
  const begun = await page.evaluate(() => performance.now());
  await order();
  await expectCard(page);
  return await page.evaluate(() => window.cardSeenByTest) - begun;
}

test('a worker that goes without a word is noticed at once', async () => {
  await visitHooked(async (page) => {
    await give(page, described);
    const time = await timeToCard(page, () => orderWorker(page, 'terminate'));
    assert.ok(time < 3000, `${time} ms`);
    await restartAndValidate(page);
  });
});

test('and within 3 s of a question where browsers have no locks, as over plain HTTP', async () => {
  await visit(browser, async (page) => {
    await give(page, described);
    await orderWorker(page, 'terminate');
    const time = await timeToCard(page, () => page.evaluate(() => {
      [...document.querySelectorAll('button')].find(({ textContent }) => textContent === 'Validate').click();
    }));
    assert.ok(time < 3300, `${time} ms`);
    await restartAndValidate(page);
  }, { prepare: async (page) => {
    await hookWorker(page);
    await page.evaluateOnNewDocument(() => {
      Object.defineProperty(Navigator.prototype, 'locks', { value: undefined });
    });
  } });
});

test('a worker that is busy for longer is not taken for dead', async () => {
  await visit(browser, async (page) => {
    await give(page, described);
    await orderWorker(page, 'busy');
    await validate(page, 'match');
    assert.ok(!await isThere(page, 'Restart', 'button'), 'no card');
  }, { prepare: hookWorker });
});

test('no more memory for the core', async () => {
  await visitHooked(async (page) => {
    await give(page, described);
    await orderWorker(page, 'noMemory');
    // The largest firmware there is does not fit what the core has at its start.
    await choose(page, 'Firmware', firmwareImage('large.fd', '--size', '16777216'));
    await press(page, 'Validate');
    await expectCard(page);
    await press(page, 'Restart');
    await waitUntilReady(page);
    await choose(page, 'Firmware', described.files.Firmware);
    await press(page, 'Validate');
    await expectVerdict(page, 'match');
  });
});
