// The page says whose code is in it and under which licences, and takes nothing away from who reads that.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { findViolations } from './lib/axe.mjs';
import { startBrowser, stopBrowser } from './lib/browser.mjs';
import { test } from './lib/cannot.mjs';
import { control, fill, press, valueOf, waitUntil } from './lib/controls.mjs';
import { requirePage, root } from './lib/environment.mjs';
import { visit } from './lib/page.mjs';

requirePage();
let browser;
before(async () => { browser = await startBrowser(); });
after(() => stopBrowser(browser));

const components = JSON.parse(readFileSync(join(root, 'docs/licences/components.json'), 'utf8'))
  .filter((component) => component.in.includes('page'));

const isOpen = (page) => waitUntil(page, 'the dialog is open', () => document.querySelector('dialog')?.open);
const isClosed = (page) => waitUntil(page, 'it is closed', () => !document.querySelector('dialog').open);
const focusedName = (page) => page.evaluate(() => document.activeElement.textContent.trim());

async function openByKey(page) {
  await (await control(page, 'Licences', 'button')).focus();
  await page.keyboard.press('Enter');
  await isOpen(page);
}

test('the dialog names all that is in the page, whose it is, and the texts of the licences', async () => {
  assert.ok(components.length > 8);
  await visit(browser, async (page) => {
    await openByKey(page);
    const { name, text } = await page.$eval('dialog', (dialog) => ({
      name: document.getElementById(dialog.getAttribute('aria-labelledby')).textContent,
      text: dialog.innerText.replace(/\s+/g, ' '),
    }));
    assert.equal(name, 'Licences');
    for (const { name: component, copyright, licence, project } of components) {
      for (const wanted of [component, ...copyright, licence, project]) assert.ok(text.includes(wanted), wanted);
    }
    for (const wanted of ['THE SOFTWARE IS PROVIDED "AS IS"', 'END OF TERMS AND CONDITIONS', 'As an exception, if']) {
      assert.ok(text.includes(wanted), wanted);
    }
    assert.equal(await page.evaluate(() => document.querySelectorAll('a:not([href^="#"])').length), 0, 'it leads nowhere');
    assert.deepEqual(await findViolations(page), []);
  });
});

test('Escape closes it and gives the focus back; so does its button', async () => {
  await visit(browser, async (page) => {
    await fill(page, 'Policy', '0x7');
    for (const key of ['Escape', 'Enter']) {
      await openByKey(page);
      assert.equal(await focusedName(page), 'Close');
      await page.keyboard.press(key);
      await isClosed(page);
      assert.equal(await focusedName(page), 'Licences');
    }
    assert.equal(await valueOf(page, 'Policy'), '0x7');
  });
});

test('it scrolls by key, downwards alone, and its button stays to be seen', async () => {
  await visit(browser, async (page) => {
    await page.setViewport({ width: 320, height: 600 });
    await press(page, 'Licences');
    await isOpen(page);
    await page.keyboard.press('PageDown');
    await waitUntil(page, 'it has scrolled', () => document.querySelector('dialog').scrollTop > 100);
    const seen = await page.$eval('dialog', (dialog) => {
      const box = dialog.getBoundingClientRect();
      const close = dialog.querySelector('button').getBoundingClientRect();
      return { left: box.left, right: innerWidth - box.right, wide: dialog.scrollWidth - dialog.clientWidth,
        close: close.top >= box.top && close.bottom <= box.bottom };
    });
    assert.ok(seen.left >= 0 && seen.right >= 0 && seen.wide <= 0, JSON.stringify(seen));
    assert.ok(seen.close, 'Close is out of sight');
  });
});
