// Before the start: the host's files, who vouches for them, a session, and its keys after the start.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { findViolations } from './lib/axe.mjs';
import { downloadPath, downloads, startBrowser, stopBrowser } from './lib/browser.mjs';
import { test } from './lib/cannot.mjs';
import { choose, control, expectMessage, fill, isThere, messageOf, press, valueOf, waitUntil } from './lib/controls.mjs';
import { dropFiles, dropOn, pasteText } from './lib/drop.mjs';
import { program, requirePage } from './lib/environment.mjs';
import { input } from './lib/launches.mjs';
import { bannerText, fileUrl, saved, savedBy, verdict, visit } from './lib/page.mjs';
import {
  givePlatform, linksOf, naples, rome, sessionMade, standIn, standInRoot, titled, unsigned, vector, verifiedByProgram,
} from './lib/platform.mjs';
import { folder } from './lib/scratch.mjs';
import { hookWorker, orderWorker } from './lib/worker_hook.mjs';

requirePage();
let browser;
before(async () => { browser = await startBrowser(); });
after(() => stopBrowser(browser));

const panelText = (page) => page.evaluate(() => document.querySelector('.verdict-panel').innerText);
const shownView = (page) => page.evaluate(() => document.querySelector('.views [aria-current]').textContent);
const noticeText = (page) => page.evaluate(() => document.querySelector('.notice-region').innerText);
const beforeUrl = `${fileUrl}#before`;
const goOn = 'Go on to “After the start”';

/** Opened at once in this view. */
const visitBefore = (use, more = {}) => visit(browser, use, { url: beforeUrl, ...more });

/** The next step follows what was given a moment later. */
const expectNext = (page, words) => waitUntil(page, `the next step is “${words}”`,
  (expected) => document.querySelector('.actions .primary')?.textContent === expected, words);

test('a chain of AMD: who vouches, every link in words, and the program\'s bytes', async () => {
  await visitBefore(async (page) => {
    await expectNext(page, 'Choose platform files');
    await givePlatform(page, rome, /^A genuine AMD platform: Rome$/);
    assert.equal(await verdict(page), 'match');
    assert.match(await page.title(), /^A genuine AMD platform: Rome/);
    assert.deepEqual(await linksOf(page), { 'ark-pinned': 'not-checked', 'ask-by-ark': 'not-checked',
      'cek-by-ask': 'pass', 'oca-self': 'pass', 'pek-by-cek': 'pass', 'pek-by-oca': 'pass', 'pdh-by-pek': 'pass' });
    assert.match(await panelText(page), /Nor does it prove who runs the host/);
    const report = await saved(page, 'Save report', /sevproof-platform\.json$/);
    assert.deepEqual(report, verifiedByProgram(...rome));
    await expectNext(page, 'Make session');
  });
});

test('a host of Naples has no SEV-ES', async () => {
  await visitBefore(async (page) => {
    await givePlatform(page, naples, /: Naples$/);
    await waitUntil(page, 'it is said', () => /Naples have no SEV-ES/.test(document.body.innerText));
    await press(page, 'Policy 0xb, without SEV-ES');
    await waitUntil(page, 'it is not said any more', () => !/Naples have no SEV-ES/.test(document.body.innerText));
    assert.equal(await valueOf(page, 'Policy'), '0xb');
  });
});

test('an unsigned CEK: where AMD has the signed one, as text and for the clipboard', async () => {
  await visitBefore(async (page) => {
    await givePlatform(page, unsigned, /^Nobody vouches for this platform yet$/);
    assert.equal(await verdict(page), 'incomplete');
    assert.equal((await linksOf(page))['cek-by-ask'], 'fail');
    await expectNext(page, 'Copy AMD\'s address');
    const id = readFileSync(vector('stand-in-a/chip-id.txt'), 'utf8').trim();
    assert.ok((await panelText(page)).replace(/\s/g, '').includes(`https://kdsintf.amd.com/cek/id/${id}`));
    const links = await page.evaluate(() => document.querySelectorAll('a[href^=http]').length);
    assert.equal(links, 0, 'the page leads nowhere');
    assert.deepEqual(await saved(page, 'Save report', /sevproof-platform\.json$/), verifiedByProgram(...unsigned));
  });
});

test('the stand-in is vouched for by the root that is named, and never by AMD', async () => {
  await visitBefore(async (page) => {
    await givePlatform(page, standIn, /^Nobody vouches/);
    // Among the other files a root counts for nothing.
    await choose(page, 'Platform files', standInRoot);
    await titled(page, /^Nobody vouches for this platform$/);
    assert.equal(await verdict(page), 'mismatch');
    assert.match(await bannerText(page), /Whoever made its PDH/);
    await press(page, 'Remove ark.cert');
    await choose(page, 'Root', standInRoot);
    await titled(page, /^Vouched for by the root that you named$/);
    assert.doesNotMatch(await bannerText(page), /AMD/);
    assert.ok(await page.$('.banner.careful'), 'amber');
    assert.deepEqual(new Set(Object.values(await linksOf(page))), new Set(['not-checked', 'pass']));
    const report = await saved(page, 'Save report', /sevproof-platform\.json$/);
    assert.deepEqual(report, verifiedByProgram('--root', standInRoot, ...standIn));
    await press(page, 'Remove Root');
    await titled(page, /^Nobody vouches/);
    await dropOn(page, '[data-root]', standInRoot);
    await titled(page, /^Vouched for by the root that you named$/);
  });
});

