// The search for the reason of a mismatch: when it begins and ends, what it is given, and that no
// answer of it can make a match.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diagnosedReport, report, settle, start, validated } from './ui-engine.mjs';
import { answer, file, mismatched, search } from './ui-search.mjs';

const crash = { ok: false, error: { kind: 'crashed', field: null, message: 'm', hint: '' } };
const reading = { share: 0, tried: 0, total: 0, reading: { done: 1, total: 2 } };
const trying = { share: 0.5, tried: 1, total: 2, reading: null };

test('begins by itself after a mismatch, with its request, and after nothing else', async () => {
  const { ui, engine } = await validated('mismatch');
  assert.equal(search(ui), 'searching');
  assert.equal(engine.searches.length, 1);
  assert.equal(engine.searches[0].request.measurement, ui.verdict.value.request.measurement);
  assert.ok(engine.searches[0].request.tk);
  assert.equal(ui.verdict.value.text, report('mismatch'), 'the mismatch is shown at once');
  const other = await validated('match');
  assert.equal(other.engine.searches.length, 0);
  assert.equal(search(other.ui), 'none');
});

test('its report takes the place of the first to the byte, and nothing asks for attention', async () => {
  for (const outcome of ['explained', 'not-explained', 'unfinished']) {
    const { ui, engine } = await validated('mismatch');
    const { request } = ui.verdict.value;
    const attention = ui.attention.value;
    const text = `${diagnosedReport(outcome)}\n`;
    await engine.answer('diagnose', answer(text));
    await settle();
    assert.equal(search(ui), 'over');
    assert.equal(ui.verdict.value.text, text);
    assert.equal(ui.verdict.value.report.diagnosis.outcome, outcome);
    assert.equal(ui.verdict.value.request, request);
    assert.equal(ui.attention.value, attention);
    assert.equal(engine.searches.length, 1, 'and is not searched again');
  }
});

test('an answer that is not this mismatch with a diagnosis changes nothing', async () => {
  const another = JSON.stringify({ ...JSON.parse(diagnosedReport()), findings: [{ code: 'x' }] });
  for (const text of [diagnosedReport('explained', 'match'), another, report('match'),
    report('mismatch'), '{}', '']) {
    const { ui, engine } = await validated('mismatch');
    const before = ui.verdict.value;
    await engine.answer('diagnose', answer(text));
    await settle();
    assert.equal(ui.verdict.value, before, text);
    assert.equal(search(ui), 'failed');
  }
});

test('no secret is packed whatever the diagnosis says', async () => {
  const { ui, engine } = await validated('mismatch');
  await engine.answer('diagnose', answer(diagnosedReport()));
  await settle();
  await ui.packSecrets();
  assert.ok(!engine.asks('pack'));
});

test('every change of inputs, Start over and leaving end it, and drop what comes after', async () => {
  const changes = [
    (ui) => ui.setText('cmdline', ' '), (ui) => ui.clearPlace('tk'),
    (ui) => void ui.putFile('initrd', file('initrd')), (ui) => ui.startOver(),
    (ui) => ui.wipeAllKeys(),
  ];
  for (const change of changes) {
    const { ui, engine } = await validated('mismatch');
    change(ui);
    const [begun] = engine.searches;
    assert.equal(begun.cancelled, 1, String(change));
    assert.equal(search(ui), 'none');
    begun.onProgress(trying);
    await engine.answer('diagnose', answer(diagnosedReport()));
    await settle();
    assert.equal(search(ui), 'none');
    assert.equal(ui.verdict.value.kind, 'incomplete', String(change));
  }
});

test('a later validation ends it and begins another', async () => {
  const both = await validated('mismatch');
  const { ui, engine } = both;
  await mismatched(both);
  const [first, second] = engine.searches;
  assert.deepEqual([first.cancelled, second.cancelled], [1, 0]);
  await engine.answer('diagnose', answer(diagnosedReport('unfinished')));
  await settle();
  assert.equal(search(ui), 'searching');
  assert.equal(ui.verdict.value.report.diagnosis, undefined);
  await engine.answer('diagnose', answer(diagnosedReport()));
  await settle();
  assert.equal(ui.verdict.value.report.diagnosis.outcome, 'explained');
});

test('cancelled, it is over when it has said how far it came', async () => {
  const { ui, engine } = await validated('mismatch');
  engine.searches[0].onProgress(trying);
  assert.equal(ui.sevReason.search.value.progress.share, 0.5);
  ui.sevReason.cancel();
  assert.equal(engine.searches[0].cancelled, 1);
  assert.equal(search(ui), 'searching');
  await engine.answer('diagnose', answer(diagnosedReport('unfinished')));
  await settle();
  assert.equal(search(ui), 'over');
  void ui.sevReason.begin();
  assert.equal(search(ui), 'searching');
  await settle();
  assert.equal(engine.searches.length, 2);
});

test('cancelled while files are read, it goes on without them; the second time it ends', async () => {
  const { ui, engine } = await validated('mismatch');
  const [begun] = engine.searches;
  begun.onProgress(reading);
  ui.sevReason.cancel();
  assert.deepEqual([begun.skipped, begun.cancelled], [1, 0]);
  // It may take a while until the worker hears it.
  ui.sevReason.cancel();
  assert.deepEqual([begun.skipped, begun.cancelled], [1, 1]);
  await engine.answer('diagnose', answer(diagnosedReport('unfinished')));
  await settle();
  void ui.sevReason.begin();
  await settle();
  engine.searches[1].onProgress(reading);
  ui.sevReason.cancel();
  assert.deepEqual([engine.searches[1].skipped, engine.searches[1].cancelled], [1, 0]);
  engine.searches[1].onProgress(trying);
  ui.sevReason.cancel();
  assert.equal(engine.searches[1].cancelled, 1);
});

test('cancelled before it could begin, it ends at once', async () => {
  const { ui, engine } = await start();
  const running = ui.validate();
  await engine.untilAsked('validate');
  let tested;
  engine.ready = () => new Promise((resolve) => {
    tested = () => resolve({ ok: true, value: engine.about() });
  });
  await engine.answer('validate', { ok: true, value: { report: report('mismatch') } });
  await running;
  assert.equal(search(ui), 'searching');
  assert.equal(engine.searches.length, 0, 'it waits for the self-tests');
  ui.sevReason.cancel();
  tested();
  await settle();
  assert.equal(engine.searches[0].cancelled, 1);
});

test('nothing is asked of a worker that is gone or did not pass its self-tests', async () => {
  const unfit = [(engine) => { engine.healthy = false; }, (engine) => engine.tell('failed'),
    (engine) => { engine.ready = async () => crash; }];
  for (const make of unfit) {
    const { ui, engine } = await validated('mismatch');
    await engine.answer('diagnose', answer(diagnosedReport('unfinished')));
    await settle();
    make(engine);
    void ui.sevReason.begin();
    await settle();
    assert.equal(search(ui), 'failed', String(make));
    assert.equal(engine.searches.length, 1, String(make));
  }
});

test('a worker that is lost leaves the mismatch, and it can begin again after a restart', async () => {
  const { ui, engine } = await validated('mismatch');
  const before = ui.verdict.value;
  await engine.answer('diagnose', crash);
  await settle();
  assert.equal(search(ui), 'failed');
  assert.equal(ui.verdict.value, before);
  await ui.restart();
  assert.equal(search(ui), 'failed');
  void ui.sevReason.begin();
  assert.equal(search(ui), 'searching');
  await settle();
  assert.equal(engine.searches.length, 2);
});
