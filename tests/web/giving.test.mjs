// Dropping everything at once, and pasting what the host said.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before } from 'node:test';
import { startBrowser, stopBrowser } from './lib/browser.mjs';
import { test } from './lib/cannot.mjs';
import { choose, control, fill, isThere, press, valueOf, waitUntil } from './lib/controls.mjs';
import { dropFiles, dropMade, pasteText } from './lib/drop.mjs';
import { requirePage } from './lib/environment.mjs';
import { input, launch, write } from './lib/launches.mjs';
import { validate, visit } from './lib/page.mjs';

requirePage();
let browser;
before(async () => { browser = await startBrowser(); });
after(() => stopBrowser(browser));

// Under names that say nothing, but for the key's: the page goes by what is in the files.
const { text, qmp, fields } = launch('esSku');
const nameless = ['OVMF.fd', 'vmlinuz', 'initrd.img', 'tk.bin']
  .map((name, index) => write(name === 'tk.bin' ? 'a.tk' : `a.${index}`, readFileSync(input(name))));
nameless.push(write('a.4', text));

async function fillTheRest(page) {
  for (const name of ['Command line', 'vCPUs', 'CPU model']) await fill(page, name, fields[name]);
}

async function expectState(page) {
  await waitUntil(page, 'the measurement is filled in', (wanted) => [...document
    .querySelectorAll('input, textarea')].some((field) => field.value === wanted),
  fields.Measurement);
  for (const name of ['Measurement', 'API major', 'API minor', 'Build ID', 'Policy']) {
    assert.equal(Number(await valueOf(page, name)) || await valueOf(page, name),
      Number(fields[name]) || fields[name], name);
  }
}

test('recognises everything dropped at once by its content', async () => {
  await visit(browser, async (page) => {
    await dropFiles(page, ...nameless);
    await expectState(page);
    await fillTheRest(page);
    await validate(page, 'match');
  });
});

test('takes the same through its own button', async () => {
  await visit(browser, async (page) => {
    await choose(page, 'Choose files', ...nameless);
    await expectState(page);
    await fillTheRest(page);
    await validate(page, 'match');
  });
});

test('files dropped one after the other stay', async () => {
  await visit(browser, async (page) => {
    for (const path of nameless) await dropFiles(page, path);
    await expectState(page);
    await fillTheRest(page);
    await validate(page, 'match');
  });
});

test('recognises two VMSA pages and shows how they differ', async () => {
  await visit(browser, async (page) => {
    await dropFiles(page, input('vmsa1.bin'), input('vmsa0.bin'), input('OVMF.fd'), input('tk.bin'));
    await waitUntil(page, 'the difference is shown', () =>
      /cs_base/.test(document.body.textContent) && /0xfff0/.test(document.body.textContent));
    const files = launch('esFiles');
    for (const [name, value] of Object.entries(files.fields)) await fill(page, name, value);
    await validate(page, 'match');
  });
});

test('shows the table of a firmware', async () => {
  await visit(browser, async (page) => {
    await dropFiles(page, input('OVMF.fd'));
    await waitUntil(page, 'the table is shown', () =>
      document.body.textContent.includes('4c2eb361-7d9b-4cc3-8081-127c90d3d294'));
    assert.match(await page.evaluate(() => document.body.textContent), /0x80b004/);
  });
});

for (const [name, content] of [['virsh', text], ['QMP', qmp]]) {
  test(`fills what the host reported from pasted ${name} output`, async () => {
    await visit(browser, async (page) => {
      await pasteText(page, content);
      await expectState(page);
    });
  });
  test(`and from ${name} output pasted into Measurement`, async () => {
    await visit(browser, async (page) => {
      await (await control(page, 'Measurement', 'field')).focus();
      await pasteText(page, content);
      await expectState(page);
    });
  });
}

test('asks whether 16 bytes are a TIK or a TEK, and takes the answer', async () => {
  await visit(browser, async (page) => {
    const { files } = launch('sev');
    await dropFiles(page, write('sixteen', readFileSync(input('tik.bin'))), files.Firmware);
    await fill(page, 'Use sixteen as', 'TIK');
    assert.ok(await isThere(page, 'TIK', 'file'), 'a choice alone changes nothing');
    await press(page, 'Use sixteen');
    for (const [name, value] of Object.entries(launch('sev').fields)) await fill(page, name, value);
    await validate(page, 'match');
  });
});

test('says what it could not recognise, and nothing else changes', async () => {
  await visit(browser, async (page) => {
    await dropFiles(page, write('notes.txt', 'some notes of mine\n'));
    await waitUntil(page, 'the file is spoken of',
      () => document.body.textContent.includes('notes.txt'));
    assert.equal(await valueOf(page, 'Measurement'), '');
    assert.ok(await isThere(page, 'Firmware', 'file'));
  });
});

test('markup in a file name stays text', async () => {
  await visit(browser, async (page) => {
    const name = '<img src=x onerror=alert(1)><script>alert(1)</script>';
    await dropMade(page, name, 'what is this');
    await waitUntil(page, 'the name is shown as it is',
      (wanted) => document.body.textContent.includes(wanted), name);
    const onDisk = write('<img src=x onerror=alert(1)>.fd', 'no table in here');
    await choose(page, 'Firmware', onDisk);
    await waitUntil(page, 'the name is shown at its place',
      () => document.body.textContent.includes('<img src=x onerror=alert(1)>.fd'));
    assert.equal(await page.evaluate(() => document.images.length), 0);
    assert.equal(await page.evaluate(() => document.scripts.length),
      await page.evaluate(() => document.querySelectorAll('script').length));
  });
});

test('shows the spaces at both ends of the command line', async () => {
  await visit(browser, async (page) => {
    await fill(page, 'Command line', ' ro  ');
    await waitUntil(page, 'the spaces are counted',
      () => /1 leading.*2 trailing/.test(document.body.textContent));
  });
});

test('the verdict comes without a click, and leaves the focus where it is', async () => {
  await visit(browser, async (page) => {
    await dropFiles(page, ...nameless);
    await expectState(page);
    await fillTheRest(page);
    const shows = (wanted) => waitUntil(page, `it says ${wanted}`,
      (name) => document.querySelector('[data-verdict]').dataset.verdict === name, wanted);
    await shows('match');
    // A driver fills a field without going there.
    const goTo = async (name) => (await control(page, name, 'field')).focus();
    const focused = () => page.evaluate(() => document.activeElement.labels?.[0]?.textContent);
    await fill(page, 'vCPUs', '3');
    await goTo('vCPUs');
    await shows('mismatch');
    assert.equal(await focused(), 'vCPUs');
    assert.equal(await isThere(page, 'Validate', 'button'), true, 'and nobody has pressed it');
  });
});
