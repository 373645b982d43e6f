// SEV-SNP before the start: the digest of what is dropped, every page of it, comparing, ID blocks, and the switch.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { findViolations } from './lib/axe.mjs';
import { startBrowser, stopBrowser } from './lib/browser.mjs';
import { test } from './lib/cannot.mjs';
import { choose, fill, press, waitUntil } from './lib/controls.mjs';
import { dropFiles, dropOn } from './lib/drop.mjs';
import { program, requirePage, root } from './lib/environment.mjs';
import { bannerText, fileUrl, saved, savedBy, verdict, visit } from './lib/page.mjs';
import { openAll } from './lib/states.mjs';

requirePage();
let browser;
before(async () => { browser = await startBrowser(); });
after(() => stopBrowser(browser));

const vector = (name) => join(root, 'tests', 'vectors', name);
const amdSev = vector('snp/firmware/ovmf_AmdSev_suffix.bin');
const { published } = JSON.parse(readFileSync(vector('snp/digests.json'), 'utf8'));
const noKernel = published.find(({ id }) => id === 'snp-nokernel-1').digest;
const ofProgram = (...words) => execFileSync(program, ['snp', ...words, '--json']);

const shownKind = (page) => page.evaluate(() => document.querySelector('.kinds [aria-current]').textContent);
const visitSnp = (use) => visit(browser, use, { url: `${fileUrl}#digest` });
const expectState = (page, wanted) => waitUntil(page, `the banner says ${wanted}`,
  (name) => document.querySelector('[data-verdict]')?.dataset.verdict === name, wanted);

async function measured(page) {
  await fill(page, 'vCPUs', '1');
  await fill(page, 'CPU model', '0x800f12');
  await choose(page, 'Firmware', amdSev);
  await expectState(page, 'computed');
}

const shownDigest = (page) => page.evaluate(() => document.querySelector('[data-digest]')?.dataset.digest ?? '');

test('dropped firmware: the published digest, in hex and base64, and the program\'s report', async () => {
  await visitSnp(async (page) => {
    assert.equal(await verdict(page), 'incomplete');
    await dropFiles(page, amdSev);
    await waitUntil(page, 'what is missing is asked for', () => /vCPUs/.test(document.querySelector('.actions')?.innerText ?? ''));
    assert.equal(await shownKind(page), 'SEV-SNP');
    await fill(page, 'vCPUs', '1');
    await fill(page, 'CPU model', '0x800f12');
    await expectState(page, 'computed');
    assert.equal(await shownDigest(page), noKernel);
    const text = await page.evaluate(() => document.querySelector('.verdict-head').innerText);
    assert.ok(text.replace(/\s/g, '').includes(Buffer.from(noKernel, 'hex').toString('base64')));
    const report = await saved(page, 'Save report', /sevproof-snp-measure\.json$/);
    assert.deepEqual(report, ofProgram('measure', '--firmware', amdSev, '--num-cpus', '1', '--cpu', '0x800f12'));
  });
});

test('a digest that is given is the same, or another; neither is said of a host', async () => {
  await visitSnp(async (page) => {
    await measured(page);
    await fill(page, 'Digest to compare', Buffer.from(noKernel, 'hex').toString('base64'));
    await expectState(page, 'equal');
    assert.match(await bannerText(page), /says nothing of a host/);
    await fill(page, 'Digest to compare', '00'.repeat(48));
    await expectState(page, 'mismatch');
    await fill(page, 'Digest to compare', '00'.repeat(32));
    await expectState(page, 'computed');
    await waitUntil(page, 'why it is none', () => /SHA-256/.test(document.getElementById('field-expectedDigest-note').innerText));
  });
});

test('another digest is explained, and one button sets it right', async () => {
  await visitSnp(async (page) => {
    await measured(page);
    await fill(page, 'vCPUs', '4');
    await fill(page, 'Digest to compare', noKernel);
    await waitUntil(page, 'why', () => document.querySelector('[data-diagnosis]')?.dataset.diagnosis === 'explained');
    assert.match(await page.evaluate(() => document.querySelector('.why-changes').innerText), /The host started 1 vCPU, but you gave 4/);
    assert.match(await page.evaluate(() => document.querySelector('.box.blamed').innerText), /^vCPUs/);
    assert.deepEqual(await findViolations(page), []);
    const report = await saved(page, 'Save report', /sevproof-snp-explain\.json$/);
    assert.deepEqual(report, execFileSync('sh', ['-c', '"$0" "$@" || test $? = 1', program, 'snp', 'explain', '-m', noKernel,
      '--firmware', amdSev, '--num-cpus', '4', '--cpu', '0x800f12', '--diagnose', '600', '--json']));
    await press(page, 'Set vCPUs to 1 and look again');
    await expectState(page, 'equal');
  });
});

