// Settings hold what the owner gave: saved and loaded again, a value of the host must not have become the owner's.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { xml } from './domain_file.mjs';
import { start } from './ui-engine.mjs';

test('a policy that the host\'s output filled is not saved', async () => {
  const { ui } = await start();
  ui.fillTexts({ policy: '7', measurement: 'AA', apiMajor: '1', apiMinor: '55', buildId: '21' }, 'host');
  ui.fillTexts({ cpu: 'EPYC-Milan' });
  assert.deepEqual(ui.collect().fields, { apiMajor: '1', apiMinor: '55', buildId: '21', cpu: 'EPYC-Milan' });
  assert.match(ui.whatIsLeft(), /nor Policy, which only the host gives/);
});

test('one that the owner typed is, also where the host says the same', async () => {
  const { ui } = await start();
  ui.fillTexts({ policy: '7' }, 'host');
  ui.fillTexts({ policy: '7' });
  assert.equal(ui.collect().fields.policy, '7');
  assert.equal(ui.whatIsLeft(), 'They hold no key, no secret and no measurement.');
});

test('a value of the XML is not saved as the user\'s', async () => {
  const { ui } = await start();
  ui.setText('policy', '');
  await ui.putFile('domainXml', xml());
  ui.setText('numCpus', '8');
  const { fields } = ui.collect();
  assert.deepEqual([fields.policy, fields.numCpus, fields.cmdline], [undefined, '8', undefined]);
});

test('what only SEV-SNP has is kept too, and leads to its view', async () => {
  const { ui } = await start();
  ui.showMoment('digest');
  const given = { vmm: 'gce', guestFeatures: '0x21', vmsaAddress: '0xffffffffff000', sections: '1:0x1000:4096 3:0x2000:4096',
    resetAddress: '0x80b004', hashArea: '0x810c00', firmwareDigest: 'ab'.repeat(48) };
  for (const [field, text] of Object.entries(given)) ui.snpTexts[field].set(text);
  ui.expected.set('07'.repeat(48));
  const { fields } = ui.collect();
  for (const [field, text] of Object.entries(given)) assert.equal(fields[field], text);
  assert.ok(!JSON.stringify(fields).includes('0707'), 'no measurement');
  ui.clearAll();
  ui.showMoment('paused');
  const link = new URLSearchParams(Object.entries(given)).toString();
  await ui.takeSettingsLink(link);
  for (const [field, text] of Object.entries(given)) assert.equal(ui.snpTexts[field].text.value, text, field);
  assert.equal(ui.shownMoment.value, 'digest');
  ui.notice.value.undo();
  assert.equal(ui.snpTexts.vmm.text.value, '');
});

test('of an ID block its texts are kept, and neither keys nor the digest that it is for', async () => {
  const { ui } = await start();
  ui.showMoment('digest');
  const given = { blockPolicy: '0x20000', familyId: '01'.repeat(16), imageId: '02'.repeat(16), guestSvn: '3', blockName: 'web' };
  const { familyId, imageId, guestSvn, policy: blockPolicy } = ui.blockTexts;
  const fields = { blockPolicy, familyId, imageId, guestSvn, blockName: ui.blockName };
  for (const [name, text] of Object.entries(given)) fields[name].set(text);
  ui.setText('policy', '0x5');
  ui.blockTexts.launchDigest.set('07'.repeat(48));
  ui.keyDigests.idKeyDigest.set('07'.repeat(48));
  ui.putBlockFile('idKey', new File(['PEM'], 'secret-name.pem'));
  const settings = ui.collect();
  for (const [name, text] of Object.entries(given)) assert.equal(settings.fields[name], text);
  assert.equal(settings.fields.policy, '0x5', 'that of SEV');
  assert.ok(!/0707|secret-name/.test(JSON.stringify(settings)));
  ui.clearAll();
  ui.showMoment('paused');
  await ui.takeSettingsLink(new URLSearchParams(settings.fields).toString());
  for (const [name, text] of Object.entries(given)) assert.equal(fields[name].text.value, text, name);
  assert.equal(ui.shownMoment.value, 'digest');
  ui.notice.value.undo();
  assert.equal(fields.familyId.text.value, '');
  fields.imageId.set('05'.repeat(16));
  await ui.takeSettingsLink('familyId=1');
  assert.match(ui.notice.value.text, /left as before: Image id\./);
});

test('starting over brings back every text of SEV-SNP', async () => {
  const { ui } = await start();
  const all = [ui.expected, ui.snpTexts.sections, ui.blockTexts.launchDigest, ui.blockTexts.policy, ui.keyDigests.idKeyDigest, ui.blockName];
  all.forEach((one, at) => one.set(`${at}`));
  ui.startOver();
  assert.deepEqual(all.map(({ text }) => text.value), all.map(() => ''));
  ui.notice.value.undo();
  assert.deepEqual(all.map(({ text }) => text.value), all.map((_, at) => `${at}`));
  ui.startOver();
  ui.blockName.set('another');
  assert.equal(ui.notice.value, null, 'it would overwrite what was entered since');
});
