// Packets: only of a match, only of what was entered, and dropped with any change.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contentOf, luksKey, ok, report, validated } from './ui-engine.mjs';

const encode = (text) => new TextEncoder().encode(text);

async function pack(prepare = () => {}) {
  const { ui, engine } = await validated('match');
  ui.setSecretName(ui.rows.value[0], 'luks-key');
  ui.setSecretText(ui.rows.value[0], 'secret');
  prepare(engine);
  const packing = ui.packSecrets();
  await engine.answer('pack', { ok: true, value: { report: report('match'), header: 'h', payload: 'p' } });
  await packing;
  return { ui, engine };
}

test('a packet that holds what was entered is offered', async () => {
  const { ui } = await pack();
  assert.equal(ui.packet.value.header, 'h');
  assert.equal(ui.packet.value.opened.secrets[0].guid, luksKey);
});

test('a packet that does not open, or holds something else, is not', async () => {
  const other = (...secrets) => ok(contentOf(secrets.map(([name, text]) => ({ name, data: encode(text) }))));
  const unpacks = [
    [() => Promise.resolve({ ok: false, error: { kind: 'invalid', field: 'packet', message: 'm', hint: '' } }), /opened again/],
    [() => other(), /holds 0 secrets/],
    [() => other(['luks-key', 'secret'], ['e1cdf8bd-37c4-4e2b-9a2b-4ac31e1e3a4f', 'x']), /holds 2/],
    [() => other(['e1cdf8bd-37c4-4e2b-9a2b-4ac31e1e3a4f', 'secret']), /does not hold/],
    [() => other(['luks-key', 'secre']), /has 5 bytes/],
    [() => other(['luks-key', 'sEcret']), /SHA-256/],
  ];
  for (const [unpack, words] of unpacks) {
    const { ui } = await pack((engine) => { engine.unpack = unpack; });
    assert.equal(ui.packet.value, null, String(words));
    assert.match(ui.packError.value.message, words);
    assert.equal(ui.packing.value, false);
  }
});

test('without crypto.subtle number, GUID and size are compared', async () => {
  const { crypto } = globalThis;
  Object.defineProperty(globalThis, 'crypto', { value: {}, configurable: true });
  try {
    assert.ok((await pack()).ui.packet.value);
    const { ui } = await pack((engine) => { engine.unpack = () => ok({ secrets: [] }); });
    assert.equal(ui.packet.value, null);
  } finally {
    Object.defineProperty(globalThis, 'crypto', { value: crypto, configurable: true });
  }
});

test('failed self-tests drop the packet', async () => {
  const { ui, engine } = await pack();
  engine.healthy = false;
  await ui.restart();
  assert.equal(ui.packet.value, null);
});

test('a secret with a line break is not taken from a paste', async () => {
  const { ui } = await validated('match');
  const [row] = ui.rows.value;
  assert.ok(!ui.refusesSecretText(row, 'pass word'));
  for (const text of ['a\nb', 'a\n', '\ra']) assert.ok(ui.refusesSecretText(row, text));
  assert.match(row.pasteError.value, /use a file/);
  ui.setSecretText(row, 'typed');
  assert.equal(row.pasteError.value, '');
});

test('a packet is dropped with any change of inputs or secrets', async () => {
  const changes = [(ui) => ui.setText('policy', '7'),
    (ui) => ui.setSecretText(ui.rows.value[0], 'other'), (ui) => ui.addRow()];
  for (const change of changes) {
    for (const when of ['before', 'after']) {
      const { ui, engine } = await validated('match');
      ui.setSecretName(ui.rows.value[0], 'luks-key');
      ui.setSecretText(ui.rows.value[0], 'secret');
      const packing = ui.packSecrets();
      await engine.untilAsked('pack');
      if (when === 'before') change(ui);
      await engine.answer('pack', { ok: true,
        value: { report: report('match'), header: 'h', payload: 'p' } });
      await packing;
      if (when === 'after') {
        assert.equal(ui.packet.value.header, 'h');
        change(ui);
      }
      assert.equal(ui.packet.value, null, `${when} ${change}`);
    }
  }
});

test('nothing is packed without a match, a TEK, a name or a content', async () => {
  for (const verdict of ['mismatch', 'match']) {
    const { ui, engine } = await validated(verdict);
    await ui.packSecrets();
    if (verdict === 'match') assert.match(ui.packError.value.message, /needs a name/);
    ui.setSecretName(ui.rows.value[0], 'luks-key');
    await ui.packSecrets();
    if (verdict === 'match') assert.match(ui.packError.value.message, /a text or a file/);
    assert.ok(!engine.open.some(({ name }) => name === 'pack'));
  }
});
