// Files that take time: progress, Cancel, and then all the same to the end.

import assert from 'node:assert/strict';
import { closeSync, openSync, truncateSync, unlinkSync, writeSync } from 'node:fs';
import { after, before } from 'node:test';
import { startBrowser, stopBrowser } from './lib/browser.mjs';
import { test } from './lib/cannot.mjs';
import { choose, expectMessage, press, waitUntil } from './lib/controls.mjs';
import { diagnosed } from './lib/diagnosis.mjs';
import { browserName, requirePage } from './lib/environment.mjs';
import { cmdline, host, input, reportOf, stateOf, write } from './lib/launches.mjs';
import { give, giveAllBut, saved, validate, verdict, visit } from './lib/page.mjs';
import { hookWorker } from './lib/worker_hook.mjs';

requirePage();
let browser;
before(async () => { browser = await startBrowser(); });
after(() => stopBrowser(browser));

const size = 512 * 1024 * 1024;
const large = write('large.img', '');
truncateSync(large, size);
const files = { Firmware: input('OVMF.fd'), TK: input('tk.bin'), Kernel: input('vmlinuz'),
  Initrd: large };
const text = host('launch', '--firmware', files.Firmware, '--tk', files.TK, '--policy', '3',
  '--kernel', files.Kernel, '--initrd', large, '--cmdline', cmdline);
const described = { fields: { ...stateOf(text), 'Command line': cmdline }, files };

const hashing = (page, amount = '512.0 MiB') => waitUntil(page, 'progress is shown in bytes and percent', (amount) =>
  document.querySelector('progress, [role=progressbar]')
  && document.body.innerText.includes(` of ${amount}`) && /\d+\s?%/.test(document.body.innerText), amount);
const notHashing = (page) => waitUntil(page, 'nothing is hashed',
  () => !document.querySelector('progress, [role=progressbar]'));

test('512 MiB: cancelled, then hashed to the end, and the report is the program\'s', async () => {
  await visit(browser, async (page) => {
    await giveAllBut(page, described, 'Initrd');
    await choose(page, 'Initrd', large);
    await hashing(page);
    await press(page, 'Cancel');
    await notHashing(page);
    assert.notEqual(await verdict(page), 'match');
    await choose(page, 'Initrd', large);
    await hashing(page);
    await waitUntil(page, 'all is hashed', () => !document.querySelector('progress, [role=progressbar]'));
    await validate(page, 'match');
    const expected = reportOf(described);
    assert.equal(expected.status, 0);
    assert.equal((await saved(page, 'Save report', /\.json$/)).toString(), expected.stdout.toString());
  });
});

test('another file chosen meanwhile takes the place of the large one', async () => {
  await visit(browser, async (page) => {
    await give(page, { ...described, files: { ...files, Initrd: large } });
    await hashing(page);
    await choose(page, 'Initrd', input('initrd.img'));
    await notHashing(page);
    await validate(page, 'mismatch');
    await diagnosed(page);
    const other = { ...described, files: { ...files, Initrd: input('initrd.img') } };
    assert.equal((await saved(page, 'Save report', /\.json$/)).toString(),
      reportOf(other, large).stdout.toString(), 'and the large one is tried instead of it');
  });
});

const workersSeen = (page) => page.evaluate(() => window.workersSeenByTest.length);

test('two large files side by side: a worker for the second, and the right hash at each place', async () => {
  const other = write('other-large.img', 'x');
  truncateSync(other, size);
  await visit(browser, async (page) => {
    await giveAllBut(page, described, 'Initrd', 'Kernel');
    assert.equal(await workersSeen(page), 1);
    await choose(page, 'Initrd', large);
    await hashing(page);
    await choose(page, 'Kernel', other);
    await waitUntil(page, 'there are two workers', () => window.workersSeenByTest.length === 2);
    await notHashing(page);
    await validate(page, 'mismatch');
    await diagnosed(page);
    const both = { ...described, files: { ...files, Kernel: other } };
    assert.equal((await saved(page, 'Save report', /\.json$/)).toString(),
      reportOf(both).stdout.toString());
  }, {
    prepare: async (page) => {
      await hookWorker(page);
      await page.evaluateOnNewDocument(
        () => Object.defineProperty(navigator, 'hardwareConcurrency', { value: 2 }));
    },
  });
});

test('a file that changes while it is read is noticed where the browser does', async (context) => {
  if (browserName !== 'chromium') {
    context.skip('only Chromium notices: others read on from a file of the same size without a word');
    return;
  }
  await visit(browser, async (page) => {
    const changing = write('changing.img', '');
    truncateSync(changing, size);
    await choose(page, 'Initrd', changing);
    await hashing(page);
    const file = openSync(changing, 'r+');
    writeSync(file, 'other');
    closeSync(file);
    await notHashing(page);
    await expectMessage(page, 'Initrd', 'file', /could not be read \(NotReadableError\)/);
  });
});

test('the page answers while it hashes', async () => {
  await visit(browser, async (page) => {
    // So large that there is something left to cancel when all the rest is given, also on a slow machine.
    const endless = write('endless.img', '');
    truncateSync(endless, 7 * size);
    await choose(page, 'Initrd', endless);
    await hashing(page, '3.5 GiB');
    await giveAllBut(page, described, 'Initrd');
    await press(page, 'Cancel');
    await notHashing(page);
  });
});

test('a file that vanishes while it is read: an error at its place, or the hash of all of it', async () => {
  await visit(browser, async (page) => {
    const vanishing = write('vanishing-large.img', '');
    truncateSync(vanishing, size);
    await giveAllBut(page, described, 'Initrd');
    await choose(page, 'Initrd', vanishing);
    await hashing(page);
    unlinkSync(vanishing);
    await notHashing(page);
    await press(page, 'Validate');
    // Firefox reads on from a file that it has open, and then everything was read.
    await waitUntil(page, 'there is an answer', () => /^(match|invalid)$/.test(
      document.querySelector('[data-verdict]')?.dataset.verdict ?? ''));
    if (await verdict(page) === 'match') return;
    await expectMessage(page, 'Initrd', 'file', /read/);
    await choose(page, 'Initrd', large);
    await notHashing(page);
    await validate(page, 'match');
  });
});
