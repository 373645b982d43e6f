// Text that is no measurement, no number or out of range: refused at its field, kept as it was typed,
// and never a verdict.

import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { readFileSync } from 'node:fs';
import { startBrowser, stopBrowser } from './lib/browser.mjs';
import { test } from './lib/cannot.mjs';
import { control, expectMessage, fill, press, valueOf, waitUntil } from './lib/controls.mjs';
import { pasteText } from './lib/drop.mjs';
import { requirePage } from './lib/environment.mjs';
import { input, launch } from './lib/launches.mjs';
import { expectVerdict, give, validate, verdict, visit } from './lib/page.mjs';

requirePage();
let browser;
before(async () => { browser = await startBrowser(); });
after(() => stopBrowser(browser));

const { fields } = launch('esSku');

/** The field says why it refuses each text, marks itself, and Validate gives no verdict. */
async function refuses(page, name, texts) {
  for (const [text, pattern] of texts) {
    await fill(page, name, text);
    await expectMessage(page, name, 'field', pattern);
    const field = await control(page, name, 'field');
    assert.equal(await field.evaluate((element) => element.getAttribute('aria-invalid')), 'true',
      `${name} with '${text}'`);
    assert.equal(await valueOf(page, name), text, 'what was typed is still there');
  }
  await validate(page, 'invalid');
  await fill(page, name, fields[name] ?? '');
  await validate(page, 'match');
}

const rubbish = ['x', '1x', '1.0', '1e1', '+1', '-1', '1 1', '0x', '0xg', '0x-1', '1_0', '1,5',
  '½', '١', '99999999999999999999999'].map((text) => [text, /./]);
// Unlike the program's, a field takes spaces around a number: they come with what is copied.
const above = (high) => [[`${high + 1}`, new RegExp(`${high}`)],
  [`0x${(high + 1).toString(16)}`, new RegExp(`${high}`)]];

test('refuses numbers that are none or out of range, field by field', async () => {
  await visit(browser, async (page) => {
    await give(page, launch('esSku'));
    await refuses(page, 'Policy', [...rubbish, ...above(4294967295)]);
    for (const name of ['API major', 'API minor', 'Build ID']) {
      await refuses(page, name, [['1x', /./], ['-1', /./], ...above(255)]);
    }
    await refuses(page, 'vCPUs', [['0', /4096/], ['-4', /./], ['4097', /4096/],
      ['1000000000000', /4096/], ['four', /./], ['4.0', /./]]);
    await refuses(page, 'SEV features', [['-1', /./], ['0x10000000000000000', /./], ['x', /./]]);
  });
});

const blob = fields.Measurement;
const base64 = (length) => readFileSync(input('vmlinuz')).subarray(0, length).toString('base64');

test('refuses a measurement that is not base64 of 48 bytes', async () => {
  await visit(browser, async (page) => {
    await give(page, launch('esSku'));
    await refuses(page, 'Measurement', [
      ['!', /./], [`${blob}!`, /./], [`${blob.slice(0, 20)}*${blob.slice(21)}`, /20|21/],
      [`${blob.slice(0, 63)}`, /./], [`${blob.slice(0, 63)}=`, /48/], [`${blob.slice(0, 62)}==`, /48/],
      ['====', /./], [`${blob.slice(0, 63)}é`, /./], [base64(47), /48.*47/], [base64(49), /48.*49/],
      [base64(32), /48.*32/], [base64(2000), /48/], [Buffer.from(blob, 'base64').toString('hex'), /./],
    ]);
  });
});

test('takes a measurement with spaces around it, as a copy from a terminal has', async () => {
  await visit(browser, async (page) => {
    await give(page, launch('sev'));
    await fill(page, 'Measurement', `  ${launch('sev').fields.Measurement} `);
    await validate(page, 'match');
  });
});

test('survives a binary pasted into Measurement', async () => {
  await visit(browser, async (page) => {
    await give(page, launch('sev'));
    await fill(page, 'Measurement', '');
    const binary = readFileSync(input('vmlinuz')).toString('latin1');
    await (await control(page, 'Measurement', 'field')).focus();
    await pasteText(page, binary);
    await fill(page, 'Measurement', binary.replace(/[\r\n]/g, ' ').slice(0, 3000));
    await expectMessage(page, 'Measurement', 'field', /./);
    await validate(page, 'invalid');
    await fill(page, 'Measurement', launch('sev').fields.Measurement);
    await validate(page, 'match');
  });
});

test('refuses CPU models that it does not know and says which it knows', async () => {
  await visit(browser, async (page) => {
    await give(page, launch('esOneCpu'));
    const field = await control(page, 'CPU model', 'field');
    if (await field.evaluate((element) => element.localName === 'select')) return;
    for (const [text, pattern] of [['EPYC-Naples', /EPYC-Milan|known/], ['Skylake-Server', /./],
      ['epyc-milan', /EPYC-Milan/], ['host', /family/]]) {
      await fill(page, 'CPU model', text);
      await expectMessage(page, 'CPU model', 'field', pattern);
      await validate(page, 'invalid');
    }
    await fill(page, 'CPU model', '25/1/1');
    await validate(page, 'match');
    for (const text of ['EPYC-Milan-v2', 'EPYC-Milan,+invtsc', '0xa00f11']) {
      await fill(page, 'CPU model', text);
      await validate(page, 'match');
    }
  });
});

test('never calls it a match while something is missing, and says what', async () => {
  await visit(browser, async (page) => {
    await validate(page, 'incomplete');
    await give(page, { fields: launch('sev').fields, files: {} });
    await validate(page, 'incomplete');
    await waitUntil(page, 'firmware and key are named', () => /firmware/i.test(
      document.querySelector('[data-verdict]').parentElement.innerText)
      && /TIK/.test(document.querySelector('[data-verdict]').parentElement.innerText));
    for (const name of ['Measurement', 'API major', 'API minor', 'Build ID', 'Policy']) {
      await fill(page, name, '');
      await press(page, 'Validate');
      await expectVerdict(page, 'incomplete');
      await fill(page, name, launch('sev').fields[name]);
    }
    await give(page, { fields: {}, files: launch('sev').files });
    await validate(page, 'match');
  });
});

test('needs CPUs, and a kernel for initrd and command line, as the program does', async () => {
  await visit(browser, async (page) => {
    const { files } = launch('esSku');
    await give(page, launch('esSku'));
    for (const name of ['vCPUs', 'CPU model']) {
      await fill(page, name, '');
      await validate(page, 'incomplete');
      await fill(page, name, fields[name]);
    }
    await validate(page, 'match');
    assert.ok(files.Kernel);
  });
  await visit(browser, async (page) => {
    await give(page, launch('sev'));
    await fill(page, 'Command line', 'ro');
    await press(page, 'Validate');
    // The banner takes the focus with its answer.
    await waitUntil(page, 'there is an answer', () =>
      document.activeElement?.closest('[data-verdict]') !== null);
    assert.match(await verdict(page), /^(incomplete|invalid)$/);
  });
});
