// What goes on paper: one sheet that says which guest, when and under which keys, and nothing of secrets.

import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { isChromium, startBrowser, stopBrowser } from './lib/browser.mjs';
import { CannotHere, test } from './lib/cannot.mjs';
import { choose, fill, press, waitUntil } from './lib/controls.mjs';
import { domain } from './lib/domain.mjs';
import { requirePage } from './lib/environment.mjs';
import { launch, write } from './lib/launches.mjs';
import { give, saved, validate, visit } from './lib/page.mjs';
import { states } from './lib/states.mjs';

requirePage();
let browser;
before(async () => { browser = await startBrowser(); });
after(() => stopBrowser(browser));

/** Hidden on the screen, so that its text is not what is shown. */
const sheetText = (page) => page.evaluate(() => document.querySelector('.print-sheet').textContent);

async function sheets(page, format) {
  const margin = { top: '11mm', bottom: '11mm', left: '13mm', right: '13mm' };
  const pdf = Buffer.from(await page.pdf({ format, margin }));
  return (pdf.toString('latin1').match(/\/Type\s*\/Page\b/g) ?? []).length;
}

for (const name of ['match', 'match-with-findings', 'match-from-xml', 'mismatch', 'packed']) {
  const state = states.find((one) => one.name === name);
  test(`${name} fits on one sheet`, async () => {
    if (!isChromium(browser)) throw new CannotHere('only Chromium\'s driver prints with this style');
    await visit(browser, async (page) => {
      await state.reach(page);
      for (const format of ['A4', 'Letter']) assert.equal(await sheets(page, format), 1, format);
    });
  });
}

test('it names guest, time and keys, and the keys by no more than a fingerprint', async () => {
  await visit(browser, async (page) => {
    await give(page, launch('esSku'));
    await choose(page, 'Domain XML', write('print.xml', domain()));
    await validate(page, 'match');
    const text = await sheetText(page);
    assert.match(text, /Guestguest <1>Time/);
    assert.match(text, new RegExp(`Time${new Date().toISOString().slice(0, 10)} \\d\\d:\\d\\d UTC`));
    assert.match(text, /KeysTIK [0-9a-f]{8}, TEK [0-9a-f]{8} \(fingerprints\)/);
  });
});

test('no hash of a secret: not on the screen, not on paper, not in the report', async () => {
  await visit(browser, async (page) => {
    await give(page, launch('esSku'));
    await validate(page, 'match');
    await fill(page, 'Secret name', 'luks-key');
    await fill(page, 'Secret text', 'abc');
    await press(page, 'Pack secret');
    await waitUntil(page, 'it is packed', () => document.querySelector('.packet'));
    const hash = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    const all = await page.evaluate(() => document.documentElement.textContent.replace(/\s/g, ''));
    assert.ok(!all.includes(hash) && !all.includes(hash.slice(0, 8)));
    assert.match(all, /itholdswhatyouentered736869e5-84f0-4973-92ec-06879ce3da0b\(luks-key\),3bytes/);
    assert.ok(!(await saved(page, 'Save report', /\.json$/)).toString().includes(hash.slice(0, 8)));
  });
});
