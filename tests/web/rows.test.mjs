// Files that fall on a row, fail, or are ambiguous: what a file surely is wins, and the user is told.

import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { randomBytes } from 'node:crypto';
import { truncateSync } from 'node:fs';
import { startBrowser, stopBrowser } from './lib/browser.mjs';
import { test } from './lib/cannot.mjs';
import { fill, press, waitUntil } from './lib/controls.mjs';
import { dropFiles, dropOn } from './lib/drop.mjs';
import { requirePage } from './lib/environment.mjs';
import { input, launch, write } from './lib/launches.mjs';
import { give, validate, visit } from './lib/page.mjs';

requirePage();
let browser;
before(async () => { browser = await startBrowser(); });
after(() => stopBrowser(browser));

const placeText = (page, place) => page.evaluate((name) =>
  document.querySelector(`[data-place=${name}]`).innerText, place);
const holds = (page, place, name) => waitUntil(page, `${place} holds ${name}`, (where, what) =>
  document.querySelector(`[data-place=${where}]`).innerText.includes(what), place, name);
const entry = (page, name) => page.evaluate((wanted) => [...document.querySelectorAll('.entry')]
  .find((one) => one.innerText.includes(wanted))?.innerText ?? '', name);
const noticeText = (page) => page.evaluate(() => document.querySelector('.notice')?.innerText ?? '');

test('a kernel that falls on another row goes to Kernel, and that is said', async () => {
  await visit(browser, async (page) => {
    await dropOn(page, '[data-place=initrd]', input('vmlinuz'));
    await holds(page, 'kernel', 'vmlinuz');
    assert.doesNotMatch(await placeText(page, 'initrd'), /vmlinuz/);
    assert.match(await noticeText(page), /vmlinuz was dropped on Initrd, but is used as Kernel/);
  });
});

test('what a file may be as well, or nobody knows, stays where it falls', async () => {
  await visit(browser, async (page) => {
    await dropOn(page, '[data-place=initrd]', write('own-format.img', 'nothing that anybody knows\u0001'));
    await holds(page, 'initrd', 'own-format.img');
    // A gzip archive is an initrd, or a kernel of another architecture.
    await dropOn(page, '[data-place=kernel]', input('initrd.img'));
    await holds(page, 'kernel', 'initrd.img');
    await dropOn(page, '[data-place=tk]', write('disk.key', randomBytes(32)));
    await holds(page, 'tk', 'disk.key');
  });
});

test('a firmware is no secret, wherever it falls', async () => {
  await visit(browser, async (page) => {
    await give(page, launch('sev'));
    await validate(page, 'match');
    await press(page, 'Remove Firmware');
    await give(page, { fields: {}, files: { Firmware: input('OVMF.fd') } });
    await validate(page, 'match');
    await dropOn(page, '.secret', input('other.fd'));
    await waitUntil(page, 'it is asked about',
      () => /is already in that place/.test(document.body.innerText));
    assert.match(await noticeText(page), /dropped on a secret, but is used as Firmware/);
  });
});

test('a key of 32 bytes is asked about, and can be a secret', async () => {
  await visit(browser, async (page) => {
    await dropFiles(page, write('volume.key', randomBytes(32)));
    await waitUntil(page, 'it is asked about', () => /a secret such as a disk key/.test(document.body.innerText));
    assert.match(await placeText(page, 'tk'), /Choose/);
    await fill(page, 'Use volume.key as', 'Secret');
    await press(page, 'Use volume.key');
    await waitUntil(page, 'it is settled', () => /1 file recognised/.test(document.querySelector('.inbox').innerText));
    assert.equal(await page.evaluate(() => document.activeElement.id), 'choose-files', 'the focus is not lost');
    await press(page, 'Show files');
    assert.match(await entry(page, 'volume.key'), /as you chose/);
    await give(page, launch('sev'));
    await validate(page, 'match');
    await waitUntil(page, 'it is the secret', () =>
      document.querySelector('.secret').innerText.includes('volume.key'));
  });
});

test('files of sevctl session go where they belong', async () => {
  await visit(browser, async (page) => {
    await dropFiles(page, write('guest_tik.bin', randomBytes(16)), write('guest_tek.bin', randomBytes(16)),
      write('guest_godh.b64', randomBytes(2084).toString('base64')),
      write('guest_session.b64', randomBytes(128).toString('base64')));
    await holds(page, 'tik', 'guest_tik.bin');
    await holds(page, 'tek', 'guest_tek.bin');
    await waitUntil(page, 'every file is recognised', () =>
      /4 files recognised/.test(document.querySelector('.inbox').innerText));
    assert.equal(await entry(page, 'guest_godh.b64'), '', 'what is settled is not listed by itself');
    await press(page, 'Show files');
    assert.match(await entry(page, 'guest_godh.b64'), /for the host: it belongs in <dhCert>.*not needed here/);
    assert.match(await entry(page, 'guest_session.b64'), /for the host: it belongs in <session>/);
    assert.doesNotMatch(await page.evaluate(() => document.querySelector('.inbox').innerText),
      /waiting for your decision/);
  });
});

test('a file that failed does not look used', async () => {
  await visit(browser, async (page) => {
    await dropFiles(page, write('huge.xml', `<domain>${' '.repeat(5 * 1024 * 1024)}`));
    await waitUntil(page, 'it has failed', () => /Not used as Domain XML/.test(document.body.innerText));
    assert.match(await entry(page, 'huge.xml'), /Not used as Domain XML\. Expected a file of at most/);
    assert.match(await placeText(page, 'domainXml'), /huge\.xml is not used/);
  });
});

test('small files do not wait for a large one that came with them', async () => {
  await visit(browser, async (page) => {
    const large = write('large-initrd.img', Buffer.from('070701', 'latin1'));
    truncateSync(large, 4_000_000_000);
    await dropFiles(page, large, input('OVMF.fd'), input('tk.bin'), write('launch.txt', launch('esSku').text));
    await holds(page, 'firmware', 'OVMF.fd');
    await holds(page, 'tk', 'tk.bin');
    await waitUntil(page, 'the host\'s text is read', () => /filled Measurement/.test(document.body.innerText));
    assert.match(await placeText(page, 'initrd'), /hashing/, 'while that is still being read');
  });
});
