// SEV-SNP while it runs: a report and its certificates, in any order; green only with nonce and measurement.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { findViolations } from './lib/axe.mjs';
import { startBrowser, stopBrowser } from './lib/browser.mjs';
import { test } from './lib/cannot.mjs';
import { choose, control, fill, press, valueOf, waitUntil } from './lib/controls.mjs';
import { dropFiles } from './lib/drop.mjs';
import { program, requirePage, root } from './lib/environment.mjs';
import { write } from './lib/launches.mjs';
import { bannerText, fileUrl, saved, verdict, visit } from './lib/page.mjs';
import { openAll } from './lib/states.mjs';

requirePage();
let browser;
before(async () => { browser = await startBrowser(); });
after(() => stopBrowser(browser));

const folder = join(root, 'tests/vectors/snp/reports');
const { reports } = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8'));
const pathOf = (name) => join(folder, name);
const milan = reports['milan-v3'];
const bytes = readFileSync(pathOf(milan.report));
const { measurement } = milan.facts;
// The guest of AMD's own samples put nothing into REPORT_DATA.
const azure = reports['azure-milan-v2'];
const blob = readFileSync(pathOf(azure.report));
// Out of its blob it is a report whose REPORT_DATA is not zero, as the others' is.
const cutOut = write('cut-out.bin', blob.subarray(0x20, 0x20 + 1184));
const nonce = blob.subarray(0x70, 0xb0).toString('hex');
const day = '2026-11-01';

const visitReport = (use, more = {}) => visit(browser, use, { url: `${fileUrl}#runs`, ...more });
const expectState = (page, wanted) => waitUntil(page, `the banner says ${wanted}`,
  (name) => document.querySelector('[data-verdict]')?.dataset.verdict === name, wanted);
const textOf = (page, selector) => page.evaluate((wanted) => document.querySelector(wanted)?.innerText ?? '', selector);

/** The same by the program, with the files by the names that the page knows. */
function ofProgram(...words) {
  const { stdout } = spawnSync(program, ['snp', 'verify', ...words, '--json'], { cwd: folder });
  return stdout;
}

async function genuine(page) {
  await dropFiles(page, pathOf(milan.vek), pathOf(milan.report));
  await fill(page, 'Verify as of', day);
  await expectState(page, 'genuine');
}

async function matched(page) {
  await dropFiles(page, pathOf(azure.vek), cutOut);
  await fill(page, 'Verify as of', day);
  await expectState(page, 'genuine');
  await fill(page, 'REPORT_DATA', nonce);
  await fill(page, 'Measurement', azure.facts.measurement);
  await expectState(page, 'match');
}

test('dropped elsewhere: the page goes there; genuine is no match, and the program says the same', async () => {
  await visit(browser, async (page) => {
    await genuine(page);
    assert.match(await bannerText(page), /For a match is missing: REPORT_DATA and Measurement\./);
    assert.match(await bannerText(page), /2026-11-01 00:00 UTC, as you asked/);
    const roles = await page.evaluate(() => [...document.querySelectorAll('[data-certificate]')].map((one) => one.dataset.certificate));
    assert.deepEqual(roles, ['ark', 'ask', 'vcek', 'report']);
    assert.match(await textOf(page, '.certs'), /built in/);
    assert.match(await textOf(page, '.certs'), new RegExp(milan.vek.replaceAll('.', '\\.')));
    const report = await saved(page, 'Save report', /sevproof-snp-report\.json$/);
    assert.deepEqual(report, ofProgram('--report', milan.report, '--certs', milan.vek, '--at', day));
  });
});

test('with nonce and measurement it is a match; every change takes it back, and an old nonce is none', async () => {
  await visitReport(async (page) => {
    await matched(page);
    assert.deepEqual(await saved(page, 'Save report', /\.json$/), ofProgram('--report', cutOut, '--certs', azure.vek,
      '--at', day, '--report-data', nonce, '--measurement', azure.facts.measurement));
    assert.deepEqual(await findViolations(page), []);
    await page.evaluate(() => {
      const field = document.getElementById('field-reportData');
      field.value = '00'.repeat(63);
      field.dispatchEvent(new Event('input', { bubbles: true }));
    });
    await waitUntil(page, 'the match is gone at once', () => document.querySelector('[data-verdict]').dataset.verdict !== 'match');
    await fill(page, 'REPORT_DATA', 'ab'.repeat(64));
    await expectState(page, 'mismatch');
    assert.match(await bannerText(page), /Not as you expect: REPORT_DATA\./);
    await fill(page, 'REPORT_DATA', '');
    await expectState(page, 'genuine');
  });
});

