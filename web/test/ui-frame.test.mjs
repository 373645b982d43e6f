// What the frame shows: the inbox in one line, and what is missing.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settle, start } from './ui-engine.mjs';

const sha = 'ab'.repeat(32);
const file = (name, content = 'x') => new File([content], name);

test('the inbox says in one line what was recognised', async () => {
  const { ui } = await start();
  assert.match(ui.inboxLine().lead, /^Drop files/);
  await ui.takeFiles([file('vmsaCpu0.a'), file('tik.b'), file('vmsaCpu0.c')], []);
  await settle();
  assert.deepEqual([ui.inboxLine().lead, ui.inboxLine().share], ['2 files need a decision', null]);
  assert.match(ui.inboxLine().more, /1 file recognised/);
  assert.deepEqual(ui.entries.value.filter(ui.needsDecision).map(({ name }) => name), ['vmsaCpu0.a', 'vmsaCpu0.c']);
});

test('one file that needs a decision is named, and none is left when it is removed', async () => {
  const { ui } = await start();
  await ui.takeFiles([file('unknown.x'), file('tik.b')], []);
  assert.equal(ui.inboxLine().lead, 'unknown.x needs a decision');
  ui.removeEntry(ui.entries.value[0]);
  assert.deepEqual(ui.inboxLine(), { lead: '1 file recognised', more: 'keys ·', share: null });
});

test('what is being read comes first, with its share', async () => {
  const { ui, engine } = await start();
  let finish = () => {};
  engine.takeAs = () => new Promise((resolve) => { finish = resolve; });
  const taking = ui.takeFiles([file('initrd.b', 'xyz')], []);
  await settle();
  assert.match(ui.inboxLine().lead, /^Reading Initrd/);
  assert.equal(ui.inboxLine().share, 0);
  assert.match(ui.inboxLine().more, /of 3 bytes/);
  finish({ ok: true, value: { digest: { sha256: sha, size: 3 } } });
  await taking;
  assert.equal(ui.inboxLine().lead, '1 file recognised');
});

test('what the host prints at once is missing as one thing', async () => {
  const { ui } = await start();
  for (const field of ['measurement', 'apiMajor', 'apiMinor', 'buildId', 'policy']) ui.setText(field, '');
  await settle();
  assert.deepEqual(ui.missing.value.map(({ words }) => words), ['Host output']);
  ui.setText('policy', '3');
  await settle();
  assert.deepEqual(ui.missing.value.map(({ field }) => field), ['measurement', 'apiMajor', 'apiMinor', 'buildId']);
});
