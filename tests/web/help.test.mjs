// Help on every control, keys, menus, a link with settings, and a question before a packet is lost.

import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { startBrowser, stopBrowser } from './lib/browser.mjs';
import { test } from './lib/cannot.mjs';
import { control, fill, findAll, press, valueOf, waitUntil } from './lib/controls.mjs';
import { requirePage } from './lib/environment.mjs';
import { launch } from './lib/launches.mjs';
import { expectVerdict, fileUrl, give, saved, savedBy, validate, visit } from './lib/page.mjs';
import { openAll } from './lib/states.mjs';

requirePage();
let browser;
before(async () => { browser = await startBrowser(); });
after(() => stopBrowser(browser));

const helpText = (page) => page.evaluate(() => document.querySelector('dialog[open]')?.innerText ?? '');

test('every field and every place has a word in the help', async () => {
  await visit(browser, async (page) => {
    await openAll(page);
    const ids = await page.evaluate(() => [...document.querySelectorAll('[id^=field-]')]
      .filter((one) => one.matches('input, select')).map(({ id }) => id));
    assert.ok(ids.length >= 19, ids.join());
    await press(page, 'Help');
    for (const id of ids) {
      const words = await page.evaluate((wanted) =>
        document.getElementById(`help-${wanted}`)?.querySelector('dd').textContent ?? '', id);
      assert.ok(words.length > 7, id);
    }
    await press(page, 'Close');
    assert.equal(await helpText(page), '');
  });
});

test('F1 opens the help at the control with the focus, and closing gives the focus back', async () => {
  await visit(browser, async (page) => {
    await (await control(page, 'SEV features', 'field')).evaluate((field) => {
      field.closest('details').open = true;
      field.focus();
    });
    await page.keyboard.press('F1');
    await waitUntil(page, 'the help is open', () => document.activeElement.id === 'help-field-sevFeatures');
    assert.match(await helpText(page), /DebugSwap/);
    await page.keyboard.press('Escape');
    await waitUntil(page, 'the focus is back', () => document.activeElement.id === 'field-sevFeatures');
  });
});

test('? in a field is a letter, and help elsewhere', async () => {
  await visit(browser, async (page) => {
    await (await control(page, 'Command line', 'field')).focus();
    await page.keyboard.type('a?');
    assert.equal(await valueOf(page, 'Command line'), 'a?');
    assert.equal(await helpText(page), '');
    await (await control(page, 'Validate', 'button')).focus();
    await page.keyboard.type('?');
    await waitUntil(page, 'the help is open', () => document.querySelector('dialog[open]'));
  });
});

/** Presses a key with Control, as the page sees it: drivers and browsers differ in what they keep for themselves. */
const withControl = (page, key) => page.evaluate((name) => {
  const event = new KeyboardEvent('keydown', { key: name, ctrlKey: true, bubbles: true, cancelable: true });
  (document.activeElement ?? document.body).dispatchEvent(event);
  return event.defaultPrevented;
}, key);

test('keys validate, and save the report', async () => {
  await visit(browser, async (page) => {
    await give(page, launch('sev'));
    assert.equal(await withControl(page, 'Enter'), true);
    await expectVerdict(page, 'match');
    const report = await savedBy(page, () => withControl(page, 's'), /\.json$/);
    assert.equal(JSON.parse(report).verdict, 'match');
    assert.equal(await withControl(page, 'q'), false);
    await press(page, 'Help');
    await waitUntil(page, 'the help is open', () => document.querySelector('dialog[open]'));
    assert.equal(await withControl(page, 's'), false, 'nothing is pressed under a dialog');
  });
});

test('a menu closes with Escape, by a choice, and when the focus leaves it', async () => {
  await visit(browser, async (page) => {
    await fill(page, 'vCPUs', '1');
    const summary = (await findAll(page, 'Settings', 'button'))[0];
    const isOpen = () => summary.evaluate((element) => element.parentElement.open);
    await press(page, 'Settings');
    assert.equal(await isOpen(), true);
    await page.keyboard.press('Escape');
    assert.equal(await isOpen(), false);
    await press(page, 'Settings');
    await (await control(page, 'vCPUs', 'field')).focus();
    await waitUntil(page, 'it is closed', (element) => !element.parentElement.open, summary);
    await press(page, 'Settings');
    await saved(page, 'Save settings', /\.json$/);
    assert.equal(await isOpen(), false);
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Settings', 'the focus is not lost');
  });
});

const sha = 'ab'.repeat(32);
const link = 'policy=0x7&cmdline=a%20%20b%2Bc&numCpus=4&cpu=EPYC-Milan';

test('a link with settings opens a filled page, and says where they come from', async () => {
  await visit(browser, async (page) => {
    await waitUntil(page, 'they are loaded', () => /Settings loaded/.test(document.querySelector('.notice')?.innerText));
    assert.match(await page.evaluate(() => document.querySelector('.notice').innerText),
      /From the page's address; use only a link of your own/);
    const values = [];
    for (const name of ['Policy', 'Command line', 'vCPUs', 'CPU model']) values.push(await valueOf(page, name));
    assert.deepEqual(values, ['0x7', 'a  b+c', '4', 'EPYC-Milan']);
    assert.match(await page.evaluate(() => document.querySelector('[data-place=kernel]').innerText),
      /my kernel[^]*68\.4 KiB[^]*abababab/);
  }, { url: `${fileUrl}#settings=${link}&kernel=${sha}:70000:my%20kernel` });
});

for (const [name, bad] of Object.entries({ 'an unknown key': 'tik=00', 'a key twice': 'policy=1&policy=2',
  'a file without a size': `kernel=${sha}::x`, 'a line break': 'cmdline=a%0Ab' })) {
  test(`a link is refused with ${name}, and nothing is filled`, async () => {
    await visit(browser, async (page) => {
      await waitUntil(page, 'it is refused', () =>
        /settings in the page's address cannot be used/.test(document.querySelector('.notice-error')?.innerText));
      assert.equal(await valueOf(page, 'Policy'), '');
    }, { url: `${fileUrl}#settings=${bad}` });
  });
}

/** Whether the page would ask before it is left. */
const asks = (page) => page.evaluate(() => {
  const event = new Event('beforeunload', { cancelable: true });
  window.dispatchEvent(event);
  return event.defaultPrevented;
});

test('a packet that nobody has saved is not left without a question', async () => {
  await visit(browser, async (page) => {
    assert.equal(await asks(page), false);
    await give(page, launch('sev'));
    await validate(page, 'match');
    assert.equal(await asks(page), false);
    await fill(page, 'Secret name', 'luks-key');
    await fill(page, 'Secret text', 'abc');
    await press(page, 'Pack secret');
    await waitUntil(page, 'it is packed', () => document.querySelector('.packet'));
    assert.equal(await asks(page), true);
    await saved(page, 'Save secret header', /header/);
    assert.equal(await asks(page), true, 'half of it is not enough');
    await saved(page, 'Save secret payload', /payload/);
    assert.equal(await asks(page), false);
  });
});
