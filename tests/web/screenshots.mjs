#!/usr/bin/env node
// Makes pictures of every state of the page: as a laptop's window shows it, in all three engines; in
// Chromium also light, dark, narrow, in forced colours and as printed. Says which of them differ from those
// that were there before: look at these.
//
// Usage: node tests/web/screenshots.mjs [FOLDER] [ENGINE...]   (default: build/screenshots, all three engines)
//        node tests/web/screenshots.mjs --readme               those of the README, into docs/screenshots

import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isChromium, startBrowser, stopBrowser } from './lib/browser.mjs';
import { CannotHere } from './lib/cannot.mjs';
import { root } from './lib/environment.mjs';
import { fileUrl, waitUntilReady } from './lib/page.mjs';
import { states } from './lib/states.mjs';

const forReadme = process.argv[2] === '--readme';
const target = resolve(forReadme ? join(root, 'docs/screenshots')
  : process.argv[2] ?? join(root, 'build/screenshots'));
mkdirSync(target, { recursive: true });

const laptop = { width: 1366, height: 768 };
const looks = {
  light: { viewport: { width: 1366, height: 900 }, features: { 'prefers-color-scheme': 'light' } },
  dark: { viewport: { width: 1366, height: 900 }, features: { 'prefers-color-scheme': 'dark' } },
  narrow: { viewport: { width: 360, height: 740 }, features: { 'prefers-color-scheme': 'light' } },
  forced: { viewport: { width: 1366, height: 900 }, features: { 'forced-colors': 'active' } },
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
  await page.setViewport(laptop);
  if (prepare) await prepare(page);
  await page.goto(fileUrl);
  await waitUntilReady(page);
  await reach(page);
  return page;
}

const toTop = (page) => page.evaluate(() => new Promise((resolve) => {
  scrollTo(0, 0);
  requestAnimationFrame(() => requestAnimationFrame(resolve));
}));

async function wear(page, { viewport, features, media = '' }) {
  await page.setViewport(viewport);
  const session = await page.createCDPSession();
  // Puppeteer's own call does not know forced colours.
  await session.send('Emulation.setEmulatedMedia', { media,
    features: Object.entries(features).map(([name, value]) => ({ name, value })) });
  // The panel with the verdict sticks to the window: from the top the picture shows it where it is.
  await toTop(page);
  return session;
}

const changed = [];

async function take(page, name, options = {}) {
  const path = join(target, `${name}.png`);
  const before = existsSync(path) ? readFileSync(path) : null;
  await page.screenshot({ path, ...options });
  if (before && !before.equals(readFileSync(path))) changed.push(name);
}

async function everyLook(page, state) {
  for (const [look, how] of Object.entries(looks)) {
    const session = await wear(page, how);
    await take(page, `${state.name}-${look}`, { fullPage: true });
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

async function picturesOf(page, state, engine) {
  if (forReadme) return picturesOfReadme(page, state);
  await toTop(page);
  await take(page, `${state.name}-${engine}`);
  return isChromium(page.browser()) ? everyLook(page, state) : undefined;
}

async function picturesIn(engine) {
  const browser = await startBrowser({ name: engine });
  try {
    for (const state of states) {
      if (forReadme && !readmePictures.some((one) => one.state === state.name)) continue;
      try {
        const page = await open(browser, state);
        await picturesOf(page, state, engine);
        await page.close();
        console.log(`${engine}: ${state.name}`);
      } catch (reason) {
        if (!(reason instanceof CannotHere)) throw reason;
        console.log(`${engine}: ${state.name} not here: ${reason.message}`);
      }
    }
  } finally {
    await stopBrowser(browser);
  }
}

const asked = process.argv.slice(3);
for (const engine of forReadme ? ['chromium'] : asked.length > 0 ? asked : ['chromium', 'firefox', 'webkit']) {
  await picturesIn(engine);
}
console.log(`pictures in ${target}`);
if (!forReadme) console.log(changed.length === 0 ? 'none differs from one that was there' : `changed: ${changed.join(', ')}`);
