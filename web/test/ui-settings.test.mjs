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
