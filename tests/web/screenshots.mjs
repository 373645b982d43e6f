#!/usr/bin/env node
// Makes pictures of every state of the page: light, dark, narrow, in forced colours, and as printed.
//
// Usage: node tests/web/screenshots.mjs [FOLDER]     (default: build/screenshots)

import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startBrowser, stopBrowser } from './lib/browser.mjs';
import { root } from './lib/environment.mjs';
import { fileUrl, waitUntilReady } from './lib/page.mjs';
import { states } from './lib/states.mjs';

const target = resolve(process.argv[2] ?? join(root, 'build/screenshots'));
mkdirSync(target, { recursive: true });

const looks = {
  light: { viewport: { width: 1280, height: 900 }, features: { 'prefers-color-scheme': 'light' } },
  dark: { viewport: { width: 1280, height: 900 }, features: { 'prefers-color-scheme': 'dark' } },
  narrow: { viewport: { width: 360, height: 740 }, features: { 'prefers-color-scheme': 'light' } },
  forced: { viewport: { width: 1280, height: 900 }, features: { 'forced-colors': 'active' } },
  // The width of A4 at 96 dots for an inch.
  print: { viewport: { width: 794, height: 1123 }, media: 'print', features: {} },
};

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

const browser = await startBrowser({ name: 'chromium' });
try {
  for (const state of states) {
    const page = await open(browser, state);
    for (const [look, how] of Object.entries(looks)) {
      const session = await wear(page, how);
      await page.screenshot({ path: join(target, `${state.name}-${look}.png`), fullPage: true });
      await session.detach();
    }
    await page.close();
    console.log(state.name);
  }
} finally {
  await stopBrowser(browser);
}
console.log(`pictures in ${target}`);
