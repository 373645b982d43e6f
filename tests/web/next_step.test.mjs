// What is to be done next is in reach: what is missing leads to its field, and a packet to its buttons.

import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { startBrowser, stopBrowser } from './lib/browser.mjs';
import { test } from './lib/cannot.mjs';
import { fill, findAll, press, waitUntil } from './lib/controls.mjs';
import { requirePage } from './lib/environment.mjs';
import { launch } from './lib/launches.mjs';
import { give, giveAllBut, validate, visit } from './lib/page.mjs';

requirePage();
let browser;
before(async () => { browser = await startBrowser(); });
after(() => stopBrowser(browser));

const focused = (page) => page.evaluate(() => document.activeElement.id);

test('everything that is missing leads to where it is to be given', async () => {
  await visit(browser, async (page) => {
    const described = launch('esSku');
    await giveAllBut(page, described, 'Measurement', 'Firmware', 'vCPUs', 'CPU model', 'TK');
    await validate(page, 'incomplete');
    const ways = { Measurement: 'measurement', Firmware: 'firmware', vCPUs: 'numCpus',
      'CPU model (or VMSA CPU 0)': 'cpu', 'TIK (or TK)': 'tik' };
    for (const [words, field] of Object.entries(ways)) {
      await press(page, `Go to ${words}`);
      assert.equal(await focused(page), `field-${field}`);
      await waitUntil(page, `${words} is in view`, () => {
        const shown = document.activeElement.closest('.place, .field').getBoundingClientRect();
        return shown.bottom > 0 && shown.top < innerHeight;
      });
    }
  });
});

test('after Pack secret both Save buttons are in view, and it is announced', async () => {
  for (const viewport of [{ width: 1280, height: 640 }, { width: 600, height: 700 }]) {
    await visit(browser, async (page) => {
      await give(page, launch('esSku'));
      await validate(page, 'match');
      await fill(page, 'Secret name', 'luks-key');
      await fill(page, 'Secret text', 'abc');
      await press(page, 'Pack secret');
      await waitUntil(page, 'the heading has the focus', () => document.activeElement.id === 'packet-heading');
      for (const name of ['Save secret header', 'Save secret payload']) {
        const [button] = await findAll(page, name, 'button');
        const box = await button.evaluate((element) => {
          const { top, bottom, left } = element.getBoundingClientRect();
          const there = document.elementFromPoint(left + 5, (top + bottom) / 2);
          return { top, bottom, height: innerHeight, isCovered: !element.contains(there) };
        });
        assert.ok(box.top >= 0 && box.bottom <= box.height && !box.isCovered, `${name}: ${JSON.stringify(box)}`);
      }
      assert.match(await page.evaluate(() => [...document.querySelectorAll('[aria-live=polite]')]
        .map((region) => region.textContent).join(' ')), /Packed\. Save header and payload/);
    }, { viewport });
  }
});
