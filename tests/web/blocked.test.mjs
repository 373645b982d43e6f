// A script in the page tries every way out. None leads out: the page's policy stops it, the trap at
// the other end hears nothing, and what the browser recorded holds the page alone.

import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { attemptAll } from './lib/attempts.mjs';
import { startBrowser, stopBrowser } from './lib/browser.mjs';
import { test } from './lib/cannot.mjs';
import { browserName, requirePage } from './lib/environment.mjs';
import { launch } from './lib/launches.mjs';
import { fileUrl, give, validate, waitUntilReady } from './lib/page.mjs';
import { Recorder } from './lib/recorder.mjs';
import { openTrap } from './lib/trap.mjs';
import { attemptInWorker, hookWorker } from './lib/worker_hook.mjs';

requirePage();
let browser;
before(async () => { browser = await startBrowser(); });
after(() => stopBrowser(browser));

test('nothing that a script tries leaves the page', async () => {
  const page = await browser.newPage();
  const trap = await openTrap();
  const recorder = new Recorder(page);
  try {
    await page.goto(fileUrl, { waitUntil: 'load' });
    await waitUntilReady(page);
    const { outcomes, trustedTypes } = await page.evaluate(attemptAll, trap.host);
    // Of an object that it does not load, WebKit says nothing at all.
    const isSilent = (name, how) => browserName === 'webkit' && name === 'object' && how === 'nothing happened';
    const got = Object.entries(outcomes).filter(([name, how]) => !how.startsWith('blocked')
      && !(name === 'innerHTML' && !trustedTypes) && !isSilent(name, how));
    assert.deepEqual(got, [], 'attempts that were not blocked');
    // Chromium opens the connection for a frame before it finds the frame forbidden; it sends nothing.
    const silent = (line) => line === '' && browserName === 'chromium';
    assert.deepEqual(trap.heard().filter((line) => !silent(line)), [], 'what the trap heard');
    assert.ok(trap.heard().length <= 1, 'connections');
    assert.deepEqual(await recorder.outgoing(fileUrl), [], 'what the browser recorded');
    assert.equal(await page.url(), fileUrl, 'the page is where it was');
    // And the page has not suffered.
    await give(page, launch('sev'));
    await validate(page, 'match');
  } finally {
    await page.close();
    await trap.close();
  }
});

test('nothing that the worker tries leaves the page', async () => {
  const page = await browser.newPage();
  const trap = await openTrap();
  const recorder = new Recorder(page);
  try {
    await hookWorker(page);
    await page.goto(fileUrl, { waitUntil: 'load' });
    await waitUntilReady(page);
    assert.deepEqual(await attemptInWorker(page, trap.host), [], 'attempts that were not blocked');
    assert.deepEqual(trap.heard(), [], 'what the trap heard');
    assert.deepEqual(await recorder.outgoing(fileUrl), [], 'what the browser recorded');
    await give(page, launch('sev'));
    await validate(page, 'match');
  } finally {
    await page.close();
    await trap.close();
  }
});

test('the same attempts do leave a page without a policy', async () => {
  const page = await browser.newPage();
  const trap = await openTrap();
  const recorder = new Recorder(page);
  try {
    await hookWorker(page);
    await page.goto(`http://${trap.host}/start`);
    await page.evaluate(() => {
      new Worker(URL.createObjectURL(new Blob([''], { type: 'text/javascript' })));
    });
    const done = await attemptInWorker(page, trap.host);
    for (const name of ['fetch', 'xhr', 'eval', 'function']) assert.ok(done.includes(name), name);
    await page.evaluate(attemptAll, trap.host);
    const heard = trap.heard().join('\n');
    for (const name of ['fetch', 'xhr', 'image', 'iframe', 'stylesheet', 'font', 'script', 'import',
      'form', 'websocket', 'eventsource', 'beacon', 'object', 'cssImage', 'worker',
      'worker-websocket', 'worker-eventsource', 'worker-importScripts', 'worker-worker']) {
      assert.match(heard, new RegExp(`/${name} `), `the attempt '${name}' is none`);
    }
    assert.ok(recorder.asked('').some((url) => url.endsWith('/fetch')), 'the recorder is deaf');
  } finally {
    await page.close();
    await trap.close();
  }
});