test('a session: its six files, and its keys and policy in place after the start', async () => {
  await visitBefore(async (page) => {
    await givePlatform(page, rome, /Rome$/);
    await fill(page, 'Session name', 'night-vm');
    await fill(page, 'Policy', 'nodbg,noks,nosend');
    await page.evaluate(() => document.getElementById('field-kernelHashes').click());
    await press(page, 'Make session');
    await sessionMade(page);
    await waitUntil(page, 'its heading has the focus', () => document.activeElement?.id === 'session-heading');
    const leave = () => page.evaluate(() => {
      const event = new Event('beforeunload', { cancelable: true });
      return window.dispatchEvent(event);
    });
    assert.equal(await leave(), false, 'leaving asks first');
    await savedBy(page, () => press(page, 'Save all files'), /night-vm_qemu\.txt$/);
    const names = readdirSync(downloads).sort();
    assert.deepEqual(names, ['night-vm_godh.b64', 'night-vm_launchsecurity.xml', 'night-vm_qemu.txt',
      'night-vm_session.b64', 'night-vm_tek.bin', 'night-vm_tik.bin']);
    const checked = execFileSync(program, ['session', 'check', '--json', '--session', downloadPath('night-vm_session.b64'),
      '--godh', downloadPath('night-vm_godh.b64'), '--tik', downloadPath('night-vm_tik.bin'), '--policy', '0xb',
      ...rome.flatMap((path) => ['--platform', path])]);
    assert.equal(JSON.parse(checked).verdict, 'match');
    assert.match(readFileSync(downloadPath('night-vm_launchsecurity.xml'), 'utf8'),
      /^<launchSecurity type='sev' kernelHashes='yes'>[^]*<policy>0x000b<\/policy>/);
    assert.equal(await leave(), true, 'all was taken along');
    const tik = readFileSync(downloadPath('night-vm_tik.bin'));
    const report = JSON.parse(await saved(page, 'Save report', /sevproof-session\.json$/));
    assert.deepEqual([report.kind, report.computed.vouchedForBy, report.computed.policy.hex], ['session', 'amd', '0xb']);
    await press(page, goOn);
    await waitUntil(page, 'the other view', () => location.hash === '#paused');
    assert.equal(await valueOf(page, 'Policy'), '0xb');
    for (const key of ['TIK', 'TEK']) {
      await expectMessage(page, key, 'file', /night-vm_t.k\.bin\n?.*16 bytes.*fingerprint [0-9a-f]{8}/s);
    }
    // The same fingerprint as of the file that was saved.
    const mark = /fingerprint ([0-9a-f]{8})/.exec(await messageOf(page, 'TIK', 'file'))[1];
    const path = join(folder('keys'), 'again_tik.bin');
    writeFileSync(path, tik);
    await choose(page, 'TIK', path);
    await waitUntil(page, 'the file is read', () => /again_tik\.bin/.test(document.body.innerText));
    await expectMessage(page, 'TIK', 'file', new RegExp(`again_tik\\.bin[^]*${mark}`));
  });
});

test('where nobody vouches a session takes a step of its own, and says so afterwards', async () => {
  await visitBefore(async (page) => {
    await givePlatform(page, standIn, /^Nobody vouches/);
    assert.equal(await isThere(page, 'Make session', 'button'), false);
    await press(page, 'Make a session all the same');
    await press(page, 'Do not');
    assert.equal(await isThere(page, 'Make one anyway', 'button'), false);
    await press(page, 'Make a session all the same');
    await press(page, 'Make one anyway');
    await sessionMade(page);
    assert.match(await panelText(page), /Insecure session/);
    assert.match(await panelText(page), /platform that nobody vouches for/);
    await press(page, goOn);
    await waitUntil(page, 'it is said again', () => /for tests only/.test(document.querySelector('.notice-region').innerText));
  });
});

test('certificates lead to this view, a launch to the other, and there is a way back', async () => {
  await visit(browser, async (page) => {
    assert.equal(await shownView(page), 'After the start');
    await givePlatform(page, rome, /Rome$/);
    assert.equal(await shownView(page), 'Before the start');
    assert.match(await noticeText(page), /belongs to “Before the start”/);
    await press(page, 'Back to After the start');
    assert.equal(await shownView(page), 'After the start');
    await page.evaluate(() => history.back());
    await waitUntil(page, 'the browser knows the way, too', () => location.hash === '#before');
    await dropFiles(page, input('OVMF.fd'));
    await waitUntil(page, 'the other view', () => location.hash === '#paused');
    await pasteText(page, readFileSync(unsigned[0], 'utf8'));
    // Of two platforms, which one is meant?
    await titled(page, /^Invalid input$/);
    assert.equal(await shownView(page), 'Before the start');
  });
});

