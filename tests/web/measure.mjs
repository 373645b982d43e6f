#!/usr/bin/env node
// Measures the shipped page: size, time to ready, time to a verdict for large files, the longest gap
// between two frames meanwhile, requests, axe violations. Prints JSON; it is no test.
//
// Usage: node tests/web/measure.mjs [chromium] [firefox]

import { statSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { findViolations } from './lib/axe.mjs';
import { startBrowser, stopBrowser } from './lib/browser.mjs';
import { choose, fill, waitUntil } from './lib/controls.mjs';
import { pageFile } from './lib/environment.mjs';
import { cmdline, firmwareImage, host, input, stateOf, write } from './lib/launches.mjs';
import { fileUrl, validate, waitUntilReady } from './lib/page.mjs';
import { Recorder } from './lib/recorder.mjs';

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

/** Milliseconds from the start of navigation until the trust panel has its numbers. */
async function timeToReady(page) {
  await page.evaluateOnNewDocument(() => {
    const look = () => {
      if (/self-tests\s+\d+ of \d+/i.test(document.body?.textContent ?? '')) {
        window.readyAt = performance.now();
      } else {
        requestAnimationFrame(look);
      }
    };
    requestAnimationFrame(look);
  });
  await page.goto(fileUrl);
  await waitUntilReady(page);
  return page.evaluate(() => new Promise((resolve) => {
    const look = () => (window.readyAt ? resolve(window.readyAt) : requestAnimationFrame(look));
    look();
  }));
}

/** Starts to watch the frames; the answer tells the longest gap so far. */
async function watchFrames(page) {
  await page.evaluate(() => {
    let last = performance.now();
    window.longestGap = 0;
    const frame = () => {
      const now = performance.now();
      window.longestGap = Math.max(window.longestGap, now - last);
      last = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  return () => page.evaluate(() => window.longestGap);
}

async function measure(name) {
  const browser = await startBrowser({ name });
  try {
    const openings = [];
    for (let round = 0; round < 5; round += 1) {
      const page = await browser.newPage();
      openings.push(Math.round(await timeToReady(page)));
      await page.close();
    }
    const page = await browser.newPage();
    const recorder = new Recorder(page);
    await page.goto(fileUrl);
    await waitUntilReady(page);
    for (const [field, text] of Object.entries(fields)) await fill(page, field, text);
    const longestGap = await watchFrames(page);
    const chosen = performance.now();
    for (const [place, path] of Object.entries(files)) await choose(page, place, path);
    // A place shows size and hash once it is read.
    await waitUntil(page, 'all is hashed', () => ['4.0 MiB', '12.0 MiB', '64.0 MiB'].every((size) =>
      new RegExp(`${size} · [0-9a-f]{8}…`).test(document.body.innerText)));
    const hashed = performance.now();
    await validate(page, 'match');
    const decided = performance.now();
    const gap = await longestGap();
    const requests = recorder.asked(fileUrl).length;
    return {
      version: await browser.version(),
      openToReadyMs: openings.sort((a, b) => a - b),
      chooseAndHashMs: Math.round(hashed - chosen),
      validateToVerdictMs: Math.round(decided - hashed),
      filesToVerdictMs: Math.round(decided - chosen),
      longestFrameGapMs: Math.round(gap),
      requests,
      axeViolations: (await findViolations(page)).length,
    };
  } finally {
    await stopBrowser(browser);
  }
}

const result = { sizeBytes: statSync(pageFile).size };
const asked = process.argv.slice(2);
for (const name of asked.length > 0 ? asked : ['chromium', 'firefox']) {
  result[name] = await measure(name);
}
console.log(JSON.stringify(result, null, 2));
