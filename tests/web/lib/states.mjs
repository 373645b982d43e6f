// Every state in which the page can be seen, and the way there: for axe-core and for screenshots.

import { readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { choose, expectMessage, fill, press, waitUntil } from './controls.mjs';
import { diagnosed, searching, slowDown } from './diagnosis.mjs';
import { dropFiles } from './drop.mjs';
import { root } from './environment.mjs';
import { changed, cmdline, input, launch, unexplained, write } from './launches.mjs';
import { give, giveAllBut, matchesHost, validate } from './page.mjs';
import { givePlatform, rome, sessionMade, standIn, standInRoot, titled, unsigned } from './platform.mjs';
import { hookWorker, orderWorker } from './worker_hook.mjs';

const packed = async (page) => {
  await give(page, launch('esSku'));
  await validate(page, 'match');
  await fill(page, 'Secret name', 'luks-key');
  await fill(page, 'Secret text', 'correct horse battery staple');
  await press(page, 'Pack secret');
  await waitUntil(page, 'the packet is there', () => [...document.querySelectorAll('button')]
    .some((button) => button.textContent.trim() === 'Save secret header'));
};

/** What the domain's XML can give. */
const ofDomain = ['Policy', 'vCPUs', 'Command line'];

const domainXml = (nvram = '') => `<domain type='kvm'>
  <name>fedora34x86_64</name><vcpu placement='static'>4</vcpu>
  <os><loader type='pflash' readonly='yes'>/fw.fd</loader>${nvram}
    <kernel>/k</kernel><initrd>/i</initrd><cmdline>${cmdline}</cmdline></os>
  <cpu mode='custom'><model>EPYC-Milan</model></cpu>
  <devices><disk><target dev='vda' bus='virtio'/></disk></devices>
  <launchSecurity type='sev' kernelHashes='yes'><policy>0x7</policy>
    <dhCert>${Buffer.alloc(2084).toString('base64')}</dhCert>
    <session>${Buffer.alloc(128).toString('base64')}</session></launchSecurity>
</domain>`;

const longSearch = async (page) => {
  await slowDown(page);
  await give(page, unexplained('esSku'));
  await validate(page, 'mismatch');
  await searching(page);
};

const snpVectors = join(root, 'tests/vectors/snp');

const digestComputed = async (page) => {
  await page.evaluate(() => { location.hash = '#digest'; });
  await fill(page, 'vCPUs', '4');
  await fill(page, 'CPU model', 'EPYC-Milan');
  await choose(page, 'Firmware', join(snpVectors, 'firmware/ovmf_AmdSev_suffix.bin'));
  await waitUntil(page, 'the digest', () => document.querySelector('[data-digest]'));
};

const reportsFolder = join(snpVectors, 'reports');
const milan = JSON.parse(readFileSync(join(reportsFolder, 'expected.json'), 'utf8')).reports['milan-v3'];

/** Verified as of a day at which the certificate is valid. */
const reportGiven = async (page, ...names) => {
  await dropFiles(page, ...names.map((name) => join(reportsFolder, name)));
  await fill(page, 'Verify as of', '2026-11-01');
};

const genuine = async (page) => {
  await reportGiven(page, milan.report, milan.vek);
  await titled(page, /^Genuine, but no match/);
};

const ofReports = [
  { name: 'report', reach: (page) => page.evaluate(() => { location.hash = '#runs'; }) },
  { name: 'report-genuine', reach: genuine },
  { name: 'report-without-vcek', reach: async (page) => {
    await reportGiven(page, milan.report);
    await titled(page, /certificate is missing/);
  } },
  { name: 'report-not-verified', reach: async (page) => {
    await reportGiven(page, milan.report, 'genoa-v3.vcek.der');
    await titled(page, /^Not verified/);
  } },
  { name: 'report-mismatch', reach: async (page) => {
    await genuine(page);
    await fill(page, 'REPORT_DATA', 'ab'.repeat(64));
    await titled(page, /not what you expect/);
  } },
];

const madeAnyway = async (page) => {
  await givePlatform(page, standIn, /^Nobody vouches/);
  await press(page, 'Make a session all the same');
};

const ofPlatform = [
  { name: 'before', reach: (page) => page.evaluate(() => { location.hash = '#before'; }) },
  { name: 'before-amd', reach: (page) => givePlatform(page, rome, /Rome$/) },
  { name: 'before-unsigned', reach: (page) => givePlatform(page, unsigned, /yet$/) },
  { name: 'before-broken', reach: (page) => givePlatform(page, [...standIn, standInRoot], /^Nobody vouches/) },
  { name: 'before-named-root', reach: async (page) => {
    await givePlatform(page, standIn, /^Nobody vouches/);
    await choose(page, 'Root', standInRoot);
    await titled(page, /root that you named/);
  } },
  { name: 'before-confirm', reach: madeAnyway },
  { name: 'before-session', reach: async (page) => {
    await givePlatform(page, rome, /Rome$/);
    await press(page, 'Make session');
    await sessionMade(page);
  } },
  { name: 'before-session-insecure', reach: async (page) => {
    await madeAnyway(page);
    await press(page, 'Make one anyway');
    await sessionMade(page);
  } },
];

export const states = [
  { name: 'start', reach: async () => {} },
  { name: 'filled', reach: (page) => give(page, launch('esSku')) },
  { name: 'match', reach: async (page) => {
    await give(page, launch('esSku'));
    await validate(page, 'match');
  } },
  { name: 'match-with-findings', reach: async (page) => {
    await give(page, launch('kernelHashes'));
    await validate(page, 'match');
  } },
  { name: 'mismatch', reach: async (page) => {
    await give(page, changed('esSku', { fields: { vCPUs: '3' } }));
    await validate(page, 'mismatch');
    await diagnosed(page, 'explained');
  } },
  { name: 'mismatch-twofold', reach: async (page) => {
    await give(page, changed('esSku', { fields: { vCPUs: '3', 'Command line': `${cmdline} ` } }));
    await validate(page, 'mismatch');
    await diagnosed(page, 'explained');
  } },
  { name: 'mismatch-unexplained', reach: async (page) => {
    await give(page, unexplained('sev'));
    const gone = write('initrd-old.img', Buffer.alloc(300, 1));
    await dropFiles(page, write('vmlinuz-old', Buffer.alloc(300, 2)), gone);
    await waitUntil(page, 'both are kept', () =>
      document.body.innerText.split('tried if there is a mismatch').length === 3);
    write('initrd-old.img', Buffer.alloc(10, 2));
    await validate(page, 'mismatch');
    await diagnosed(page, 'not-explained');
    await openAll(page);
  } },
  { name: 'mismatch-searching', prepare: hookWorker, reach: longSearch },
  { name: 'mismatch-unfinished', prepare: hookWorker, reach: async (page) => {
    await longSearch(page);
    await press(page, 'Cancel');
    await diagnosed(page, 'unfinished');
  } },
  { name: 'snp', reach: (page) => page.evaluate(() => { location.hash = '#digest'; }) },
  { name: 'snp-digest', reach: digestComputed },
  { name: 'snp-differs', reach: async (page) => {
    await digestComputed(page);
    await fill(page, 'Digest to compare', 'ab'.repeat(48));
    await waitUntil(page, 'it differs', () => document.querySelector('[data-compared]'));
  } },
  { name: 'snp-id-block', reach: async (page) => {
    await digestComputed(page);
    await choose(page, 'ID key', join(snpVectors, 'idblock/id_key_test.pem'));
    await press(page, 'Make ID block');
    await waitUntil(page, 'it is made', () => document.querySelector('[data-id-block]'));
    await openAll(page);
  } },
  { name: 'snp-sample', reach: async (page) => {
    await page.evaluate(() => { location.hash = '#digest'; });
    await press(page, 'Load failing sample');
    await diagnosed(page, 'explained');
    await page.evaluate(() => [...document.querySelectorAll('.notice button')].at(-1).click());
  } },
  { name: 'snp-checked', reach: async (page) => {
    await digestComputed(page);
    await choose(page, 'ID block', join(snpVectors, 'idblock/id-block.bin'));
    await choose(page, 'ID authentication', join(snpVectors, 'idblock/id-auth.bin'));
    await press(page, 'Check ID block');
    await waitUntil(page, 'it is checked', () => document.querySelector('[data-block-check]'));
  } },
  ...ofReports,
  { name: 'incomplete', reach: (page) => validate(page, 'incomplete') },
  { name: 'invalid', reach: async (page) => {
    await give(page, changed('esSku', { fields: { Policy: '1x', Measurement: 'QUJD', vCPUs: '0' },
      files: { TK: write('key15', 'only 15 bytes..') } }));
    await expectMessage(page, 'TK', 'file', /15/);
    await validate(page, 'invalid');
  } },
  { name: 'hashing', reach: async (page) => {
    const large = write('large-for-state.img', '');
    truncateSync(large, 4_000_000_000);
    await give(page, launch('esSku'));
    await choose(page, 'Initrd', large);
    await waitUntil(page, 'hashing has begun',
      () => document.querySelector('progress, [role=progressbar]'));
  } },
  { name: 'firmware-table', reach: async (page) => {
    await choose(page, 'Firmware', input('OVMF.fd'));
    await waitUntil(page, 'the table is there', () =>
      document.body.textContent.includes('4c2eb361-7d9b-4cc3-8081-127c90d3d294'));
    await openAll(page);
  } },
  { name: 'vmsa-difference', reach: async (page) => {
    for (const cpu of ['0', '1']) await choose(page, `VMSA CPU ${cpu}`, input(`vmsa${cpu}.bin`));
    await waitUntil(page, 'the difference is there', () => /cs_base/.test(document.body.textContent));
    await openAll(page);
  } },
  { name: 'dropped', reach: async (page) => {
    await dropFiles(page, input('tik.bin'), write('notes.txt', 'some notes of mine\n'),
      write('launch-info.txt', launch('esSku').text), input('OVMF.fd'));
    await waitUntil(page, 'all is spoken of', () => /notes\.txt/.test(document.body.innerText)
      && /OVMF\.fd/.test(document.body.innerText));
  } },
  { name: 'match-from-xml', reach: async (page) => {
    await giveAllBut(page, launch('esSku'), ...ofDomain);
    await dropFiles(page, write('guest.xml', domainXml()));
    await waitUntil(page, 'it is offered', () => document.querySelector('[data-offer]'));
    await matchesHost(page);
  } },
  { name: 'domain-refused', reach: async (page) => {
    await give(page, launch('esSku'));
    await dropFiles(page, write('refused.xml', domainXml('<nvram>/vars</nvram>')));
    await waitUntil(page, 'it is refused', () => /NVRAM/.test(document.body.innerText));
    await openAll(page);
    await validate(page, 'invalid');
  } },
  { name: 'secrets', reach: async (page) => {
    await give(page, launch('esSku'));
    await validate(page, 'match');
    await fill(page, 'Secret name', 'luks-key');
    await choose(page, 'Secret file', write('too-large-for-area', Buffer.alloc(3100, 'x')));
  } },
  { name: 'packed', reach: packed },
  { name: 'licences', reach: async (page) => {
    await press(page, 'Licences');
    await waitUntil(page, 'the dialog is open', () => document.querySelector('dialog[open]'));
  } },
  { name: 'crashed', prepare: hookWorker, complaints: [/stopped by the test/], reach: async (page) => {
    await give(page, launch('esSku'));
    await orderWorker(page, 'throw');
    await waitUntil(page, 'the card is there', () => [...document.querySelectorAll('button')]
      .some((button) => button.textContent.trim() === 'Restart'));
  } },
  ...ofPlatform,
];

export async function openAll(page) {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });
}
