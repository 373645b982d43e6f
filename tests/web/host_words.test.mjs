// A match with what the host itself describes: amber, its values whole, and no secret before the owner
// has taken each.

import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { startBrowser, stopBrowser } from './lib/browser.mjs';
import { test } from './lib/cannot.mjs';
import { choose, fill, isThere, press, valueOf, waitUntil } from './lib/controls.mjs';
import { domain } from './lib/domain.mjs';
import { dropFiles, pasteText } from './lib/drop.mjs';
import { requirePage } from './lib/environment.mjs';
import { argumentsOf, changed, cmdline, input, launch, launchedWith, sevproof, write } from './lib/launches.mjs';
import {
  bannerText, fromXml, giveAllBut, matchesHost, saved, validate, visit,
} from './lib/page.mjs';

requirePage();
let browser;
before(async () => { browser = await startBrowser(); });
after(() => stopBrowser(browser));

const described = launch('esSku');
const colourOf = (page, selector) => page.evaluate((where) =>
  getComputedStyle(document.querySelector(where)).color, selector);
const panelText = (page) => page.evaluate(() => document.querySelector('.verdict-panel').innerText);
const secretsText = (page) => page.evaluate(() => document.querySelector('.secrets').innerText);

async function giveXml(page, xml, ...left) {
  await giveAllBut(page, described, ...left);
  await dropFiles(page, write('guest.xml', xml));
  await waitUntil(page, 'it is offered', () => document.querySelector('[data-offer]'));
}

async function expectNoSecrets(page) {
  for (const name of ['Pack secret', 'Pack a secret', 'Add secret']) {
    assert.equal(await isThere(page, name, 'button'), false, name);
  }
  assert.equal(await isThere(page, 'Secret text', 'field'), false);
  assert.match(await secretsText(page), /only its host describes/);
}

const chainOf = (page) => page.evaluate(() => Object.fromEntries([...document.querySelectorAll('.chain > li')]
  .map((check) => [check.querySelector('strong').textContent, check.dataset.outcome])));

test('the host\'s command line is never green, and no secret is offered for it', async () => {
  await visit(browser, async (page) => {
    const line = `${'option=value '.repeat(90)}init=/bin/sh`;
    const hosts = launchedWith(line);
    await giveAllBut(page, hosts, 'Command line');
    await pasteText(page, domain({ line }));
    await waitUntil(page, 'it is offered', () => document.querySelector('[data-offer]'));
    await matchesHost(page);
    assert.match(await page.title(), /^Matches what the host says/);
    assert.notEqual(await colourOf(page, '.banner h2'), await colourOf(page, '.measured'));
    const shown = await page.evaluate(() => {
      const value = document.querySelector('.host-words .measured');
      const { width } = value.getBoundingClientRect();
      return { text: value.textContent, fits: value.scrollWidth <= width + 1,
        cut: getComputedStyle(value).textOverflow };
    });
    assert.equal(shown.text, line, 'the whole command line is on the screen');
    assert.ok(shown.fits && shown.cut !== 'ellipsis', 'nothing of it is cut off');
    await expectNoSecrets(page);
    const report = JSON.parse(await saved(page, 'Save report', /\.json$/));
    assert.deepEqual(fromXml(report), ['cmdline']);
  });
});

test('each value is taken by itself, and the verdict comes anew', async () => {
  await visit(browser, async (page) => {
    await giveXml(page, domain(), 'Policy', 'vCPUs', 'Command line');
    await matchesHost(page);
    assert.match(await bannerText(page), /the command line, the number of vCPUs and the policy are the host's/);
    assert.equal((await chainOf(page))['Your word'], 'not-checked');
    assert.match(await panelText(page), /vCPUs\s+4/);
    await press(page, 'Look at the Command line');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'field-cmdline');
    await press(page, 'Take as mine: Command line');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'field-cmdline', 'the focus is not lost');
    await press(page, 'Take as mine: vCPUs');
    await waitUntil(page, 'one value is left', () =>
      document.querySelectorAll('.host-words li').length === 1);
    assert.match(await bannerText(page), /^Matches what the host says[^]*the policy is the host's/);
    await expectNoSecrets(page);
    await press(page, 'Take as mine: Policy');
    await validate(page, 'match');
    assert.equal((await chainOf(page))['Your word'], 'pass');
    assert.deepEqual([await valueOf(page, 'Command line'), await valueOf(page, 'vCPUs')], [cmdline, '4']);
    const report = JSON.parse(await saved(page, 'Save report', /\.json$/));
    assert.deepEqual(fromXml(report), []);
    await fill(page, 'Secret name', 'luks-key');
    await fill(page, 'Secret text', 'secret');
    await press(page, 'Pack secret');
    await waitUntil(page, 'it is packed', () => document.querySelector('.packet'));
    const settings = JSON.parse(await saved(page, 'Save settings', /\.json$/));
    assert.equal(settings.fields.cmdline, cmdline, 'what was taken is the owner\'s');
  });
});

test('what was taken stays the owner\'s when another XML comes', async () => {
  await visit(browser, async (page) => {
    await giveXml(page, domain(), 'Command line');
    await matchesHost(page);
    await press(page, 'Take as mine: Command line');
    await validate(page, 'match');
    await choose(page, 'Domain XML', write('other.xml', domain({ line: 'init=/bin/sh' })));
    await waitUntil(page, 'the other XML is held', () =>
      document.querySelector('[data-place=domainXml]').innerText.includes('other.xml'));
    assert.equal(await valueOf(page, 'Command line'), cmdline);
    await validate(page, 'match');
    assert.match(await page.evaluate(() => document.body.innerText), /Its Command line is a different one/);
  });
});

test('without SEV-ES the host\'s number of CPUs decides nothing', async () => {
  await visit(browser, async (page) => {
    await giveAllBut(page, launch('kernelHashes'));
    await dropFiles(page, write('plain.xml', domain({ policy: '0x0001', vcpus: 9 })));
    await waitUntil(page, 'it is held', () =>
      document.querySelector('[data-place=domainXml]').innerText.includes('plain.xml'));
    await validate(page, 'match');
  });
});

test('the program refuses what the page does not call a match', () => {
  const { fields, files } = changed('esSku', {});
  delete fields['Command line'];
  const xml = write('program.xml', domain());
  const secret = [`--inject-secret=luks-key:${input('secret.txt')}`, `--secret-header=${input('header')}`,
    `--secret-payload=${input('payload')}`];
  const words = [...argumentsOf({ fields, files }), `--domain-xml=${xml}`, ...secret];
  assert.notEqual(sevproof(...words, '--quiet').status, 0);
  assert.equal(sevproof(...words, '--quiet', '--insecure').status, 0, 'for tests, and said by its name');
});
