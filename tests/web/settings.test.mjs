// Settings: what is no secret is saved, loaded next time, and only the measurement changes.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before } from 'node:test';
import { startBrowser, stopBrowser } from './lib/browser.mjs';
import { test } from './lib/cannot.mjs';
import { choose, chooseBy, fill, press, shownText, valueOf, waitUntil } from './lib/controls.mjs';
import { dropFiles } from './lib/drop.mjs';
import { requirePage } from './lib/environment.mjs';
import { input, launch, write } from './lib/launches.mjs';
import { expectVerdict, give, saved, validate, visit } from './lib/page.mjs';

requirePage();
let browser;
before(async () => { browser = await startBrowser(); });
after(() => stopBrowser(browser));

const { fields, files } = launch('esSku');
const kept = ['API major', 'API minor', 'Build ID', 'Policy', 'Command line', 'vCPUs', 'CPU model'];
let settings;

test('are saved without keys, secrets and the measurement', async () => {
  await visit(browser, async (page) => {
    await give(page, launch('esSku'));
    await validate(page, 'match');
    await fill(page, 'Secret name', 'luks-key');
    await fill(page, 'Secret text', 'Pa55-w0rd-0123456789');
    settings = await saved(page, 'Save settings', /\.json$/);
    const text = settings.toString();
    JSON.parse(text);
    assert.ok(!text.includes('Pa55'), 'the secret');
    for (const key of ['tik.bin', 'tek.bin']) {
      const bytes = readFileSync(input(key));
      for (const form of ['hex', 'base64', 'latin1']) {
        assert.ok(!text.includes(bytes.toString(form).slice(0, 10)), `${key} as ${form}`);
      }
    }
  });
});

for (const [way, load] of [
  ['their button', (page, path) => chooseBy(page, 'Load settings', path)],
  ['dropping them', (page, path) => dropFiles(page, path)],
]) {
  test(`are loaded by ${way}, and the launch validates`, async () => {
    await visit(browser, async (page) => {
      await load(page, write('settings.json', settings));
      await waitUntil(page, 'the command line is back', (wanted) => [...document
        .querySelectorAll('input, textarea')].some((one) => one.value === wanted),
      fields['Command line']);
      for (const name of kept) {
        assert.equal(Number(await valueOf(page, name)) || await valueOf(page, name),
          Number(fields[name]) || fields[name], name);
      }
      await fill(page, 'Measurement', fields.Measurement);
      // Large files are known by their hash; firmware and keys are given again.
      await choose(page, 'Firmware', files.Firmware);
      await choose(page, 'TK', files.TK);
      await validate(page, 'match');
    });
  });
}

test('that are none are refused with a message, and nothing changes', async () => {
  await visit(browser, async (page) => {
    await give(page, launch('esSku'));
    await validate(page, 'match');
    for (const [name, content] of [['s1.json', '{'], ['s2.json', '[]'], ['s3.json', '{"a": 1}'],
      ['s4.json', ''], ['s5.json', '{"kind":"sevproof-settings","version":99}'],
      ['s6.json', Buffer.alloc(70_000, '[')]]) {
      const before = await shownText(page);
      await chooseBy(page, 'Load settings', write(name, content));
      await waitUntil(page, `${name} is refused`, (old) => {
        const text = document.body.innerText;
        return text !== old && /settings/i.test(text) && /not|expected|cannot|could/i.test(text);
      }, before);
      for (const field of kept) assert.equal(await valueOf(page, field), fields[field], field);
    }
  });
});

test('Start over leaves nothing', async () => {
  await visit(browser, async (page) => {
    await give(page, launch('esSku'));
    await validate(page, 'match');
    await press(page, 'Start over');
    await waitUntil(page, 'the fields are empty', () => [...document
      .querySelectorAll('input:not([type=file]), textarea')].every((one) => one.value === ''
        || one.type === 'radio' || one.type === 'checkbox' || one.type === 'number'));
    await press(page, 'Validate');
    await expectVerdict(page, 'incomplete');
    assert.doesNotMatch(await shownText(page), /OVMF\.fd/);
  });
});
