// The page as its users meet it: open, fill, validate, read the verdict, save files.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { downloads, downloadPath } from './browser.mjs';
import { choose, fill, holdsSoon, press, shownText, waitUntil } from './controls.mjs';
import { pageFile } from './environment.mjs';
import { Recorder } from './recorder.mjs';

export const fileUrl = pathToFileURL(pageFile).href;
const banner = '[role=status][data-verdict]';

/**
 * Opens the page in a context of its own, hands it to `use`, and afterwards holds it to what is true
 * of every visit: nothing was asked of the network, nothing was complained about, nothing was stored.
 */
export async function visit(browser, use, { url = fileUrl, prepare, viewport } = {}) {
  const page = await browser.newPage();
  const recorder = new Recorder(page);
  try {
    if (viewport) await page.setViewport(viewport);
    await Recorder.listen(page);
    if (prepare) await prepare(page);
    await page.goto(url, { waitUntil: 'load' });
    await waitUntilReady(page);
    await use(page, recorder);
    await recorder.look(page);
    assert.deepEqual(recorder.asked(url), [], 'requests beside the page itself');
    assert.ok(recorder.timesOpened(url) <= 1, 'the page was loaded again');
    assert.deepEqual(await recorder.unexpected(page), [], 'complaints');
    assert.deepEqual(await storedThings(page), [], 'things stored');
  } finally {
    await page.close().catch(() => {});
  }
}

/** The worker runs and its self-tests are over. */
export async function waitUntilReady(page) {
  await waitUntil(page, 'the self-tests are over',
    () => /self-tests\s+\d+ of \d+/i.test(document.body?.textContent ?? ''));
}

async function storedThings(page) {
  if (page.isClosed()) return [];
  return page.evaluate(async () => {
    const found = [];
    // A page from a file may not even ask for some of these.
    const look = async (name, count) => {
      try {
        if (await count() > 0) found.push(name);
      } catch {
        /* not there */
      }
    };
    await look('localStorage', () => localStorage.length);
    await look('sessionStorage', () => sessionStorage.length);
    await look('cookie', () => document.cookie.length);
    await look('indexedDB', async () => (await indexedDB.databases()).length);
    await look('caches', async () => (await caches.keys()).length);
    // Which view is shown, and nothing else.
    const isView = ['', '#before', '#paused', '#digest', '#runs'].includes(location.hash);
    await look('address', () => (isView ? 0 : location.hash.length) + location.search.length);
    await look('service worker',
      async () => (await navigator.serviceWorker.getRegistrations()).length);
    return found;
  });
}

export async function verdict(page) {
  return page.evaluate((selector) => document.querySelector(selector)?.dataset.verdict ?? null,
    banner);
}

export async function bannerText(page) {
  return page.evaluate((selector) => document.querySelector(selector)?.innerText ?? '', banner);
}

/** The banner says it and has the focus, which it takes a moment later. */
export async function expectVerdict(page, wanted) {
  try {
    await holdsSoon(page, (selector, value) =>
      document.querySelector(selector)?.dataset.verdict === value
      && document.activeElement?.closest(selector), banner, wanted);
  } catch {
    assert.fail(`expected verdict ${wanted}, got ${await verdict(page)}\n${await shownText(page)}`);
  }
}

/** Presses Validate and waits for the verdict. */
export async function validate(page, wanted) {
  await press(page, 'Validate');
  await expectVerdict(page, wanted);
}

/** Presses Validate and waits for a match with what the host itself describes, which is no match. */
export async function matchesHost(page) {
  await validate(page, 'incomplete');
  assert.match(await bannerText(page), /^Matches what the host says/);
}

/** Fills everything that a launch of launches.mjs has; files are chosen each at its place. */
export async function give(page, launch) {
  for (const [name, text] of Object.entries(launch.fields)) await fill(page, name, text);
  for (const [name, path] of Object.entries(launch.files)) await choose(page, name, path);
}

/** As give(), without the names in `left`. */
export async function giveAllBut(page, launch, ...left) {
  const rest = (entries) => Object.fromEntries(
    Object.entries(entries).filter(([name]) => !left.includes(name)));
  await give(page, { fields: rest(launch.fields), files: rest(launch.files) });
}

/** Presses a button that saves a file, and returns the file's bytes. `name` is a pattern. */
export const saved = (page, button, name) => savedBy(page, () => press(page, button), name);

/** The same by anything that saves a file. */
export async function savedBy(page, save, name) {
  for (const left of readdirSync(downloads)) rmSync(downloadPath(left), { force: true });
  await save();
  return waitForDownload(name);
}

async function waitForDownload(name) {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const there = readdirSync(downloads);
    const partial = there.some((entry) => /\.(part|crdownload|tmp)$/.test(entry));
    const done = there.find((entry) => name.test(entry));
    if (done && !partial && existsSync(downloadPath(done))) {
      const bytes = readFileSync(downloadPath(done));
      // Firefox first makes an empty file of that name.
      if (bytes.length > 0) return bytes;
    }
    assert.ok(Date.now() < deadline, `nothing like ${name} was saved, only ${there.join(', ')}`);
    await new Promise((resolve) => { setTimeout(resolve, 30); });
  }
}

/** The inputs of a report that its owner did not give. */
export const fromXml = ({ inputs }) =>
  Object.keys(inputs).filter((name) => inputs[name]?.from === 'xml');