test('what no launch has: what is ruled out, and what remains', async () => {
  await visitSnp(async (page) => {
    await dropFiles(page, vector('igvm/snp-basic.igvm'));
    await expectState(page, 'computed');
    await fill(page, 'Digest to compare', '07'.repeat(48));
    await waitUntil(page, 'the end of the search',
      () => document.querySelector('[data-diagnosis]')?.dataset.diagnosis === 'not-explained');
    const text = await page.evaluate(() => document.querySelector('.evidence').innerText);
    assert.match(text, /Causes that remain:/);
    assert.match(text, /Ruled out as the only mistake/);
  });
});

test('every page that was measured, and several numbers of vCPUs', async () => {
  await visitSnp(async (page) => {
    await measured(page);
    await fill(page, 'vCPUs', '1-1100');
    await waitUntil(page, 'the digests', 
      () => document.querySelector('.digests table')?.getAttribute('aria-rowcount') === '1101');
    await press(page, 'Every page that was measured');
    await waitUntil(page, 'the pages', () => document.querySelectorAll('.long-table').length === 2);
    const rows = () => page.evaluate(() => [...document.querySelectorAll('.evidence details .long-table tbody tr:not([aria-hidden])')]
      .map((row) => row.innerText.split(/\s+/)[0]));
    assert.ok((await rows()).length < 40, 'only what is in view');
    await page.evaluate(() => { document.querySelector('.evidence details .long-table').scrollTop = 1e6; });
    await waitUntil(page, 'the last rows', () => /VMSA/.test(document.querySelector('.evidence details .long-table').innerText));
    assert.ok(Number((await rows()).at(-1)) > 1100);
    const table = String(await saved(page, 'Save all pages', /sevproof-snp-pages\.csv$/));
    assert.match(table, /^type,gpa,digest\nNORMAL,0xfffff000,/);
    const width = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(width <= 0, `nothing is wider than the window: ${width}`);
  });
});

test('samples of SEV-SNP: the digest that is given, and another with its reason', async () => {
  await visitSnp(async (page) => {
    await press(page, 'Load matching sample');
    await expectState(page, 'equal');
    assert.match(await bannerText(page), /A made-up sample: this says nothing about a guest of yours/);
    await press(page, 'Load failing sample');
    await expectState(page, 'mismatch');
    await waitUntil(page, 'why', () => document.querySelector('[data-diagnosis]')?.dataset.diagnosis === 'explained');
    assert.match(await page.evaluate(() => document.querySelector('.why-changes').innerText), /init=\/bin\/sh/);
    assert.deepEqual(await findViolations(page), []);
  });
});

test('rows follow what starts the guest', async () => {
  await visitSnp(async (page) => {
    const places = () => page.evaluate(() => [...document.querySelectorAll('[data-place]')].map((one) => one.dataset.place));
    // WebKit's driver has no call for it.
    const select = (vmm) => page.evaluate((value) => {
      const field = document.getElementById('field-vmm');
      field.value = value;
      field.dispatchEvent(new Event('change', { bubbles: true }));
    }, vmm);
    assert.ok((await places()).includes('kernel'));
    await press(page, 'VMM, guest features');
    await select('ec2');
    await waitUntil(page, 'no kernel is asked for', () => !document.querySelector('[data-place=kernel]'));
    assert.match(await page.evaluate(() => document.getElementById('field-cpu-source').innerText), /EC2/);
    assert.ok(await page.evaluate(() => document.getElementById('field-vmsaAddress') === null));
    await select('gce');
    await waitUntil(page, 'its address', () => document.getElementById('field-vmsaAddress') !== null);
    assert.doesNotMatch(await page.evaluate(() => document.getElementById('field-cpu-source').innerText), /EC2/);
  });
});

test('firmware is described as SEV-SNP takes it', async () => {
  await visitSnp(async (page) => {
    await choose(page, 'Firmware', amdSev);
    await waitUntil(page, 'it is read', () => /7 sections/.test(document.getElementById('field-firmware-content').innerText));
    await openAll(page);
    const texts = await page.evaluate(() => ['.place-content', '.facts'].map((part) => (
      document.querySelector(`[data-place=firmware] ${part}`).innerText)).join());
    assert.match(texts, /kernel hashes at 0x810c00/);
    assert.doesNotMatch(texts, /SEV-ES|[Ss]ecret/);
  });
});

test('an IGVM file switches to SEV-SNP, and the switch goes back', async () => {
  await visit(browser, async (page) => {
    assert.equal(await shownKind(page), 'SEV, SEV-ES');
    await dropFiles(page, vector('igvm/snp-basic.igvm'));
    await expectState(page, 'computed');
    assert.equal(await shownKind(page), 'SEV-SNP');
    await press(page, 'Back to SEV, SEV-ES');
    assert.equal(await shownKind(page), 'SEV, SEV-ES');
    // By keyboard: one Tab for all views, and arrows between them.
    await page.evaluate(() => document.querySelector('.views a').focus());
    await page.keyboard.press('ArrowRight');
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'SEV-SNP');
    await page.keyboard.press('Enter');
    await expectState(page, 'computed');
  });
});

