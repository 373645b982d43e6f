#!/usr/bin/env node
// Makes pictures of every state of the page: light, dark, narrow, forced colours, and as printed.
//
// Usage: node tests/web/screenshots.mjs [FOLDER]     (default: build/screenshots)

import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startBrowser, stopBrowser } from './lib/browser.mjs';
import { findProgram, root } from './lib/environment.mjs';
import { fileUrl, waitUntilReady } from './lib/page.mjs';
import { states } from './lib/states.mjs';

const target = resolve(process.argv[2] ?? join(root, 'build/screenshots'));
mkdirSync(target, { recursive: true });

const looks = {
  light: { viewport: { width: 1280, height: 900 }, features: { 'prefers-color-scheme': 'light' } },
  dark: { viewport: { width: 1280, height: 900 }, features: { 'prefers-color-scheme': 'dark' } },
  narrow: { viewport: { width: 360, height: 740 }, features: { 'prefers-color-scheme': 'light' } },
  forced: { viewport: { width: 1280, height: 900 }, features: { 'forced-colors': 'active' } },
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

async function wear(page, { viewport, features }) {
  await page.setViewport(viewport);
  const session = await page.createCDPSession();
  // Puppeteer's own call does not know forced colours.
  await session.send('Emulation.setEmulatedMedia', { media: '',
    features: Object.entries(features).map(([name, value]) => ({ name, value })) });
  return session;
}

async function printed(page, name) {
  const pdf = join(target, `${name}-print.pdf`);
  await page.pdf({ path: pdf, format: 'a4', printBackground: false, preferCSSPageSize: true });
  const converter = findProgram(['pdftoppm']);
  if (!converter) {
    console.log(`${pdf} stays as it is: pdftoppm is not installed`);
    return;
  }
  execFileSync(converter, ['-png', '-r', '70', pdf, join(target, `${name}-print`)]);
  rmSync(pdf);
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
    if (['match', 'mismatch', 'packed'].includes(state.name)) {
      await wear(page, looks.light);
      await printed(page, state.name);
    }
    await page.close();
    console.log(state.name);
  }
} finally {
  await stopBrowser(browser);
}
console.log(`pictures in ${target}`);
