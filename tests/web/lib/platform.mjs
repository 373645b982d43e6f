// Platforms for the page: AMD's published ones, and the stand-in, whose root nobody but us trusts.

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { waitUntil } from './controls.mjs';
import { dropFiles } from './drop.mjs';
import { program, root } from './environment.mjs';

const folder = join(root, 'tests/vectors/platform');
export const vector = (name) => join(folder, name);

export const rome = ['pdh', 'pek', 'oca', 'cek'].map((name) => vector(`chains/rome/${name}.cert`));
export const naples = ['pdh', 'pek', 'oca', 'cek'].map((name) => vector(`chains/naples/${name}.cert`));
export const unsigned = [vector('stand-in-a/nodesevinfo.txt')];
export const standIn = ['nodesevinfo.txt', 'cek.cert', 'ask.cert'].map((name) => vector(`stand-in-a/${name}`));
export const standInRoot = vector('stand-in-a/ark.cert');

/** The banner's title matches a pattern. */
export const titled = (page, pattern) => waitUntil(page, `the title is ${pattern}`, (source) => (
  new RegExp(source).test(document.querySelector('[data-verdict] h2')?.textContent ?? '')), pattern.source);

/** Drops files of a platform, and waits for what is said of it. */
export async function givePlatform(page, files, title) {
  await dropFiles(page, ...files);
  await titled(page, title);
}

/** What the program says of the same, whether it vouches or not. */
export function verifiedByProgram(...words) {
  try {
    return execFileSync(program, ['platform', 'verify', '--json', ...words], { stdio: 'pipe' });
  } catch (ended) {
    return ended.stdout;
  }
}

export const sessionMade = (page) => waitUntil(page, 'the session is there',
  () => document.querySelector('[data-session]'));

/** Outcome of each link, by its code. */
export const linksOf = (page) => page.evaluate(() => Object.fromEntries([...document.querySelectorAll('[data-check]')]
  .map((link) => [link.dataset.check, link.dataset.outcome])));
