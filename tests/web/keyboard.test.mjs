// Everything by keyboard alone, and the focus is always to be seen.

import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { startBrowser, stopBrowser } from './lib/browser.mjs';
import { test } from './lib/cannot.mjs';
import { answerChooser, control, insertText, waitUntil } from './lib/controls.mjs';
import { requirePage } from './lib/environment.mjs';
import { launch } from './lib/launches.mjs';
import { expectVerdict, visit } from './lib/page.mjs';

requirePage();
let browser;
before(async () => { browser = await startBrowser(); });
after(() => stopBrowser(browser));

/** Name of the focused control, and whether one can see that it is. */
const focused = (page) => page.evaluate(() => {
  const element = document.activeElement;
  const clean = (text) => (text ?? '').replace(/\s+/g, ' ').trim();
  const ids = element.getAttribute('aria-labelledby')?.split(/\s+/) ?? [];
  const name = clean(ids.map((id) => document.getElementById(id)?.textContent).join(' '))
    || clean(element.getAttribute('aria-label'))
    || clean([...(element.labels ?? [])].map((one) => one.textContent).join(' '))
    || clean(element.textContent);
  const shows = (one) => {
    const style = getComputedStyle(one);
    return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0)
      || style.boxShadow !== 'none';
  };
  // A hidden file input shows its focus on what stands for it.
  const around = [element, ...(element.labels ?? []), element.nextElementSibling,
    element.previousElementSibling, element.parentElement].filter(Boolean);
  return { name, tag: element.localName, visible: around.some(shows) };
});

/** Presses Tab until the control has the focus. Everything on the way must show its focus too. */
async function tabTo(page, name) {
  const passed = [];
  for (let steps = 0; steps < 150; steps += 1) {
    const now = await focused(page);
    if (now.name === name) return;
    await page.keyboard.press('Tab');
    const next = await focused(page);
    if (next.tag !== 'body') assert.ok(next.visible, `no visible focus on '${next.name}' (${next.tag})`);
    passed.push(next.name);
  }
  assert.fail(`Tab never reaches '${name}', only: ${passed.map((one) => one.slice(0, 40)).join(' | ')}`);
}

async function type(page, name, text) {
  await tabTo(page, name);
  const kind = await page.evaluate(() => document.activeElement.localName);
  if (kind === 'select') await page.keyboard.type(text);
  else await insertText(page, text);
  assert.notEqual(await page.evaluate(() => document.activeElement.value), '', name);
}

async function chooseByKey(page, name, path) {
  await tabTo(page, name);
  await answerChooser(page, path, () => page.keyboard.press('Enter'));
}

test('from the first Tab to a verdict and a packet', async () => {
  await visit(browser, async (page) => {
    const { fields, files } = launch('esSku');
    for (const name of ['Firmware', 'Kernel', 'Initrd']) await chooseByKey(page, name, files[name]);
    for (const name of ['Command line', 'vCPUs', 'CPU model', 'Policy', 'Measurement', 'API major', 'API minor',
      'Build ID']) await type(page, name, fields[name]);
    await chooseByKey(page, 'TK', files.TK);
    await waitUntil(page, 'the verdict comes by itself', () =>
      document.querySelector('[data-verdict]').dataset.verdict === 'match');
    await page.keyboard.press('F8');
    await waitUntil(page, 'the focus is at the secrets', () => document.activeElement.id === 'secrets-heading');
    await type(page, 'Secret name', 'luks-key');
    await type(page, 'Secret text', 'a key');
    await tabTo(page, 'Pack secret');
    await page.keyboard.press(' ');
    await control(page, 'Save secret header', 'button');
    await tabTo(page, 'Save secret header');
    await tabTo(page, 'Save secret payload');
  });
});

test('the sample in a few keys', async () => {
  await visit(browser, async (page) => {
    await tabTo(page, 'Load failing sample');
    await page.keyboard.press('Enter');
    await expectVerdict(page, 'mismatch');
  });
});

test('Tab leads through the whole page and out of it, without a trap', async () => {
  await visit(browser, async (page) => {
    const seen = [];
    for (let steps = 0; steps < 150; steps += 1) {
      await page.keyboard.press('Tab');
      const { name, tag } = await focused(page);
      if (tag === 'body' || (seen.length > 10 && `${tag} ${name}` === seen[0])) return;
      seen.push(`${tag} ${name}`);
    }
    assert.fail(`still inside after 150 steps: ${seen.slice(-10).join(' | ')}`);
  });
});