test('what cannot be used is said at its place, and goes with it', async () => {
  await visitBefore(async (page) => {
    await choose(page, 'Platform files', ...rome, vector('chains/naples/pdh.cert'));
    await titled(page, /^Invalid input$/);
    await expectNext(page, 'Go to Platform files');
    const removed = await control(page, 'Remove pdh.cert', 'button');
    await removed.click();
    await titled(page, /Rome$/);
    await fill(page, 'Chip id', '1234');
    await titled(page, /^Invalid input$/);
    await expectMessage(page, 'Chip id', 'field', /64/);
    await fill(page, 'Chip id', '');
    await titled(page, /Rome$/);
    await fill(page, 'Policy', 'x');
    await expectMessage(page, 'Policy', 'field', /flags/);
    await expectNext(page, 'Go to Policy');
    await fill(page, 'Policy', '15');
    await waitUntil(page, 'two meanings', () => /two meanings/.test(document.body.innerText));
    await fill(page, 'Session name', '../vm');
    await press(page, 'Make session');
    await waitUntil(page, 'the name is refused', () => document.querySelector('#field-sessionName[aria-invalid=true]'));
    assert.equal(await page.$('[data-session]'), null);
  });
});

test('a worker that stopped takes nothing along', async () => {
  await visitBefore(async (page, recorder) => {
    recorder.expect(/stopped by the test/);
    await givePlatform(page, rome, /Rome$/);
    await press(page, 'Make session');
    await sessionMade(page);
    await orderWorker(page, 'throw');
    await press(page, 'Restart');
    await titled(page, /Rome$/);
    assert.ok(await page.$('[data-session=made]'));
    await press(page, goOn);
    await waitUntil(page, 'the other view', () => location.hash === '#paused');
    await waitUntil(page, 'its key is there', () => /vm_tik\.bin/.test(document.body.innerText));
  }, { prepare: hookWorker });
});

test('leaving wipes the session, and so does starting over, which asks first', async () => {
  await visitBefore(async (page) => {
    await page.evaluate(() => { window.answers = []; window.confirm = (text) => { window.answers.push(text); return true; }; });
    await givePlatform(page, rome, /Rome$/);
    await press(page, 'Make session');
    await sessionMade(page);
    await page.evaluate(() => window.dispatchEvent(new Event('pagehide')));
    await waitUntil(page, 'it is gone', () => !document.querySelector('[data-session]')
      && /wiped when you left/.test(document.body.innerText));
    await press(page, 'Make session');
    await sessionMade(page);
    await press(page, 'Settings');
    await press(page, 'Start over');
    await waitUntil(page, 'it is gone', () => !document.querySelector('[data-session]'));
    assert.match((await page.evaluate(() => window.answers)).join(), /keys would be lost/);
    await titled(page, /^Is this a genuine AMD platform/);
  });
});

test('the help speaks of these controls, and printing has a sheet', async () => {
  await visitBefore(async (page) => {
    await givePlatform(page, rome, /Rome$/);
    await page.evaluate(() => document.getElementById('field-sessionName').focus());
    await page.keyboard.press('F1');
    await waitUntil(page, 'the help is open there', () => document.activeElement?.id === 'help-field-sessionName');
    await press(page, 'Close');
    const sheet = await page.evaluate(() => document.querySelector('.print-sheet').textContent);
    assert.match(sheet, /A genuine AMD platform: Rome/);
    assert.match(sheet, /PDH EP384 D256/);
  });
});

test('a session that was made before is checked: the program\'s bytes', async () => {
  const out = join(folder('checked'), 'session');
  execFileSync(program, ['session', 'create', '--policy', '0xf', '--out', out, '--quiet',
    ...rome.flatMap((path) => ['--platform', path])]);
  const made = (end) => join(out, `vm_${end}`);
  await visitBefore(async (page) => {
    await choose(page, 'Session files', made('session.b64'), made('godh.b64'));
    await choose(page, 'Keys of the session', made('tik.bin'), made('tek.bin'));
    await fill(page, 'Policy', '0x7');
    await press(page, 'Check session');
    await waitUntil(page, 'they do not belong together', () => document.querySelector('[data-session-check=mismatch]'));
    assert.match(await page.evaluate(() => document.querySelector('[data-session-check]').innerText), /made for policy 0xf/);
    await fill(page, 'Policy', '0xf');
    await press(page, 'Check session');
    await waitUntil(page, 'they belong together', () => document.querySelector('[data-session-check=match]'));
    const report = await saved(page, 'Save result of the check', /sevproof-session-check\.json$/);
    assert.deepEqual(report, execFileSync(program, ['session', 'check', '--json', '--session', made('session.b64'),
      '--godh', made('godh.b64'), '--tik', made('tik.bin'), '--tek', made('tek.bin'), '--policy', '0xf']));
    assert.deepEqual(await findViolations(page), []);
  });
});
