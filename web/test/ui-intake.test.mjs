// Files that are dropped on the window, and settings: nothing that is held goes silently.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ok, settle, start } from './ui-engine.mjs';

const file = (name, content = name) => new File([content], name);
const states = (ui) => ui.entries.value.map(({ state }) => state);

test('a file goes where nothing is, and asks where something is held', async () => {
  const { ui } = await start();
  const key = ui.held('tk').bytes;
  await ui.takeFiles([file('tk.other'), file('firmware.other'), file('tik.bin')], []);
  assert.deepEqual(states(ui), ['asking', 'asking', 'used']);
  assert.equal(ui.held('tk').name, 'tk.bin');
  assert.ok(key.some((byte) => byte !== 0), 'the key is not wiped');
  assert.equal(ui.held('firmware').name, 'OVMF.fd');
  assert.equal(ui.held('tik').name, 'tik.bin');
  assert.match(ui.entries.value[1].message, /OVMF\.fd is already in that place/);
});

test('of several that claim one place none wins', async () => {
  const { ui } = await start();
  void ui.takeFiles([file('initrd.1'), file('initrd.2'), file('kernel.1')], []);
  await settle();
  assert.deepEqual(states(ui).slice(0, 2), ['asking', 'asking']);
  assert.equal(ui.places.initrd.value.status, 'empty');
  assert.equal(ui.places.kernel.value.status, 'reading');
});

test('replacing by choice can be undone, of a key too', async () => {
  const { ui } = await start();
  await ui.takeFiles([file('tk.other'), file('firmware.other')], []);
  const [key, firmware] = ui.entries.value;
  await ui.changeRole(key, 'tk');
  assert.equal(ui.held('tk').name, 'tk.other');
  ui.notice.value.undo();
  await settle();
  assert.equal(ui.held('tk').name, 'tk.bin');
  assert.equal(new TextDecoder().decode(ui.held('tk').bytes), 'k'.repeat(32));
  assert.equal(ui.entries.value[0].state, 'asking');
  await ui.changeRole(firmware, 'firmware');
  assert.equal(ui.held('firmware').name, 'firmware.other');
  ui.notice.value.undo();
  assert.equal(ui.held('firmware').name, 'OVMF.fd');
});

test('a drop that is recognised after all was cleared does nothing', async () => {
  const drops = {
    'on the window': (ui, file) => ui.takeFiles([file], []),
    'on a row': (ui, file) => ui.putDropped('tik', file),
    'on another row': (ui, file) => ui.putDropped('firmware', file),
    'on a secret': (ui, file) => ui.dropOnSecret(ui.rows.value[0].id, file),
  };
  for (const leave of ['wipeAllKeys', 'startOver']) {
    for (const [where, drop] of Object.entries(drops)) {
      const { ui, engine } = await start();
      engine.reads.length = 0;
      let recognised = () => {};
      engine.recognise = () => new Promise((resolve) => { recognised = resolve; });
      const taking = drop(ui, file('tik.bin'));
      ui[leave]();
      recognised({ ok: true, value: { role: 'tik', alternatives: [], reason: '' } });
      await taking;
      assert.equal(ui.places.tik.value.status, 'empty', `${leave} ${where}`);
      assert.equal(ui.entries.value.length, 0);
      assert.deepEqual(engine.reads, [], 'nothing is read');
    }
  }
});

test('what is not used is not read: neither a key nor a second firmware', async () => {
  const { ui, engine } = await start();
  engine.reads.length = 0;
  await ui.takeFiles([file('tk.a'), file('firmware.1'), file('firmware.2'), file('unknown.x'), file('tik.b')], []);
  assert.deepEqual(states(ui), ['asking', 'asking', 'asking', 'asking', 'used']);
  assert.deepEqual(engine.reads, ['tik tik.b']);
});

test('a file that is removed while it is recognised fills nothing', async () => {
  const { ui, engine } = await start();
  let recognised = () => {};
  engine.recognise = () => new Promise((resolve) => { recognised = resolve; });
  const taking = ui.takeFiles([file('tik.bin')], []);
  await settle();
  ui.removeEntry(ui.entries.value[0]);
  recognised({ ok: true, value: { role: 'tik', alternatives: [], reason: '' } });
  await taking;
  assert.equal(ui.places.tik.value.status, 'empty');
});

test('a file that surely is something else is used as that, wherever it fell', async () => {
  const { ui } = await start();
  await ui.putDropped('kernel', file('tik.bin'));
  assert.equal(ui.held('tik').name, 'tik.bin');
  assert.equal(ui.places.kernel.value.status, 'empty');
  assert.match(ui.notice.value.text, /dropped on Kernel, but is used as TIK/);
  await ui.putDropped('tek', file('unknown.bin'));
  assert.equal(ui.held('tek').name, 'unknown.bin');
  const [row] = ui.rows.value;
  await ui.dropOnSecret(row.id, file('initrd.gz'));
  assert.equal(row.file.value.name, 'initrd.gz', 'a secret may be an archive');
});

