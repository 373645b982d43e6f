// The one rule above all: no verdict beside inputs that it is not about. With an engine that answers
// when it is told to.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadUi } from './ui-load.mjs';

const report = (verdict) => JSON.stringify({ schemaVersion: 1, verdict, findings: [] });
const ok = (value) => Promise.resolve({ ok: true, value });
const settle = () => new Promise((resolve) => { setTimeout(resolve, 5); });

function makeEngine() {
  const open = [];
  const asked = (name, ...values) => new Promise((resolve) => { open.push({ name, values, resolve }); });
  const engine = {
    open,
    answer(name, outcome) {
      const at = open.findIndex((one) => one.name === name);
      assert.ok(at >= 0, `nobody asked for ${name}`);
      const [{ resolve, values }] = open.splice(at, 1);
      resolve(outcome);
      return values;
    },
    onState: (listener) => listener({ status: 'ready', message: '' }),
    ready: () => ok({ about: { version: '1', policyFlags: [], cpuModels: [] },
      selfTests: [{ name: 'a', passed: engine.healthy }], coreSha256: '' }),
    healthy: true,
    restart() {},
    recognise: () => ok({ role: 'unknown', alternatives: [], reason: '' }),
    read: async (field, file) => ({ ok: true, value: new Uint8Array(await file.arrayBuffer()) }),
    hash: () => ({ outcome: asked('hash'), cancel() {} }),
    checkText: (field, text) => ok({ description: '', findings: [],
      number: field === 'policy' ? Number(text) : null }),
    checkKey: () => ok({}),
    describeFirmware: () => ok({ sha256: 'f'.repeat(64), size: 1 }),
    validate: (request) => asked('validate', request),
    checkSecrets: () => ok({ payloadSize: 48, areaSize: 3072, findings: [] }),
    pack: (request, secrets) => asked('pack', request, secrets),
    unpack: () => ok({ secrets: [] }),
  };
  return engine;
}

async function start(prepare = () => {}) {
  const ui = await loadUi('model/verdict.ts', 'model/inputs.ts', 'model/texts.ts', 'model/places.ts',
    'model/session.ts', 'model/secrets.ts', 'model/packet.ts', 'model/startOver.ts');
  const engine = makeEngine();
  prepare(engine);
  ui.connect(engine);
  await settle();
  ui.fillTexts({ measurement: 'm', apiMajor: '1', apiMinor: '55', buildId: '21', policy: '3' });
  await ui.putFile('firmware', new File(['fw'], 'OVMF.fd'));
  await ui.putFile('tk', new File(['k'.repeat(32)], 'tk.bin'));
  return { ui, engine };
}

async function validated(verdict) {
  const { ui, engine } = await start();
  const running = ui.validate();
  await settle();
  engine.answer('validate', { ok: true, value: { report: report(verdict) } });
  await running;
  return { ui, engine };
}

test('the verdict is that of the report, and its text is kept to the byte', async () => {
  for (const verdict of ['match', 'mismatch']) {
    const { ui } = await validated(verdict);
    assert.equal(ui.verdict.value.kind, 'decided');
    assert.equal(ui.verdict.value.report.verdict, verdict);
    assert.equal(ui.verdict.value.text, report(verdict));
  }
});

test('anything else than a known report is no verdict', async () => {
  for (const text of ['', '{}', 'match', report('matched'), report('match').replace('1', '2')]) {
    const { ui, engine } = await start();
    const running = ui.validate();
    await settle();
    engine.answer('validate', { ok: true, value: { report: text } });
    await running;
    assert.equal(ui.verdict.value.kind, 'incomplete', text);
    assert.ok(ui.failure.value);
  }
});

test('every change takes the verdict back at once', async () => {
  const changes = [
    (ui) => ui.setText('cmdline', ' '), (ui) => ui.setText('sevFeatures', '1'),
    (ui) => ui.clearPlace('tk'), (ui) => void ui.putFile('tek', new File(['x'], 'tek')),
    (ui) => void ui.putFile('initrd', new File(['x'], 'initrd')), (ui) => ui.startOver(),
    (ui) => ui.wipeAllKeys(), (ui) => ui.clearPlace('domainXml'),
  ];
  for (const change of changes) {
    const { ui } = await validated('match');
    change(ui);
    assert.equal(ui.verdict.value.kind, 'incomplete', String(change));
  }
});

test('an answer about inputs that changed meanwhile is dropped', async () => {
  const { ui, engine } = await start();
  const running = ui.validate();
  await settle();
  ui.setText('cmdline', 'x');
  engine.answer('validate', { ok: true, value: { report: report('match') } });
  await running;
  assert.equal(ui.verdict.value.kind, 'incomplete');
});

test('of two validations only the later one is shown', async () => {
  const { ui, engine } = await start();
  const first = ui.validate();
  await settle();
  ui.setText('policy', '1');
  const second = ui.validate();
  await settle();
  // The answer to the later question comes first.
  engine.open.reverse();
  engine.answer('validate', { ok: true, value: { report: report('mismatch') } });
  engine.answer('validate', { ok: true, value: { report: report('match') } });
  await Promise.all([first, second]);
  assert.equal(ui.verdict.value.report.verdict, 'mismatch');
});

test('waits for a file that is being hashed, and never validates without it', async () => {
  const { ui, engine } = await start();
  void ui.putFile('kernel', new File(['kernel'], 'vmlinuz'));
  await settle();
  await ui.validate();
  assert.equal(ui.verdict.value.reason, 'waiting');
  assert.ok(!engine.open.some(({ name }) => name === 'validate'));
  engine.answer('hash', { ok: true, value: { sha256: 'a'.repeat(64), size: 6 } });
  await settle();
  const [request] = engine.answer('validate', { ok: true, value: { report: report('match') } });
  assert.deepEqual(request.kernel, { sha256: 'a'.repeat(64), size: 6 });
  await settle();
  assert.equal(ui.verdict.value.kind, 'decided');
});

test('a file that was cancelled or failed is not left out silently', async () => {
  for (const [kind, expected] of [['cancelled', 'incomplete'], ['unreadable', 'invalid']]) {
    const { ui, engine } = await start();
    void ui.putFile('kernel', new File(['kernel'], 'vmlinuz'));
    await settle();
    engine.answer('hash', { ok: false, error: { kind, field: 'kernel', message: 'm', hint: '' } });
    await settle();
    await ui.validate();
    assert.equal(ui.verdict.value.kind, expected);
    assert.ok(!engine.open.some(({ name }) => name === 'validate'));
  }
});

test('a failed self-test refuses to validate', async () => {
  const { ui, engine } = await start((made) => { made.healthy = false; });
  await ui.validate();
  assert.equal(ui.verdict.value.kind, 'incomplete');
  assert.ok(ui.failure.value);
  assert.ok(!engine.open.some(({ name }) => name === 'validate'));
});

test('keys are wiped when replaced, removed and on Start over', async () => {
  const { ui } = await start();
  const first = ui.held('tk').bytes;
  await ui.putFile('tk', new File(['n'.repeat(32)], 'new.bin'));
  assert.ok(first.every((byte) => byte === 0));
  const second = ui.held('tk').bytes;
  ui.clearPlace('tk');
  assert.ok(second.every((byte) => byte === 0));
  await ui.putFile('tk', new File(['o'.repeat(32)], 'other.bin'));
  const third = ui.held('tk').bytes;
  ui.startOver();
  assert.ok(third.every((byte) => byte === 0));
  assert.equal(ui.held('tk'), null);
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
      await settle();
      if (when === 'before') change(ui);
      engine.answer('pack', { ok: true,
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