test('every field of the report in words', async () => {
  await visitReport(async (page) => {
    await genuine(page);
    const words = (await textOf(page, '[data-report-words]')).replace(/\s+/g, ' ');
    const plain = words.replaceAll(' ', '');
    for (const hex of [measurement, milan.facts.hostData, milan.facts.idKeyDigest, milan.facts.chipId]) {
      assert.ok(plain.includes(hex), hex);
    }
    assert.match(words, /REPORT_DATA all zeros/);
    assert.match(words, /0x3001f · SMT · ABI 0\.31 or later/);
    assert.match(words, /bl 4, tee 0, snp 24, ucode 219/);
    assert.match(words, /1\.55\.29; committed 1\.55\.29/);
    assert.match(words, /family 25, model 1, stepping 1/);
  });
});

test('bits that nobody knows are said, and of Turin the order of its TCB', async () => {
  await visitReport(async (page) => {
    const { report, vek } = reports['turin-v5'];
    await dropFiles(page, pathOf(report), pathOf(vek));
    await fill(page, 'Verify as of', day);
    await expectState(page, 'genuine');
    const words = await textOf(page, '[data-report-words]');
    assert.match(words, /bit 6, which is not known/);
    assert.match(words, /fmc 1, bl 1, tee 1, snp 4, ucode 81/);
  });
});