const folder = (name, files) => ({ name, files: async (most) => {
  if (files === null) throw new DOMException('no', 'NotReadableError');
  return files.slice(0, most);
} });

test('files in folders are taken like others', async () => {
  const { ui } = await start();
  await ui.takeFiles([file('tik.bin')], [folder('launch', [file('tek.bin')]), folder('empty', []), folder('shut', null)]);
  assert.deepEqual(states(ui), ['used', 'used']);
  assert.equal(ui.held('tek').name, 'tek.bin');
  assert.match(ui.notice.value.text, /empty: there is no file in this folder/);
  assert.match(ui.notice.value.text, /shut: this folder cannot be read/);
});

test('too many files are refused, in folders too', async () => {
  const many = Array.from({ length: 10_000 }, (_, at) => file(`unknown.${at}`));
  for (const [files, folders] of [[many, []], [[], [folder('all', many)]], [many.slice(0, 26), [folder('some', many.slice(0, 25))]]]) {
    const { ui } = await start();
    await ui.takeFiles(files, folders);
    assert.deepEqual(ui.entries.value, []);
    assert.match(ui.notice.value.text, /Expected at most 50 files at once, got (10000|more)\./);
  }
});

test('a pasted text that is looked at after all was cleared does nothing', async () => {
  for (const slow of ['recognise', 'parseLaunchInfo']) {
    const { ui, engine } = await start();
    const ask = engine.ask;
    let go = () => {};
    engine.ask = async (call, ...values) => {
      if (call === slow) await new Promise((resolve) => { go = resolve; });
      return ask(call, ...values);
    };
    const taking = ui.takeHostOutput('sev-policy: 3', 'Pasted text');
    await settle();
    ui.startOver();
    go();
    await taking;
    assert.equal(ui.texts.policy.value, '', slow);
  }
});

test('a command line in a file is taken as it is pasted: without the newline at its end, and with all else', async () => {
  for (const [content, line] of [['ro  quiet ', 'ro  quiet '], ['ro\n', 'ro'], [' ro\r\n', ' ro'], ['é\tx', 'é\tx']]) {
    const { ui } = await start();
    await ui.takeFiles([file('cmdline.txt', content)], []);
    assert.deepEqual([ui.texts.cmdline.value, ui.origins.cmdline.value, ...states(ui)], [line, '', 'used']);
    const ended = /\n$/.test(content) ? ', without the newline at its end: a command line is one line' : '';
    assert.deepEqual([ui.notice.value.text, ui.notice.value.undo], [`cmdline.txt: filled Command line${ended}.`, null]);
  }
});

test('a file that is no command line fills nothing', async () => {
  for (const [content, why] of [['ro\nquiet', /one line/], ['ro\n\n', /one line/], ['\n', /an empty one/],
    ['r\0o', /UTF-8/], [new Uint8Array([0x72, 0xe9]), /UTF-8/]]) {
    const { ui } = await start();
    await ui.takeFiles([file('cmdline.txt', content)], []);
    assert.deepEqual([ui.texts.cmdline.value, ...states(ui)], ['', 'refused']);
    assert.match(ui.entries.value[0].message, why);
  }
});

test('a command line that is given goes only by choice, and comes back', async () => {
  const { ui } = await start();
  ui.fillTexts({ cmdline: 'given' }, 'sample');
  await ui.takeFiles([file('cmdline.txt', 'ro'), file('unknown.txt', 'quiet')], []);
  assert.deepEqual(states(ui), ['asking', 'asking']);
  assert.equal(ui.entries.value[0].message, 'Looks like Command line, and one is given already.');
  assert.equal(ui.texts.cmdline.value, 'given');
  await ui.changeRole(ui.entries.value[1], 'cmdline');
  assert.deepEqual([ui.texts.cmdline.value, ui.origins.cmdline.value], ['quiet', '']);
  ui.notice.value.undo();
  assert.deepEqual([ui.texts.cmdline.value, ui.origins.cmdline.value], ['given', 'sample']);
  assert.equal(ui.stillUsed(ui.entries.value[1]), false);
  assert.ok(ui.choosableRoles.includes('cmdline'));
});

test('a command line leaves with its file, but not once it was changed', async () => {
  for (const [typed, left] of [[null, ''], ['ro quiet', 'ro quiet']]) {
    const { ui } = await start();
    await ui.takeFiles([file('cmdline.txt', 'ro')], []);
    assert.equal(ui.stillUsed(ui.entries.value[0]), true);
    if (typed !== null) ui.setText('cmdline', typed);
    ui.removeEntry(ui.entries.value[0]);
    assert.equal(ui.texts.cmdline.value, left);
  }
});

