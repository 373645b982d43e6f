// The one rule above all: no verdict beside inputs that it is not about. With an engine that answers
// when it is told to.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { report, settle, start, validated } from './ui-engine.mjs';

test('the verdict is that of the report, and its text is kept to the byte', async () => {
  for (const verdict of ['match', 'mismatch']) {
    const { ui } = await validated(verdict);
    assert.equal(ui.verdict.value.kind, 'decided');
    assert.equal(ui.verdict.value.report.verdict, verdict);
    assert.equal(ui.verdict.value.text, report(verdict));
  }
});

test('anything else than a known report is no verdict', async () => {
  for (const text of ['', '{}', 'match', report('matched'), report('match').replace('2', '1')]) {
    const { ui, engine } = await start();
    const running = ui.validate();
    await engine.answer('validate', { ok: true, value: { report: text } });
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
  await engine.answer('validate', { ok: true, value: { report: report('match') } });
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
  await engine.answer('validate', { ok: true, value: { report: report('mismatch') } });
  await engine.answer('validate', { ok: true, value: { report: report('match') } });
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
  await engine.answer('hash', { ok: true, value: { sha256: 'a'.repeat(64), size: 6 } });
  const [request] = await engine.answer('validate', { ok: true, value: { report: report('match') } });
  assert.deepEqual(request.kernel, { sha256: 'a'.repeat(64), size: 6 });
  await settle();
  assert.equal(ui.verdict.value.kind, 'decided');
});

test('a file that was cancelled or failed is not left out silently', async () => {
  for (const [kind, expected] of [['cancelled', 'incomplete'], ['unreadable', 'invalid']]) {
    const { ui, engine } = await start();
    void ui.putFile('kernel', new File(['kernel'], 'vmlinuz'));
    await engine.answer('hash', { ok: false, error: { kind, field: 'kernel', message: 'm', hint: '' } });
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

test('no verdict before the self-tests passed', async () => {
  let over = () => {};
  const { ui, engine } = await start((made) => {
    made.ready = () => new Promise((resolve) => { over = resolve; });
  });
  const running = ui.validate();
  await settle();
  assert.ok(!engine.asks('validate'));
  over({ ok: true, value: engine.about() });
  await engine.answer('validate', { ok: true, value: { report: report('match') } });
  await running;
  assert.equal(ui.verdict.value.kind, 'decided');
});

test('a verdict waits for the self-tests of a worker that came meanwhile', async () => {
  const { ui, engine } = await start();
  engine.ready = () => new Promise(() => {});
  void ui.restart();
  void ui.validate();
  await settle();
  assert.ok(!engine.asks('validate'));
});

test('self-tests that fail after a restart take the verdict back', async () => {
  const { ui, engine } = await validated('match');
  engine.healthy = false;
  await ui.restart();
  assert.equal(ui.verdict.value.kind, 'incomplete');
  assert.equal(ui.verdict.value.reason, 'stopped');
  assert.ok(ui.needsRestart());
  engine.healthy = true;
  await ui.restart();
  assert.equal(ui.verdict.value.reason, 'fresh');
  assert.ok(!ui.needsRestart());
});

test('a worker that is gone gives no verdict, and asks for a restart', async () => {
  const { ui, engine } = await start();
  engine.tell('failed');
  await ui.validate();
  assert.equal(ui.verdict.value.reason, 'stopped');
  assert.ok(ui.needsRestart());
});

test('a key that is still being read does not arrive after the page was left or cleared', async () => {
  for (const leave of ['wipeAllKeys', 'startOver']) {
    const { ui, engine } = await start();
    let read = () => {};
    engine.read = () => new Promise((resolve) => { read = resolve; });
    const putting = ui.putFile('tik', new File(['t'.repeat(16)], 'tik.bin'));
    await settle();
    ui[leave]();
    assert.equal(ui.places.tik.value.status, 'empty');
    const bytes = new Uint8Array(16).fill(7);
    read({ ok: true, value: bytes });
    await putting;
    assert.equal(ui.places.tik.value.status, 'empty', leave);
    await settle();
    assert.ok(bytes.every((byte) => byte === 0), `${leave} wipes what came late`);
  }
});

test('the same file put twice is two puts', async () => {
  const { ui, engine } = await start();
  const file = new File(['kernel'], 'vmlinuz');
  const first = ui.putFile('kernel', file);
  const second = ui.putFile('kernel', file);
  await settle();
  await engine.answer('hash', { ok: true, value: { sha256: 'a'.repeat(64), size: 6 } });
  await first;
  assert.equal(ui.places.kernel.value.status, 'reading');
  await engine.answer('hash', { ok: true, value: { sha256: 'b'.repeat(64), size: 6 } });
  await second;
  assert.equal(ui.held('kernel').sha256, 'b'.repeat(64));
});

test('the sample is in use until nothing of it is left', async () => {
  const { ui } = await start();
  assert.ok(!ui.sampleInUse.value);
  ui.fillTexts({ cmdline: 'ro', cpu: 'EPYC' }, 'sample');
  void ui.putFile('initrd', new File(['x'], 'i'), { source: 'sample' });
  assert.ok(ui.sampleInUse.value);
  ui.setText('cmdline', '');
  ui.setText('cpu', 'EPYC');
  assert.ok(ui.sampleInUse.value, 'its initrd is left');
  ui.clearPlace('initrd');
  assert.ok(!ui.sampleInUse.value);
});

test('a verdict outlives a restart: the new worker is given what the old one held', async () => {
  const { ui, engine } = await validated('match');
  const before = ui.verdict.value;
  const old = before.request.firmware.handle;
  await ui.restart();
  await ui.whenSettled();
  assert.equal(ui.verdict.value, before);
  assert.notEqual(before.request.firmware.handle, old);
  assert.equal(await engine.held[before.request.firmware.handle].text(), 'fw');
  assert.equal(ui.held('firmware').held, before.request.firmware);
});

test('a file that is another one after a restart takes the verdict back', async () => {
  const { ui, engine } = await validated('match');
  const takeAs = engine.takeAs;
  engine.takeAs = async (role, file) => {
    const taken = await takeAs(role, file);
    return role === 'firmware' ? { ok: true, value: { ...taken.value, firmware: { sha256: 'e'.repeat(64) } } } : taken;
  };
  await ui.restart();
  await ui.whenSettled();
  assert.equal(ui.verdict.value.reason, 'changed');
  assert.equal(ui.held('firmware').sha256, 'e'.repeat(64));
});

test('what is replaced is let go, and given again where that is undone', async () => {
  const { ui, engine } = await start();
  const first = ui.places.firmware.value;
  await ui.putFile('firmware', new File(['other'], 'other.fd'));
  assert.deepEqual(engine.released, ['OVMF.fd']);
  ui.putBack('firmware', first);
  assert.equal(ui.held('firmware'), first);
  await ui.whenSettled();
  assert.deepEqual(engine.released, ['OVMF.fd', 'other.fd']);
  assert.equal(await engine.held[ui.held('firmware').held.handle].text(), 'fw');
});

test('a file that does not come back holds up only what needs it', async () => {
  const { ui, engine } = await start();
  const first = ui.places.firmware.value;
  await ui.putFile('firmware', new File(['other'], 'other.fd'));
  engine.recognise = () => new Promise(() => {});
  ui.putBack('firmware', first);
  engine.recognise = () => Promise.resolve({ ok: true, value: { role: 'firmware', alternatives: [], reason: '' } });
  await ui.putFile('firmware', new File(['third'], 'third.fd'));
  void ui.validate();
  const [request] = await engine.answer('validate', { ok: true, value: { report: report('match') } });
  assert.equal(await engine.held[request.firmware.handle].text(), 'third');
});

test('undone twice, a file is held once', async () => {
  const { ui, engine } = await start();
  const first = ui.places.firmware.value;
  ui.clearPlace('firmware');
  engine.released.length = 0;
  ui.putBack('firmware', first);
  ui.clearPlace('firmware');
  ui.putBack('firmware', first);
  await ui.whenSettled();
  await settle();
  const held = engine.held.length - 1;
  assert.equal(ui.held('firmware').held.handle, held);
  // The handle of the first, twice as it was cleared twice, and what came back too late.
  assert.ok(engine.released.length >= 1);
});