test('an ID block that the program accepts, and the check of it', async () => {
  await visitSnp(async (page) => {
    await measured(page);
    await choose(page, 'ID key', vector('snp/idblock/id_key_test.pem'));
    await choose(page, 'Author key', vector('snp/idblock/author_key_test.pem'));
    await press(page, 'Make ID block');
    await waitUntil(page, 'it is made', () => document.querySelector('[data-id-block]'));
    const block = await savedBy(page, () => press(page, 'Save vm_idblock.bin'), /vm_idblock\.bin$/);
    const auth = await savedBy(page, () => press(page, 'Save vm_idauth.bin'), /vm_idauth\.bin$/);
    assert.equal(block.length + auth.length, 96 + 4096);
    assert.match(await page.evaluate(() => document.querySelector('[aria-label=launchSecurity]').textContent), /authorKey='yes'/);
  });
});

test('keys and files of an ID block that are dropped: each to its place, and no key anywhere else', async () => {
  await visit(browser, async (page) => {
    const named = ['id_key_test.pem', 'author_key_test.pem', 'id-block.bin', 'id-auth.bin'];
    await dropFiles(page, ...named.map((name) => vector(`snp/idblock/${name}`)));
    await waitUntil(page, 'their view', () => document.querySelector('.kinds [aria-current]').textContent === 'SEV-SNP');
    const fileAt = (place) => page.evaluate((name) => document.querySelector(`[data-place=${name}] .file-name`)?.textContent, place);
    await waitUntil(page, 'all are placed', () => /4 files recognised/.test(document.querySelector('.inbox-words').innerText));
    const placed = await Promise.all(['idKey', 'authorKey', 'idBlock', 'idAuth'].map(fileAt));
    assert.deepEqual(placed, named);
    await press(page, 'Check ID block');
    await waitUntil(page, 'it is checked', () => document.querySelector('[data-block-check]')?.dataset.blockCheck === 'match');
    await press(page, 'Show files');
    const words = await page.evaluate(() => document.querySelector('.entries').innerText);
    assert.match(words, /a private key as PEM text/);
    assert.doesNotMatch(words, /tried/);
    assert.deepEqual(await findViolations(page), []);
    await press(page, 'Remove author_key_test.pem from the list');
    assert.equal(await fileAt('authorKey'), undefined);
    await press(page, 'Use id_key_test.pem as Author key');
    await waitUntil(page, 'it is there now', () => document.querySelector('[data-place=authorKey] .file-name'));
    assert.equal(await fileAt('idKey'), undefined);
    await dropOn(page, '[data-place=idKey]', vector('snp/idblock/author_key_test.pem'));
    await waitUntil(page, 'where it fell', () => document.querySelector('[data-place=idKey] .file-name'));
    assert.equal(await fileAt('idKey'), 'author_key_test.pem');
  });
});

test('a pair of another tool is checked, as by the program', async () => {
  await visitSnp(async (page) => {
    await choose(page, 'ID block', vector('snp/idblock/id-block.bin'));
    await choose(page, 'ID authentication', vector('snp/idblock/id-auth.bin'));
    await press(page, 'Check ID block');
    await waitUntil(page, 'it is checked', () => document.querySelector('[data-block-check]')?.dataset.blockCheck === 'match');
    assert.deepEqual(await saved(page, 'Save result of the check', /sevproof-id-block-check\.json$/),
      ofProgram('id-block', 'check', '--id-block', vector('snp/idblock/id-block.bin'), '--id-auth', vector('snp/idblock/id-auth.bin')));
    const rows = await page.evaluate(() => document.querySelector('[data-block-check] .chain').innerText);
    assert.match(rows, /The ID key signed this block/);
    assert.match(rows, /To compare it, give a policy above/);
    assert.doesNotMatch(rows, /id-block|id-key|author-key/);
    await choose(page, 'ID block', amdSev);
    await press(page, 'Check ID block');
    await waitUntil(page, 'why not', () => /expected an ID block/.test(document.getElementById('field-idBlock-content').innerText));
  });
});

test('every field has a word in the help, and nothing keeps anybody out', async () => {
  await visitSnp(async (page) => {
    await measured(page);
    await openAll(page);
    assert.deepEqual(await findViolations(page), []);
    const ids = await page.evaluate(() => [...document.querySelectorAll('[id^=field-]')]
      .filter((one) => one.matches('input, select')).map(({ id }) => id));
    assert.ok(ids.length >= 20, ids.join());
    await press(page, 'Help');
    for (const id of ids) {
      const words = await page.evaluate((wanted) =>
        document.getElementById(`help-${wanted}`)?.querySelector('dd').textContent ?? '', id);
      assert.ok(words.length > 7, id);
    }
  });
});
