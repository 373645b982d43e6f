#!/usr/bin/env node
// How long the page takes to hash a large file, beside WebCrypto on the whole file and beside reading
// alone, all in the same browser and in turns; and what its memory does meanwhile. Prints JSON.
//
// Usage: SEVPROOF_PAGE=FILE node bench/page.mjs [--rounds N] [--mib N] [--ratios FILE] BROWSER...
//
//   BROWSER       chromium, firefox
//   --mib N       size of the file (256); memory is looked at with four times of it, too
//   --ratios FILE sevproof_sha256_ratios as built for WebAssembly: run in the browsers, too

import { createHash, randomBytes } from 'node:crypto';
import { closeSync, openSync, readFileSync, readdirSync, writeSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { startBrowser, stopBrowser } from '../tests/web/lib/browser.mjs';
import { choose } from '../tests/web/lib/controls.mjs';
import { input, write } from '../tests/web/lib/launches.mjs';
import { fileUrl, waitUntilReady } from '../tests/web/lib/page.mjs';

const MiB = 1024 * 1024;

/** A file of noise and its SHA-256. */
function makeFile(name, mib) {
  const path = input(name);
  const file = openSync(path, 'w');
  const hash = createHash('sha256');
  for (let i = 0; i < mib; i += 1) {
    const piece = randomBytes(MiB);
    hash.update(piece);
    writeSync(file, piece);
  }
  closeSync(file);
  return { path, mib, sha256: hash.digest('hex') };
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2;
}

/** From the choice of the first of the files until the page shows the hash of all: { place: file }. */
async function pageHashes(page, chosen) {
  const shown = Object.values(chosen).map(({ sha256 }) => ` · ${sha256.slice(0, 8)}…`);
  await page.evaluate((texts) => {
    window.hashed = new Promise((resolve) => {
      let started = 0;
      document.addEventListener('change', () => { started = performance.now(); },
        { capture: true, once: true });
      new MutationObserver(() => {
        const content = document.body.textContent;
        const taken = performance.now() - started;
        if (texts.every((text) => content.includes(text))) resolve(taken);
        // All are there, and one of them is another one.
        else if ((content.match(/B · [0-9a-f]{8}…/g) ?? []).length >= texts.length) resolve(null);
      }).observe(document.body, { subtree: true, childList: true, characterData: true });
    });
  }, shown);
  for (const [place, { path }] of Object.entries(chosen)) await choose(page, place, path);
  const taken = await page.evaluate(() => window.hashed);
  if (taken === null) throw new Error(`the page shows another hash than${shown.join()}`);
  return taken;
}

/** The file in an input of its own, which the page knows nothing of. */
async function giveAside(page, file) {
  await page.evaluate(() => {
    const aside = document.createElement('input');
    aside.type = 'file';
    aside.id = 'aside';
    document.body.append(aside);
  });
  await (await page.$('#aside')).uploadFile(file.path);
}

const webCrypto = (page) => page.evaluate(async () => {
  const file = document.getElementById('aside').files[0];
  const started = performance.now();
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  const taken = performance.now() - started;
  const hex = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return { taken, hex };
});

const readsOnly = (page) => page.evaluate(async () => {
  const file = document.getElementById('aside').files[0];
  const started = performance.now();
  await file.arrayBuffer();
  return performance.now() - started;
});

async function withPage(browser, use) {
  const page = await browser.newPage();
  try {
    await page.goto(fileUrl);
    await waitUntilReady(page);
    return await use(page);
  } finally {
    await page.close();
  }
}

async function oneRound(browser, { large, other }) {
  const both = await withPage(browser, (page) => pageHashes(page, { Kernel: large, Initrd: other }));
  return withPage(browser, async (page) => {
    const hashing = await pageHashes(page, { Initrd: large });
    await giveAside(page, large);
    const { taken, hex } = await webCrypto(page);
    if (hex !== large.sha256) throw new Error(`WebCrypto: expected ${large.sha256}, got ${hex}`);
    return { both, hashing, webCrypto: taken, reading: await readsOnly(page) };
  });
}

/** Bytes that the browser's processes hold by themselves; shared memory is divided among them. */
function memoryOf(parent) {
  let bytes = 0;
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const group = Number(readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')[1].split(' ')[2]);
      if (group !== parent) continue;
      const pss = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${name}/smaps_rollup`, 'utf8'));
      bytes += Number(pss?.[1] ?? 0) * 1024;
    } catch {
      // It has ended meanwhile.
    }
  }
  return bytes;
}

/** The most that hashing adds, in MiB, in a browser that has done nothing before. */
async function memoryWhileHashing(name, file) {
  const browser = await startBrowser({ name });
  try {
    return await withPage(browser, (page) => watchMemory(browser, page, file));
  } finally {
    await stopBrowser(browser);
  }
}

async function watchMemory(browser, page, file) {
  const parent = browser.process().pid;
  const before = memoryOf(parent);
  let most = before;
  const watch = setInterval(() => { most = Math.max(most, memoryOf(parent)); }, 20);
  await pageHashes(page, { Initrd: file });
  clearInterval(watch);
  return Math.round((most - before) / MiB);
}

/** What sevproof_sha256_ratios prints, in a worker of this browser. */
async function coreRatios(browser, script) {
  const page = await browser.newPage();
  try {
    await page.goto(pathToFileURL(write('blank.html', '<!DOCTYPE html>')).href);
    const printed = await page.evaluate((source) => new Promise((resolve, reject) => {
      // A MiB at a time, as the page's own reading hands it over.
      const own = `var Module = { arguments: ['1', '15'], print: (line) => postMessage(line) };${source}`;
      const worker = new Worker(URL.createObjectURL(new Blob([own], { type: 'text/javascript' })));
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(`sevproof_sha256_ratios: ${message}`));
    }), readFileSync(script, 'utf8'));
    return JSON.parse(printed);
  } finally {
    await page.close();
  }
}

async function measureSpeed(name, files, rounds, script) {
  const browser = await startBrowser({ name });
  try {
    const all = [];
    for (let round = 0; round < rounds; round += 1) all.push(await oneRound(browser, files));
    const middle = (key) => Math.round(median(all.map((one) => one[key])));
    const ratio = (key) => Number(median(all.map((one) => one[key] / one.hashing)).toFixed(2));
    return {
      version: await browser.version(),
      hashingMs: middle('hashing'),
      webCryptoMs: middle('webCrypto'),
      readingMs: middle('reading'),
      bothMs: middle('both'),
      webCryptoToHashing: ratio('webCrypto'),
      readingToHashing: ratio('reading'),
      twoFilesToOne: ratio('both'),
      core: script === undefined ? null : await coreRatios(browser, script),
    };
  } finally {
    await stopBrowser(browser);
  }
}

async function measure(name, files, rounds, script) {
  const memoryMiB = {};
  for (const file of [files.large, files.huge]) {
    memoryMiB[file.mib] = await memoryWhileHashing(name, file);
  }
  return { ...await measureSpeed(name, files, rounds, script), memoryMiB };
}

const { values: wish, positionals: browsers } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    mib: { type: 'string', default: '256' },
    ratios: { type: 'string' },
  },
  allowPositionals: true,
});
const mib = Number(wish.mib);
if (browsers.length === 0 || !(mib >= 1) || !(Number(wish.rounds) >= 1)) {
  console.error('usage: bench/page.mjs [--rounds N] [--mib N] [--ratios FILE] chromium|firefox...');
  process.exit(2);
}
const files = {
  large: makeFile('large.bin', mib),
  other: makeFile('other.bin', mib),
  huge: makeFile('huge.bin', mib * 4),
};
const result = { fileMiB: mib, rounds: Number(wish.rounds) };
for (const name of browsers) result[name] = await measure(name, files, Number(wish.rounds), wish.ratios);
console.log(JSON.stringify(result, null, 2));
