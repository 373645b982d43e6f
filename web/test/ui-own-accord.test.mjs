// A verdict without a button: when all is there, once, and without taking the focus.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ok, report, settle, start } from './ui-engine.mjs';

const pause = () => new Promise((resolve) => { setTimeout(resolve, 450); });

async function begun(prepare) {
  const started = await start(prepare);
  started.ui.validateByItself();
  return started;
}
const asked = (engine) => engine.open.filter(({ name }) => name === 'validate').length;
const answer = (engine, verdict) => engine.answer('validate', { ok: true, value: { report: report(verdict) } });

test('comes a moment after the last change, and only then', async () => {
  const { ui, engine } = await begun();
  for (const text of ['a', 'ab', 'abc']) {
    ui.setText('buildId', text);
    await settle();
    assert.equal(asked(engine), 0);
  }
  await engine.untilAsked('validate');
  const [request] = await answer(engine, 'match');
  assert.equal(request.buildId, 'abc');
  await settle();
  assert.equal(ui.verdict.value.report.verdict, 'match');
  assert.equal(ui.attention.value, 0, 'no focus is taken');
  await pause();
  assert.equal(asked(engine), 0, 'and not again');
});

test('every change makes the verdict stale at once, and brings another', async () => {
  const { ui, engine } = await begun();
  await answer(engine, 'match');
  await settle();
  ui.setText('policy', '1');
  assert.equal(ui.verdict.value.reason, 'changed');
  await answer(engine, 'match');
  await settle();
  assert.equal(ui.verdict.value.kind, 'decided');
});

test('does not come while something is missing or being read', async () => {
  const { ui, engine } = await begun();
  ui.clearPlace('tk');
  await pause();
  assert.equal(asked(engine), 0);
  void ui.putFile('kernel', new File(['kernel'], 'vmlinuz'));
  await ui.putFile('tk', new File(['k'.repeat(32)], 'tk.bin'));
  await pause();
  assert.equal(asked(engine), 0);
  await engine.answer('hash', { ok: true, value: { sha256: 'a'.repeat(64), size: 6 } });
  const [request] = await answer(engine, 'match');
  assert.deepEqual(request.kernel, { sha256: 'a'.repeat(64), size: 6 });
});

test('says what is invalid once, and what the core refuses', async () => {
  const { ui, engine } = await begun((made) => {
    made.checkText = (field, text) => (text === 'x'
      ? Promise.resolve({ ok: false, error: { kind: 'invalid', field, message: 'm', hint: '' } })
      : ok({ description: '', findings: [], number: 3 }));
  });
  ui.setText('apiMinor', 'x');
  await pause();
  await settle();
  assert.equal(ui.verdict.value.kind, 'invalid');
  assert.equal(asked(engine), 0);
  ui.setText('apiMinor', '1');
  await engine.answer('validate', { ok: false, error: { kind: 'incomplete', field: 'kernel', message: 'm', hint: '' } });
  await settle();
  assert.equal(ui.verdict.value.reason, 'missing');
  await pause();
  assert.equal(asked(engine), 0);
});

test('not before the self-tests passed, and not where they failed', async () => {
  const { ui, engine } = await begun((made) => { made.healthy = false; });
  await pause();
  assert.equal(asked(engine), 0);
  engine.healthy = true;
  await ui.restart();
  await engine.untilAsked('validate');
});

test('an answer that somebody waits for is not superseded', async () => {
  const { ui, engine } = await begun();
  void ui.validate();
  await engine.untilAsked('validate');
  await pause();
  assert.equal(asked(engine), 1);
  await answer(engine, 'match');
  await settle();
  assert.deepEqual([ui.verdict.value.report.verdict, ui.attention.value], ['match', 1]);
});
