// The domain's XML: dropped, chosen or pasted, it is checked, and offered where nothing was given.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before } from 'node:test';
import { startBrowser, stopBrowser } from './lib/browser.mjs';
import { test } from './lib/cannot.mjs';
import { choose, control, fill, messageOf, press, valueOf, waitUntil } from './lib/controls.mjs';
import { diagnosed } from './lib/diagnosis.mjs';
import { domain } from './lib/domain.mjs';
import { dropFiles, pasteText } from './lib/drop.mjs';
import { requirePage } from './lib/environment.mjs';
import { argumentsOf, cmdline, launch, sevproof, wholeSearch, write } from './lib/launches.mjs';
import {
  bannerText, expectVerdict, fromXml, giveAllBut, matchesHost, saved, validate, visit,
} from './lib/page.mjs';
import { openAll } from './lib/states.mjs';

requirePage();
let browser;
before(async () => { browser = await startBrowser(); });
after(() => stopBrowser(browser));

const described = launch('esSku');
const right = write('guest.xml', domain());
const offered = ['Policy', 'vCPUs', 'Command line'];

/** What the page says beside a field that the host says of it. */
const offerOf = (page, name) => page.evaluate((label) => {
  const field = [...document.querySelectorAll('.field')].find((element) =>
    element.querySelector('label')?.textContent === label);
  return field?.querySelector('[data-offer]')?.innerText.replace(/\s+/g, ' ') ?? '';
}, name);

/** All three are offered, and none is filled in. */
async function expectOffered(page) {
  await waitUntil(page, 'it is offered', () => document.querySelectorAll('[data-offer]').length === 3);
  for (const [at, value] of ['0x7', '4', cmdline].entries()) {
    assert.equal(await offerOf(page, offered[at]), `not given · host says: ${value} Take as mine`);
    assert.equal(await valueOf(page, offered[at]), '');
  }
}

/** Where the browser does not let the page read the clipboard, there is a field for it. */
async function throughTheField(page) {
  await page.evaluate(() => {
    navigator.clipboard.readText = () => Promise.reject(new Error('not allowed'));
  });
  await press(page, 'Paste host output');
  await waitUntil(page, 'the field is there', () => document.getElementById('host-output') !== null);
  await page.evaluate((text) => {
    const field = document.getElementById('host-output');
    field.value = text;
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }, domain());
  await press(page, 'Use this text');
}

const ways = {
  dropped: (page) => dropFiles(page, write('some.file', readFileSync(right))),
  chosen: (page) => choose(page, 'Domain XML', right),
  'pasted through the field': throughTheField,
  pasted: (page) => pasteText(page, domain()),
  'pasted into Measurement': async (page) => {
    await (await control(page, 'Measurement', 'field')).focus();
    await pasteText(page, domain());
  },
};

for (const [way, take] of Object.entries(ways)) {
  test(`${way}, it offers policy, number of CPUs and command line`, async () => {
    await visit(browser, async (page) => {
      await take(page);
      await expectOffered(page);
    });
  });
}

/** The program, told the same. */
function programsReport(xml) {
  const { fields, files } = described;
  const given = Object.fromEntries(Object.entries(fields)
    .filter(([name]) => !offered.includes(name)));
  return sevproof('--json', wholeSearch, ...argumentsOf({ fields: given, files }), '--insecure',
    `--domain-xml=${xml}`);
}

