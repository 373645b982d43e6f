// The whole way from files to a verdict, for every kind of launch, each with a twin that must not match.

import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { startBrowser, stopBrowser } from './lib/browser.mjs';
import { test } from './lib/cannot.mjs';
import { choose, fill, holdsSoon, press } from './lib/controls.mjs';
import { diagnosed } from './lib/diagnosis.mjs';
import { requirePage } from './lib/environment.mjs';
import { argumentsOf, changed, input, launch, reportOf, sevproof } from './lib/launches.mjs';
import { bannerText, expectVerdict, give, saved, validate, visit } from './lib/page.mjs';

requirePage();
let browser;
before(async () => { browser = await startBrowser(); });
after(() => stopBrowser(browser));

/** What the page saves is what the program prints, byte for byte. `others`: files to be tried too. */
async function expectSameReport(page, described, status, ...others) {
  if (status === 1) await diagnosed(page);
  const expected = reportOf(described, ...others);
  assert.equal(expected.status, status, 'the program disagrees about the verdict');
  const report = await saved(page, 'Save report', /\.json$/);
  assert.equal(report.toString(), expected.stdout.toString());
}

// Each launch with a change that an honest owner would not have made.
const twins = {
  sev: { files: { Firmware: input('other.fd') } },
  kernelHashes: { fields: { 'Command line': 'console=ttyS0 root=LABEL=x ro ' } },
  esSku: { fields: { vCPUs: '3' } },
  esOneCpu: { fields: { 'CPU model': 'EPYC-Rome' } },
  esFiles: { files: { 'VMSA CPU 1': input('vmsa0.bin') } },
  init2: { fields: { 'VMSA layout': 'legacy' } },
};

for (const [name, change] of Object.entries(twins)) {
  test(`${name}: matches, and its twin does not`, async () => {
    await visit(browser, async (page) => {
      await give(page, launch(name));
      await validate(page, 'match');
      await expectSameReport(page, launch(name), 0);
      const twin = changed(name, change);
      await give(page, { fields: change.fields ?? {}, files: change.files ?? {} });
      await validate(page, 'mismatch');
      // The files that the others replace are tried in their place.
      const replaced = Object.keys(change.files ?? {}).map((place) => launch(name).files[place]);
      await expectSameReport(page, twin, 1, ...replaced);
    });
  });
}

test('says in words, icon and title what the verdict is, and takes the focus there', async () => {
  await visit(browser, async (page) => {
    await give(page, launch('esSku'));
    for (const [value, wanted, words] of [['4', 'match', /match/i], ['5', 'mismatch', /mismatch/i]]) {
      await fill(page, 'vCPUs', value);
      await validate(page, wanted);
      assert.match(await bannerText(page), words);
      assert.match(await page.title(), words);
      assert.ok(await page.evaluate(() =>
        document.querySelector('[data-verdict]').contains(document.activeElement)), 'focus');
    }
  });
});

test('shows the values of a mismatch', async () => {
  await visit(browser, async (page) => {
    const twin = changed('sev', twins.sev);
    await give(page, twin);
    await validate(page, 'mismatch');
    const report = JSON.parse(reportOf(twin).stdout);
    const shown = await page.evaluate(() => document.body.textContent.replace(/\s+/g, ''));
    assert.ok(shown.includes(report.computed.measurement), 'expected measurement');
    assert.ok(shown.includes(report.evidence.measurement), 'reported measurement');
    assert.ok(shown.includes(report.inputs.firmware.sha256), 'SHA-256 of the firmware');
  });
});

test('validates with TIK alone, as no TEK is needed for that', async () => {
  await visit(browser, async (page) => {
    const { fields, files } = launch('sev');
    await give(page, { fields, files: { Firmware: files.Firmware, TIK: input('tik.bin') } });
    await validate(page, 'match');
  });
});

test('both samples show their verdict', async () => {
  await visit(browser, async (page) => {
    for (const [button, wanted] of [['Load matching sample', 'match'],
      ['Load failing sample', 'mismatch']]) {
      await press(page, button);
      if (await page.evaluate((value) =>
        document.querySelector('[data-verdict]')?.dataset.verdict !== value, wanted)) {
        await press(page, 'Validate');
      }
      await expectVerdict(page, wanted);
    }
  });
});

test('takes numbers in decimal and with 0x, as the program does', async () => {
  await visit(browser, async (page) => {
    await give(page, changed('sev', { fields: { 'API major': '0x1', 'API minor': '0x37',
      'Build ID': ' 0x15', Policy: '0x3 ' } }));
    await validate(page, 'match');
  });
});

test('any change after a match takes the verdict back', async () => {
  await visit(browser, async (page) => {
    await give(page, launch('esSku'));
    const { fields, files } = launch('esSku');
    const changes = [
      () => fill(page, 'Policy', '5'), () => fill(page, 'Policy', fields.Policy),
      () => fill(page, 'Command line', `${fields['Command line']} `),
      () => fill(page, 'Command line', fields['Command line']),
      () => choose(page, 'Firmware', input('other.fd')),
      () => choose(page, 'Firmware', files.Firmware),
      () => choose(page, 'Initrd', files.Kernel), () => choose(page, 'Initrd', files.Initrd),
      () => choose(page, 'TK', files.TK),
    ];
    for (const [index, change] of changes.entries()) {
      await change();
      await holdsSoon(page, () => !/^(match|mismatch)$/.test(
        document.querySelector('[data-verdict]')?.dataset.verdict ?? ''));
      assert.doesNotMatch(await page.title(), /match/i, `title after change ${index}`);
      // Every other change has put things right again, and so has the last.
      if (index % 2 === 1 || index === changes.length - 1) await validate(page, 'match');
    }
  });
});

test('the program agrees on what it is given', () => {
  // Guards the tests above against two that are wrong in the same way.
  assert.equal(sevproof('--quiet', ...argumentsOf(launch('init2'))).status, 0);
});