const digest = (name, fill) => ({ name, size: 3, sha256: fill.repeat(64) });
const takeSettings = (ui, given) => ui.takeSettingsFile(ui.takeFile(given, 'settings'));
const settings = (fields, files = {}) => new File([JSON.stringify(
  { kind: 'sevproof-settings', version: 1, fields, files })], 'settings.json');

test('settings keep what is held, say what they gave and what is missing', async () => {
  const { ui, engine } = await start();
  ui.setText('cpu', 'EPYC');
  void ui.putFile('kernel', file('vmlinuz'));
  await engine.answer('hash', { ok: true, value: { sha256: 'c'.repeat(64), size: 7 } });
  await settle();
  ui.setText('measurement', '');
  const loaded = await takeSettings(ui, settings({ cmdline: 'ro', policy: '1' },
    { kernel: digest('other', 'a'), initrd: digest('initrd', 'b') }));
  assert.equal(loaded, '');
  assert.equal(ui.held('kernel').sha256, 'c'.repeat(64));
  assert.equal(ui.held('initrd').sha256, 'b'.repeat(64));
  assert.equal(ui.held('firmware').name, 'OVMF.fd');
  assert.equal(ui.texts.cpu.value, 'EPYC');
  assert.equal(ui.notice.value.text, 'Settings loaded. Used by the hash in the settings, and not read again: '
    + 'Initrd. Not in the settings, so left as before: API major, API minor, Build ID and CPU model. '
    + 'Still missing: Measurement.');
  ui.notice.value.undo();
  assert.equal(ui.texts.cmdline.value, '');
  assert.equal(ui.texts.policy.value, '3');
  assert.equal(ui.places.initrd.value.status, 'empty');
  assert.ok(ui.held('tk').bytes.some((byte) => byte !== 0));
});

test('settings say nothing of what is missing where the core cannot say it', async () => {
  const { ui, engine } = await start();
  engine.missing = () => Promise.resolve({ ok: false, error: { kind: 'crashed', message: '', hint: '' } });
  ui.clearPlace('firmware');
  await takeSettings(ui, settings({ policy: '1' }));
  assert.doesNotMatch(ui.notice.value.text, /missing/);
});

test('a hash of the settings gives way to the file itself, and to other settings', async () => {
  const { ui, engine } = await start();
  await takeSettings(ui, settings({}, { kernel: digest('vmlinuz', 'a') }));
  const taking = ui.takeFiles([file('kernel.img')], []);
  await engine.answer('hash', { ok: true, value: { sha256: 'c'.repeat(64), size: 7 } });
  await taking;
  assert.equal(ui.held('kernel').sha256, 'c'.repeat(64));
  ui.clearPlace('kernel');
  await takeSettings(ui, settings({}, { kernel: digest('vmlinuz', 'a') }));
  await takeSettings(ui, settings({ cmdline: 'x' }));
  assert.equal(ui.places.kernel.value.status, 'empty');
});

test('a policy that the owner gave stays, and what the host reports stands beside it', async () => {
  const { ui, engine } = await start();
  engine.parseLaunchInfo = () => ok({ policy: '7', buildId: '9' });
  ui.setText('policy', '15');
  await ui.takeHostText('sev-policy : 7', 'Pasted text');
  assert.deepEqual([ui.texts.policy.value, ui.texts.buildId.value], ['15', '9']);
  assert.match(ui.notice.value.text, /Your policy stays\./);
  assert.equal(ui.saidByHost('policy'), '7');
  assert.equal(ui.differsFromOffer('policy'), true);
  ui.takeAsMine('policy');
  assert.deepEqual([ui.texts.policy.value, ui.origins.policy.value, ui.differsFromOffer('policy')], ['7', '', false]);
  ui.startOver();
  assert.equal(ui.saidByHost('policy'), '');
});

test('a measurement by itself is taken as one', async () => {
  const { ui } = await start();
  const bare = `${'A'.repeat(63)}=`.replace('=', '/');
  assert.equal(await ui.takeHostText(` ${bare}\n`, 'Pasted text'), true);
  assert.equal(ui.texts.measurement.value, bare);
});

test('host output says so of the policy until it is changed', async () => {
  const { ui, engine } = await start();
  engine.parseLaunchInfo = () => ok({ policy: '3' });
  ui.setText('policy', '');
  await ui.takeHostText('sev-policy : 3', 'Pasted text');
  assert.equal(ui.origins.policy.value, 'host');
  ui.setText('policy', '1');
  assert.equal(ui.origins.policy.value, '');
});