test('without its certificate: AMD\'s address to copy, and nothing is green', async () => {
  await visitReport(async (page) => {
    await dropFiles(page, pathOf(milan.report));
    await waitUntil(page, 'why', () => /certificate is missing/.test(document.querySelector('[data-verdict]')?.innerText));
    assert.equal(await verdict(page), 'incomplete');
    const address = `https://kdsintf.amd.com/vcek/v1/Milan/${milan.facts.chipId}?blSPL=04&teeSPL=00&snpSPL=24&ucodeSPL=219`;
    assert.ok((await textOf(page, '.advice')).includes(address));
    assert.match(await textOf(page, '.advice'), /save it as vcek\.der/);
    assert.match(await textOf(page, '.actions'), /^Copy AMD's address/);
    await choose(page, 'Certificates', pathOf(milan.vek));
    await fill(page, 'Verify as of', day);
    await expectState(page, 'genuine');
    assert.deepEqual(await findViolations(page), []);
  });
});

test('another chip\'s certificate, a flipped bit, an expired one: not verified, and why', async () => {
  await visitReport(async (page) => {
    await dropFiles(page, pathOf(milan.report), pathOf(reports['genoa-v3'].vek));
    await waitUntil(page, 'why', () => /^Not verified/.test(document.querySelector('[data-verdict] h2')?.innerText));
    assert.match(await textOf(page, '.advice'), /AMD has the right certificate/);
    await press(page, `Remove ${reports['genoa-v3'].vek}`);
    const flipped = Buffer.from(bytes);
    flipped[0x91] ^= 1;
    await choose(page, 'Certificates', pathOf(milan.vek));
    await choose(page, 'Report', write('flipped.bin', flipped));
    await fill(page, 'Verify as of', day);
    await waitUntil(page, 'why', () => (
      /Signature: The certificate's key did not sign this report\./.test(document.querySelector('[data-verdict]')?.innerText)));
    assert.equal(await textOf(page, '.advice'), '', 'the certificate is the right one');
    assert.equal(await verdict(page), 'mismatch');
    await choose(page, 'Report', pathOf(milan.report));
    await expectState(page, 'genuine');
    await fill(page, 'Verify as of', '2099-01-01');
    await waitUntil(page, 'why', () => (
      /AMD's chain: ARK-Milan expired/.test(document.querySelector('[data-verdict]')?.innerText)));
    const boxes = await page.evaluate(() => (
      [...document.querySelectorAll('.certs > .cert')].map((one) => [one.dataset.certificate, one.className])));
    assert.deepEqual(boxes.slice(0, 3), [['ark', 'cert outcome-fail'], ['ask', 'cert outcome-fail'], ['vcek', 'cert outcome-fail']]);
    await press(page, 'Go to Verify as of');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'field-at');
    await fill(page, 'Verify as of', '2040-01-01');
    await waitUntil(page, 'one of them', () => document.querySelectorAll('.certs > .outcome-fail').length === 1);
    assert.match(await textOf(page, '.certs > .outcome-fail'), /SEV-VCEK expired at/);
  });
});

test('what is no certificate has its error at its place, and goes', async () => {
  await visitReport(async (page) => {
    await genuine(page);
    await choose(page, 'Certificates', write('none.der', Buffer.from('no certificate at all')));
    await expectState(page, 'invalid');
    assert.match(await textOf(page, '.platform-files .problem'), /\S/);
    await press(page, 'Remove none.der');
    await expectState(page, 'genuine');
  });
});

test('expectations are saved without what is of one report, and fill the fields', async () => {
  await visitReport(async (page) => {
    await fill(page, 'REPORT_DATA', nonce);
    await fill(page, 'Measurement', measurement);
    await openAll(page);
    await fill(page, 'Minimum TCB', 'snp=24');
    await (await control(page, 'Refuse provisional firmware', 'field')).click();
    const file = await saved(page, 'Save expectations', /sevproof-expectations\.json$/);
    assert.deepEqual(JSON.parse(file), { schemaVersion: 2, measurement, minimumTcb: 'snp=24', refuseProvisional: true });
    await press(page, 'Settings');
    await press(page, 'Start over');
    assert.equal(await valueOf(page, 'Measurement'), '');
    await dropFiles(page, write('fleet.json', file));
    await waitUntil(page, 'they are filled', (hex) => document.getElementById('field-measurement').value === hex, measurement);
    await waitUntil(page, 'it opens', () => document.getElementById('field-minimumTcb').closest('details').open);
    assert.equal(await valueOf(page, 'REPORT_DATA'), '');
  });
});

test('nothing is green beside a file that does not count yet, and a wrong button is no error', async () => {
  await visitReport(async (page) => {
    await matched(page);
    await dropFiles(page, write('typo.json', '{"minTcb": {"snp": 24}, "vmpl": 0}'));
    await expectState(page, 'invalid');
    assert.match(await bannerText(page), /typo\.json does not count yet: .*perhaps 'minimumTcb'/s);
    await press(page, 'Remove typo.json from the list');
    await expectState(page, 'match');
    await dropFiles(page, write('comma.json', '{"vmpl": 0,}'));
    await expectState(page, 'invalid');
    await press(page, 'Remove comma.json from the list');
    await expectState(page, 'match');
    await dropFiles(page, pathOf(reports['genoa-v3'].report));
    await expectState(page, 'invalid');
    assert.match(await bannerText(page), /genoa-v3\.bin does not count yet/);
  });
  await visitReport(async (page) => {
    await choose(page, 'Report', pathOf(milan.vek));
    await choose(page, 'Certificates', pathOf(milan.report));
    await fill(page, 'Verify as of', day);
    await expectState(page, 'genuine');
  });
});

test('a launch that is described counts, and one that differs is explained', async () => {
  await visitReport(async (page) => {
    await genuine(page);
    await choose(page, 'Firmware', join(root, 'tests/vectors/snp/firmware/ovmf_AmdSev_suffix.bin'));
    await waitUntil(page, 'what is missing', () => /lacks: vCPUs/.test(document.querySelector('[data-verdict]')?.innerText));
    await fill(page, 'vCPUs', '1');
    await fill(page, 'CPU model', 'EPYC-Milan');
    await expectState(page, 'mismatch');
    await waitUntil(page, 'the end of the search', () => document.querySelector('[data-diagnosis]')?.dataset.diagnosis === 'not-explained');
    assert.match(await textOf(page, '.why'), /has the report's measurement/);
    assert.match(await textOf(page, '.measured-boxes'), /^What was measured/);
  });
});

test('each control has a word in the help, and nothing is wider than a telephone', async () => {
  await visitReport(async (page) => {
    await genuine(page);
    await openAll(page);
    const ids = await page.evaluate(() => [...document.querySelectorAll('[id^=field-]')]
      .filter((one) => one.matches('input, select')).map(({ id }) => id));
    assert.ok(ids.length > 30, ids.join());
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(wide <= 0, `${wide} too wide`);
    await press(page, 'Help');
    for (const id of ids) {
      const words = await page.evaluate((wanted) =>
        document.getElementById(`help-${wanted}`)?.querySelector('dd').textContent ?? '', id);
      assert.ok(words.length > 7, id);
    }
  }, { viewport: { width: 320, height: 640 } });
});
