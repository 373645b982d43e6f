#!/usr/bin/env node
// Measures the shipped page: size, time to ready, time to a verdict for large files, the longest gap
// between two frames and two tasks meanwhile, requests, axe violations; clicks, Tabs and milliseconds from dropped files to
// a verdict, from a dropped firmware to the launch digest of a SEV-SNP guest, and from a dropped report to what it is.
// Prints JSON; it is no test.
//
// Usage: node tests/web/measure.mjs [ENGINE...]               (default: all three)
//        node tests/web/measure.mjs --positions [ENGINE...]   instead: where banner and next action stand in
//                                                             every state: top and bottom, of how many pixels

import { readFileSync, statSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { findViolations } from './lib/axe.mjs';
import { startBrowser, stopBrowser } from './lib/browser.mjs';
import { choose, fill, insertText, press, waitUntil } from './lib/controls.mjs';
import { dropFiles } from './lib/drop.mjs';
import { pageFile } from './lib/environment.mjs';
import { cmdline, firmwareImage, host, input, launch, stateOf, write } from './lib/launches.mjs';
import { fileUrl, validate, waitUntilReady } from './lib/page.mjs';
import { Recorder } from './lib/recorder.mjs';
import { states } from './lib/states.mjs';
import { placesInWindow, viewsOf, wear } from './lib/views.mjs';

const MiB = 1024 * 1024;
const files = {
  Firmware: firmwareImage('large.fd', '--size', String(4 * MiB), '--reset-address', '0x80b004',
    '--secret-area', '0x810000/0xc00', '--hash-area', '0x810c00/0x400'),
  Kernel: write('large.kernel', randomBytes(12 * MiB)),
  Initrd: write('large.initrd', randomBytes(64 * MiB)),
  TK: input('tk.bin'),
};
const fields = stateOf(host('launch', '--firmware', files.Firmware, '--tk', files.TK, '--policy', '7',
  '--vcpus', '4', '--cpu', '25/1/1', '--kernel', files.Kernel, '--initrd', files.Initrd,
  '--cmdline', cmdline));
Object.assign(fields, { 'Command line': cmdline, vCPUs: '4', 'CPU model': 'EPYC-Milan' });

/** In the page: notes in window.readyAt when the trust panel has its numbers. */
function watchForReady() {
  const look = () => {
    if (/self-tests\s+\d+ of \d+/i.test(document.getElementById('app')?.textContent ?? '')) {
      window.readyAt = performance.now();
    } else {
      requestAnimationFrame(look);
    }
  };
  requestAnimationFrame(look);
}

/** Milliseconds from the start of navigation until then. In WebKit the watch begins when the page is loaded. */
async function timeToReady(page, name) {
  if (name !== 'webkit') await page.evaluateOnNewDocument(watchForReady);
  await page.goto(fileUrl);
  if (name === 'webkit') await page.evaluate(watchForReady);
  await waitUntil(page, 'the page is ready', () => window.readyAt !== undefined);
  return page.evaluate(() => window.readyAt);
}

/**
 * Starts to watch; the answer tells the longest gap so far between two frames, and between two tasks, in which a key
 * would have been answered. Without a graphics card they differ: WebKitGTK draws no frame for up to 1.6 s after a bare
 * page has changed its colours, and answers all the while.
 */
async function watchGaps(page) {
  await page.evaluate(() => {
    const watch = (name, next) => {
      let last = performance.now();
      window[name] = 0;
      const look = () => {
        const now = performance.now();
        window[name] = Math.max(window[name], now - last);
        last = now;
        next(look);
      };
      next(look);
    };
    watch('longestFrameGap', requestAnimationFrame);
    watch('longestTaskGap', setTimeout);
  });
  return () => page.evaluate(() => ({ frame: Math.round(window.longestFrameGap), task: Math.round(window.longestTaskGap) }));
}

/** From files that are dropped until the banner says it, with nothing pressed; and the same with three fields to fill. */
async function measureWay(browser) {
  const shows = (page, wanted) => waitUntil(page, wanted, (name) =>
    document.querySelector('[data-verdict]').dataset.verdict === name, wanted);
  const page = await browser.newPage();
  await page.goto(fileUrl);
  await waitUntilReady(page);
  const dropped = performance.now();
  await dropFiles(page, input('OVMF.fd'), input('tk.bin'), write('sev.txt', launch('sev').text));
  await shows(page, 'match');
  const filesToVerdictMs = Math.round(performance.now() - dropped);
  await page.reload();
  await waitUntilReady(page);
  const { fields, text } = launch('esSku');
  await dropFiles(page, ...['OVMF.fd', 'vmlinuz', 'initrd.img', 'tk.bin'].map(input), write('es.txt', text));
  await waitUntil(page, 'all are there', () => /5 files recognised/.test(document.querySelector('.inbox').innerText));
  let tabs = 0;
  for (const [id, name] of [['cmdline', 'Command line'], ['numCpus', 'vCPUs'], ['cpu', 'CPU model']]) {
    for (; await page.evaluate(() => document.activeElement.id) !== `field-${id}`; tabs += 1) {
      await page.keyboard.press('Tab');
    }
    await insertText(page, fields[name]);
  }
  const typed = performance.now();
  await shows(page, 'match');
  return { clicks: 0, filesToVerdictMs, tabsToThreeFields: tabs, lastKeyToVerdictMs: Math.round(performance.now() - typed) };
}

const amdSev = readFileSync(new URL('../vectors/snp/firmware/ovmf_AmdSev_suffix.bin', import.meta.url));
/** A firmware of 4 MiB of which no page is like another. */
const snpFirmware = (name) => write(name, Buffer.concat([randomBytes(4 * MiB - amdSev.length), amdSev]));

/** Milliseconds from a drop until the launch digest is in the page: the first of a page, and another one later. */
async function measureDigest(browser) {
  const page = await browser.newPage();
  await page.goto(`${fileUrl}#digest`);
  await waitUntilReady(page);
  await fill(page, 'vCPUs', '1');
  await fill(page, 'CPU model', 'EPYC-Milan');
  await page.evaluate(() => {
    window.digests = [];
    let droppedAt = 0;
    addEventListener('drop', () => { droppedAt = performance.now(); }, true);
    const shown = () => document.querySelector('[data-digest]')?.dataset.digest;
    let last = '';
    new MutationObserver(() => {
      if (!shown() || shown() === last) return;
      last = shown();
      window.digests.push(performance.now() - droppedAt);
    }).observe(document.body, { subtree: true, childList: true, attributes: true });
  });
  for (const turn of [1, 2, 3]) {
    if (turn > 1) await press(page, 'Remove Firmware');
    await dropFiles(page, snpFirmware(`snp-${turn}.fd`));
    await waitUntil(page, 'the digest', (wanted) => window.digests.length === wanted, turn);
  }
  const [first, ...later] = (await page.evaluate(() => window.digests)).map(Math.round);
  await page.close();
  return { first, later };
}

const report = (name) => new URL(`../vectors/snp/reports/${name}`, import.meta.url).pathname;

/** Milliseconds from dropping report and VCEK until the page says what the report is: the first of a page. */
async function measureReport(browser) {
  const page = await browser.newPage();
  await page.goto(`${fileUrl}#runs`);
  await waitUntilReady(page);
  await page.evaluate(() => {
    let droppedAt = 0;
    addEventListener('drop', () => { droppedAt = performance.now(); }, true);
    new MutationObserver(() => {
      if (!/Genuine, but no match/.test(document.body.textContent)) return;
      window.genuineAfter ??= performance.now() - droppedAt;
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  await dropFiles(page, report('milan-v3.bin'), report('milan-v3.vcek.der'));
  await waitUntil(page, 'the verdict', () => window.genuineAfter !== undefined);
  const first = await page.evaluate(() => Math.round(window.genuineAfter));
  await page.close();
  return first;
}

async function positions(name) {
  const browser = await startBrowser({ name });
  const found = {};
  for (const { name: state, prepare, reach } of states) {
    try {
      const page = await browser.newPage();
      if (prepare) await prepare(page);
      await page.goto(fileUrl);
      await waitUntilReady(page);
      await reach(page);
      found[state] = {};
      for (const [view, viewport] of Object.entries(viewsOf(name))) {
        await wear(page, viewport);
        const { height, parts: { banner, action } } = await placesInWindow(page);
        found[state][view] = `${banner?.top}-${banner?.bottom} ${action?.top}-${action?.bottom} of ${height}`;
      }
      await page.close();
    } catch (reason) {
      found[state] = `not measured: ${reason.message}`;
    }
  }
  await stopBrowser(browser);
  return found;
}

async function measure(name) {
  const browser = await startBrowser({ name });
  try {
    const openings = [];
    for (let round = 0; round < 5; round += 1) {
      const page = await browser.newPage();
      openings.push(Math.round(await timeToReady(page, name)));
      await page.close();
    }
    const page = await browser.newPage();
    const recorder = new Recorder(page);
    await page.goto(fileUrl);
    await waitUntilReady(page);
    for (const [field, text] of Object.entries(fields)) await fill(page, field, text);
    const longestGaps = await watchGaps(page);
    const chosen = performance.now();
    for (const [place, path] of Object.entries(files)) await choose(page, place, path);
    // A place shows size and hash once it is read.
    await waitUntil(page, 'all is hashed', () => ['4.0 MiB', '12.0 MiB', '64.0 MiB'].every((size) =>
      new RegExp(`${size} · [0-9a-f]{8}…`).test(document.body.innerText)));
    const hashed = performance.now();
    await validate(page, 'match');
    const decided = performance.now();
    const longestGapMs = await longestGaps();
    const requests = recorder.asked(fileUrl).length;
    return {
      ...await measureWay(browser),
      droppedToDigestMs: await measureDigest(browser),
      droppedToReportMs: await measureReport(browser),
      version: await browser.version(),
      openToReadyMs: openings.sort((a, b) => a - b),
      chooseAndHashMs: Math.round(hashed - chosen),
      validateToVerdictMs: Math.round(decided - hashed),
      largeFilesToVerdictMs: Math.round(decided - chosen),
      longestGapMs,
      requests,
      axeViolations: (await findViolations(page)).length,
    };
  } finally {
    await stopBrowser(browser);
  }
}

const result = { sizeBytes: statSync(pageFile).size };
const isPositions = process.argv[2] === '--positions';
const asked = process.argv.slice(isPositions ? 3 : 2);
for (const name of asked.length > 0 ? asked : ['chromium', 'firefox', 'webkit']) {
  result[name] = await (isPositions ? positions : measure)(name);
}
console.log(JSON.stringify(result, null, 2));