test('what it offers is measured, and marked in the report as the program does', async () => {
  await visit(browser, async (page) => {
    await giveAllBut(page, described, ...offered);
    await dropFiles(page, right);
    await expectOffered(page);
    await matchesHost(page);
    const report = await saved(page, 'Save report', /\.json$/);
    assert.deepEqual(fromXml(JSON.parse(report)), ['cmdline', 'policy', 'vcpus']);
    assert.equal(report.toString(), programsReport(right).stdout.toString());
    await openAll(page);
    const evidence = await page.evaluate(() => document.querySelector('.verdict-panel').innerText);
    assert.match(evidence, /taken from the domain XML.*kernel command line, number of CPUs/s);
    // Beside policy, command line and CPUs.
    assert.equal(evidence.match(/\(from the host's XML\)/g).length, 3);
    assert.match(evidence, /guest\.xml/);
    const wrong = write('wrong.xml', domain({ vcpus: 3 }));
    await choose(page, 'Domain XML', wrong);
    await validate(page, 'mismatch');
    await diagnosed(page);
    assert.equal((await saved(page, 'Save report', /\.json$/)).toString(),
      programsReport(wrong).stdout.toString());
  });
});

test('what a user enters is the user\'s: it stays, and a difference is said', async () => {
  await visit(browser, async (page) => {
    await giveAllBut(page, described);
    await pasteText(page, domain({ vcpus: 8, line: 'init=/bin/sh', policy: '0x3' }));
    await waitUntil(page, 'the XML is held',
      () => document.querySelector('[data-place=domainXml]').innerText.includes('guest <1>'));
    await waitUntil(page, 'each difference is said',
      () => document.querySelectorAll('[data-offer]').length === 3);
    assert.deepEqual([await valueOf(page, 'vCPUs'), await valueOf(page, 'Command line')],
      ['4', cmdline]);
    const differing = { Policy: 'differs · host says: 0x3 Take as mine',
      vCPUs: 'differs · host says: 8 Take as mine',
      'Command line': 'differs · host says: init=/bin/sh Take as mine' };
    for (const name of offered) assert.equal(await offerOf(page, name), differing[name], name);
    await validate(page, 'match');
    const said = await page.evaluate(() => [...document.querySelectorAll('.verdict-panel [data-code]')]
      .map((finding) => finding.dataset.code));
    for (const code of ['domain-vcpus-differ', 'domain-boot-differs', 'domain-policy-differs']) {
      assert.ok(said.includes(code), code);
    }
  });
});

test('what is entered beside an offer counts, and removing the XML takes the offers away', async () => {
  await visit(browser, async (page) => {
    await dropFiles(page, right);
    await expectOffered(page);
    await fill(page, 'vCPUs', '2');
    assert.equal(await offerOf(page, 'vCPUs'), 'differs · host says: 4 Take as mine');
    await press(page, 'Remove Domain XML');
    assert.deepEqual([await valueOf(page, 'Policy'), await valueOf(page, 'vCPUs'),
      await valueOf(page, 'Command line')], ['', '2', '']);
    for (const name of offered) assert.equal(await offerOf(page, name), '');
  });
});

test('saved settings hold nothing of the host\'s', async () => {
  await visit(browser, async (page) => {
    await fill(page, 'CPU model', 'EPYC-Milan');
    await dropFiles(page, right);
    await expectOffered(page);
    const settings = JSON.parse(await saved(page, 'Save settings', /\.json$/));
    assert.deepEqual(settings.fields, { cpu: 'EPYC-Milan' });
    assert.match(await page.evaluate(() => document.querySelector('.notice').innerText),
      /nor Policy, vCPUs and Command line, which only the host gives/);
  });
});

test('a pasted text that is no XML is refused where one looks, and nothing is lost', async () => {
  await visit(browser, async (page) => {
    await pasteText(page, domain());
    await expectOffered(page);
    await pasteText(page, domain().slice(0, 900));
    await waitUntil(page, 'it is refused',
      () => /Pasted text:.*(expected|domain XML)/i.test(document.querySelector('.notice')?.innerText));
    await expectOffered(page);
  });
});

test('what a host prints comes in one paste', async () => {
  await visit(browser, async (page) => {
    await giveAllBut(page, described, 'Measurement', 'API major', 'API minor', 'Build ID', ...offered);
    await pasteText(page, `${described.text}\n${domain()}`);
    await waitUntil(page, 'both are taken', () =>
      /filled.*Domain XML of guest/s.test(document.querySelector('.notice')?.innerText));
    await matchesHost(page);
  });
});

test('a measured file that is missing is asked for where it belongs', async () => {
  await visit(browser, async (page) => {
    await giveAllBut(page, described, 'Initrd');
    await dropFiles(page, right);
    await validate(page, 'incomplete');
    assert.match(await bannerText(page), /Missing: Initrd \(the domain's XML has one\)/);
  });
});

const refused = {
  NVRAM: domain({ os: '<nvram>/vars</nvram>' }),
  dhCert: domain().replace(/<dhCert>.*<\/dhCert>/, ''),
  'no SEV|not configured with SEV': domain().replace(/<launchSecurity[^]*<\/launchSecurity>/, ''),
  'kernel hashes': domain({ hashes: 'no' }),
};

for (const [pattern, xml] of Object.entries(refused)) {
  test(`no verdict on a domain that is refused: ${pattern}`, async () => {
    await visit(browser, async (page) => {
      await giveAllBut(page, described);
      await dropFiles(page, write('refused.xml', xml));
      await waitUntil(page, 'the refusal or the guest is shown',
        () => document.querySelector('[data-place=domainXml]').innerText.includes('guest <1>'));
      await validate(page, 'invalid');
      assert.match(await bannerText(page), new RegExp(pattern));
      assert.match(await messageOf(page, 'Domain XML', 'file'), new RegExp(pattern));
      await press(page, 'Remove Domain XML');
      await press(page, 'Validate');
      await expectVerdict(page, 'match');
    });
  });
}

test('what is no domain is refused where it lies', async () => {
  const faulty = { cut: domain().slice(0, 700), entity: `<!DOCTYPE d><domain/>`,
    number: domain({ vcpus: 'many' }), large: `<domain>${' '.repeat(4 * 1024 * 1024)}</domain>`,
    deep: `<domain>${'<a>'.repeat(5000)}` };
  for (const [name, text] of Object.entries(faulty)) {
    await visit(browser, async (page) => {
      await giveAllBut(page, described);
      await choose(page, 'Domain XML', write(`${name}.xml`, text));
      await validate(page, 'invalid');
      assert.match(await messageOf(page, 'Domain XML', 'file'), /domain XML|at most/i, name);
      for (const field of offered) assert.equal(await offerOf(page, field), '');
    });
  }
});

test('text of the XML stays text', async () => {
  await visit(browser, async (page) => {
    const nasty = '&lt;img src=x onerror=alert(1)&gt;&#x202e;';
    await dropFiles(page, write('nasty.xml', domain({ line: nasty })
      .replace('guest &lt;1&gt;', nasty).replace('EPYC-Milan', nasty)));
    await waitUntil(page, 'the domain is held',
      () => document.querySelector('[data-place=domainXml]').innerText.includes('<img src=x'));
    const place = await page.evaluate(() =>
      document.querySelector('[data-place=domainXml]').innerText);
    assert.ok(!place.includes('\u202e'), 'no character turns the direction of the text');
    assert.equal(await page.evaluate(() => document.querySelectorAll('img').length), 0);
  });
});
