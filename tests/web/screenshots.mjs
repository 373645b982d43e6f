#!/usr/bin/env node
// Makes pictures of every state of the page: light, dark, narrow, in forced colours, and as printed.
//
// Usage: node tests/web/screenshots.mjs [FOLDER]     (default: build/screenshots)
//        node tests/web/screenshots.mjs --readme     those of the README, into docs/screenshots

import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startBrowser, stopBrowser } from './lib/browser.mjs';
import { root } from './lib/environment.mjs';
import { fileUrl, waitUntilReady } from './lib/page.mjs';
import { states } from './lib/states.mjs';

const forReadme = process.argv[2] === '--readme';
const target = resolve(forReadme ? join(root, 'docs/screenshots')
  : process.argv[2] ?? join(root, 'build/screenshots'));
mkdirSync(target, { recursive: true });

const looks = {
  light: { viewport: { width: 1280, height: 900 }, features: { 'prefers-color-scheme': 'light' } },
  dark: { viewport: { width: 1280, height: 900 }, features: { 'prefers-color-scheme': 'dark' } },
  narrow: { viewport: { width: 360, height: 740 }, features: { 'prefers-color-scheme': 'light' } },
  forced: { viewport: { width: 1280, height: 900 }, features: { 'forced-colors': 'active' } },
  // The width of A4 at 96 dots for an inch.
  print: { viewport: { width: 794, height: 1123 }, media: 'print', features: {} },
};

// What a window shows of a state, scrolled to where its story is.
const readmePictures = [
  { file: 'match', state: 'match', look: 'light' },
  { file: 'mismatch', state: 'mismatch', look: 'light' },
  { file: 'packed', state: 'packed', look: 'light', at: '.packet' },
  { file: 'dark', state: 'match', look: 'dark' },
  { file: 'narrow', state: 'match', look: 'narrow', at: '[data-verdict]' },
];

async function open(browser, { prepare, reach }) {
  const page = await browser.newPage();
  await page.setViewport(looks.light.viewport);
  if (prepare) await prepare(page);
  await page.goto(fileUrl);
  await waitUntilReady(page);
  await reach(page);
  return page;
}

async function wear(page, { viewport, features, media = '' }) {
  await page.setViewport(viewport);
  const session = await page.createCDPSession();
  // Puppeteer's own call does not know forced colours.
  await session.send('Emulation.setEmulatedMedia', { media,
    features: Object.entries(features).map(([name, value]) => ({ name, value })) });
  // The panel with the verdict sticks to the window: from the top the picture shows it where it is.
  await page.evaluate(() => new Promise((resolve) => {
    scrollTo(0, 0);
    requestAnimationFrame(() => requestAnimationFrame(resolve));
  }));
  return session;
}

async function everyLook(page, state) {
  for (const [look, how] of Object.entries(looks)) {
    const session = await wear(page, how);
    await page.screenshot({ path: join(target, `${state.name}-${look}.png`), fullPage: true });
    await session.detach();
  }
}

async function picturesOfReadme(page, state) {
  for (const { file, look, at } of readmePictures.filter((one) => one.state === state.name)) {
    const session = await wear(page, looks[look]);
    if (at) await page.$eval(at, (element) => element.scrollIntoView({ block: 'center' }));
    await page.screenshot({ path: join(target, `${file}.png`) });
    await session.detach();
  }
}

const browser = await startBrowser({ name: 'chromium' });
try {
  for (const state of states) {
    if (forReadme && !readmePictures.some((one) => one.state === state.name)) continue;
    const page = await open(browser, state);
    await (forReadme ? picturesOfReadme : everyLook)(page, state);
    await page.close();
    console.log(state.name);
  }
} finally {
  await stopBrowser(browser);
}
console.log(`pictures in ${target}`);
