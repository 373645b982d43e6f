// Keys and files of an ID block that are dropped: each goes to its place, and of a key nothing but its name is known.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settle, start } from './ui-engine.mjs';

// The stand-in for the core tells by the beginning of the name.
const drop = async (ui, ...names) => {
  await ui.takeFiles(names.map((name) => new File([`${name}, which nobody reads`], name)), []);
  await settle();
};

/** In the other view, with nothing given. A key could be either of the two. */
async function fresh() {
  const { ui, engine } = await start();
  ui.clearAll();
  const others = { idKey: ['authorKey'], authorKey: ['idKey'] };
  engine.recognise = (file) => {
    const role = file.name.split('.')[0];
    return Promise.resolve({ ok: true, value: { role, alternatives: others[role] ?? [], reason: 'a private key', isSnp: false } });
  };
  return { ui, engine };
}

const nameAt = (ui, place) => ui.blockFiles[place].value?.file.name ?? null;
const entryOf = (ui, name) => ui.entries.value.find((entry) => entry.name === name);

test('each goes to its place, and their view comes up', async () => {
  const { ui } = await fresh();
  const names = ['idKey.pem', 'authorKey.pem', 'idBlock.bin', 'idAuth.bin'];
  await drop(ui, ...names);
  assert.equal(ui.shownMoment.value, 'digest');
  for (const name of names) assert.equal(nameAt(ui, name.split('.')[0]), name);
  assert.deepEqual(ui.inboxLine(), { lead: '4 files recognised',
    more: 'ID key, Author key, ID block, ID authentication ·', share: null });
});

test('a private key is never read, tried or hashed, whatever it is taken for', async () => {
  const { ui } = await fresh();
  await drop(ui, 'idKey.pem');
  const entry = entryOf(ui, 'idKey.pem');
  assert.deepEqual(ui.rolesFor(entry), ['secret', 'idKey', 'authorKey']);
  ui.clearBlockFile('idKey');
  assert.equal(ui.stillUsed(entry), false);
  assert.equal(ui.candidacy(entry), 'none');
  assert.equal(ui.candidacy({ ...entry, role: 'kernel' }), 'none');
  assert.deepEqual(ui.candidates.value, []);
  assert.ok(!JSON.stringify(ui.collect()).includes('idKey'));
});

test('the other role is offered, and a way back where a file had to go', async () => {
  const { ui } = await fresh();
  await drop(ui, 'idKey.pem');
  assert.deepEqual(ui.otherRoles(entryOf(ui, 'idKey.pem')), ['authorKey']);
  await ui.changeRole(entryOf(ui, 'idKey.pem'), 'authorKey');
  assert.deepEqual([nameAt(ui, 'idKey'), nameAt(ui, 'authorKey')], [null, 'idKey.pem']);
  assert.deepEqual(ui.otherRoles(entryOf(ui, 'idKey.pem')), ['idKey']);
  await drop(ui, 'authorKey.pem');
  const second = entryOf(ui, 'authorKey.pem');
  assert.equal(second.message, 'Looks like Author key, and idKey.pem is already in that place.');
  await ui.changeRole(second, 'authorKey');
  assert.equal(nameAt(ui, 'authorKey'), 'authorKey.pem');
  assert.equal(ui.notice.value.text, 'Author key: authorKey.pem replaced idKey.pem.');
  ui.notice.value.undo();
  assert.equal(nameAt(ui, 'authorKey'), 'idKey.pem');
});

test('of two that look alike the user is asked, and removing one empties its place', async () => {
  const { ui } = await fresh();
  ui.showMoment('digest');
  await drop(ui, 'idKey.a.pem', 'idKey.b.pem');
  assert.match(entryOf(ui, 'idKey.a.pem').message, /^2 of these files look like ID key/);
  assert.equal(nameAt(ui, 'idKey'), null);
  await ui.changeRole(entryOf(ui, 'idKey.a.pem'), 'idKey');
  await ui.changeRole(entryOf(ui, 'idKey.b.pem'), 'authorKey');
  assert.deepEqual([nameAt(ui, 'idKey'), nameAt(ui, 'authorKey')], ['idKey.a.pem', 'idKey.b.pem']);
  ui.removeEntry(entryOf(ui, 'idKey.b.pem'));
  assert.equal(nameAt(ui, 'authorKey'), null);
});

test('one that is put there by hand takes the place, and the way back goes', async () => {
  const { ui } = await fresh();
  await drop(ui, 'idKey.a.pem');
  await drop(ui, 'idKey.b.pem');
  await ui.changeRole(entryOf(ui, 'idKey.b.pem'), 'idKey');
  assert.ok(ui.notice.value.undo);
  ui.putBlockFile('idKey', new File([''], 'other.pem'));
  assert.equal(ui.notice.value?.undo ?? null, null);
  assert.equal(ui.stillUsed(entryOf(ui, 'idKey.b.pem')), false);
});

test('what falls on its own place stays there, if it can be that', async () => {
  const { ui } = await fresh();
  ui.showMoment('digest');
  await ui.putDropped('authorKey', new File([''], 'idKey.pem'));
  assert.equal(nameAt(ui, 'authorKey'), 'idKey.pem');
  await ui.putDropped('idBlock', new File([''], 'idAuth.bin'));
  assert.deepEqual([nameAt(ui, 'idBlock'), nameAt(ui, 'idAuth')], [null, 'idAuth.bin']);
});

test('leaving the page forgets keys, and the list of files too', async () => {
  const { ui } = await fresh();
  await drop(ui, 'idKey.pem', 'authorKey.pem', 'idBlock.bin');
  ui.wipeAllKeys();
  assert.deepEqual([nameAt(ui, 'idKey'), nameAt(ui, 'authorKey'), nameAt(ui, 'idBlock')], [null, null, 'idBlock.bin']);
  assert.deepEqual(ui.entries.value.map(({ name }) => name), ['idBlock.bin']);
});

test('starting over forgets keys for good, and brings the others back', async () => {
  const { ui } = await fresh();
  await drop(ui, 'idKey.pem', 'idBlock.bin', 'idAuth.bin');
  ui.startOver();
  assert.equal(nameAt(ui, 'idBlock'), null);
  ui.notice.value.undo();
  await settle();
  assert.deepEqual([nameAt(ui, 'idKey'), nameAt(ui, 'idBlock'), nameAt(ui, 'idAuth')], [null, 'idBlock.bin', 'idAuth.bin']);
  assert.deepEqual(ui.entries.value.map(({ name }) => name), ['idBlock.bin', 'idAuth.bin']);
});

test('what nothing tells is chosen from the list alone', async () => {
  const { ui, engine } = await fresh();
  engine.recognise = () => Promise.resolve({ ok: true, value: { role: 'unknown', alternatives: ['tik', 'tek'], reason: '', isSnp: false } });
  await drop(ui, 'a.bin');
  const entry = entryOf(ui, 'a.bin');
  assert.deepEqual(ui.otherRoles(entry), []);
  assert.ok(ui.rolesFor(entry).includes('kernel') && ui.rolesFor(entry).includes('idKey'));
});
