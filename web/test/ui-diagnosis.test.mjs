// The search for the reason of a mismatch: when it begins and ends, what it is given, and that no
// answer of it can make a match.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diagnosedReport, report, settle, start, validated } from './ui-engine.mjs';

const file = (name, content = name) => new File([content], name);
const answer = (text, unread = []) => ({ ok: true, value: { report: text, unread } });
const search = (ui) => ui.search.value.state;

async function mismatched(engineAndUi) {
  const { ui, engine } = engineAndUi;
  const running = ui.validate();
  await engine.answer('validate', { ok: true, value: { report: report('mismatch') } });
  await running;
}

test('begins by itself after a mismatch, with its request, and after nothing else', async () => {
  const { ui, engine } = await validated('mismatch');
  assert.equal(search(ui), 'searching');
  assert.equal(engine.searches.length, 1);
  assert.equal(engine.searches[0].request, ui.verdict.value.request);
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

test('an answer that is no mismatch with a diagnosis changes nothing', async () => {
  for (const text of [diagnosedReport('explained', 'match'), report('match'), report('mismatch'), '{}', '']) {
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
    begun.onProgress({ share: 1, tried: 1, total: 1, reading: null });
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
  engine.searches[0].onProgress({ share: 0.5, tried: 1, total: 2, reading: null });
  assert.equal(ui.search.value.progress.share, 0.5);
  ui.cancelSearch();
  assert.equal(engine.searches[0].cancelled, 1);
  assert.equal(search(ui), 'searching');
  await engine.answer('diagnose', answer(diagnosedReport('unfinished')));
  await settle();
  assert.equal(search(ui), 'over');
  void ui.searchReason();
  assert.equal(search(ui), 'searching');
  assert.equal(engine.searches.length, 2);
});

test('a worker that is lost leaves the mismatch, and it can begin again after a restart', async () => {
  const { ui, engine } = await validated('mismatch');
  const before = ui.verdict.value;
  await engine.answer('diagnose', { ok: false, error: { kind: 'crashed', field: null, message: 'm', hint: '' } });
  await settle();
  assert.equal(search(ui), 'failed');
  assert.equal(ui.verdict.value, before);
  await ui.restart();
  assert.equal(search(ui), 'failed');
  void ui.searchReason();
  assert.equal(search(ui), 'searching');
  assert.equal(engine.searches.length, 2);
});

/** Files as they are dropped: the fake engine takes their beginning for what they are. */
const names = (engine) => engine.searches.at(-1).candidates.map(({ name }) => name);

test('tries the dropped files that are in no place, each by a name of its own', async () => {
  const both = await start();
  const { ui, engine } = both;
  await ui.takeFiles([file('tk.old'), file('unknown.a'), file('firmware.other'), file('tik.bin'),
    file('settings.json', '?'), file('empty.bin', ''), file('unknown.a', 'other')], []);
  ui.clearPlace('tik');
  assert.deepEqual(ui.entries.value.filter(ui.isCandidate).map(({ name }) => name),
    ['tk.old', 'unknown.a', 'firmware.other', 'tik.bin', 'unknown.a']);
  await mismatched(both);
  assert.deepEqual(names(engine), ['tk.old', 'unknown.a', 'firmware.other', 'tik.bin', 'unknown.a (2)']);
  assert.equal(await engine.searches[0].candidates[4].file.text(), 'other');
  assert.equal(ui.otherFiles.value, 5);
});

test('names are told apart, whatever they are', () => start().then(({ ui }) => {
  const apart = (...given) => ui.namedApart(given.map((name) => file(name))).map(({ name }) => name);
  assert.deepEqual(apart('a', 'a', 'b', 'a'), ['a', 'a (2)', 'b', 'a (3)']);
  assert.deepEqual(apart('a', 'a', 'a (2)'), ['a', 'a (3)', 'a (2)']);
  assert.deepEqual(apart('a (2)', 'a', 'a', 'a (2)'), ['a (2)', 'a', 'a (3)', 'a (2) (2)']);
}));

test('at most 64 files, the latest', async () => {
  const both = await start();
  for (const group of ['unknown.a', 'unknown.b']) {
    await both.ui.takeFiles(Array.from({ length: 40 }, (_, at) => file(`${group}${at}`)), []);
  }
  await mismatched(both);
  assert.equal(names(both.engine).length, 64);
  assert.equal(names(both.engine).at(-1), 'unknown.b39');
});

test('a file that is dropped on a mismatch is tried, unless it is explained', async () => {
  const { ui, engine } = await validated('mismatch');
  await engine.answer('diagnose', answer(diagnosedReport('not-explained'), ['gone']));
  await settle();
  assert.deepEqual(ui.search.value.unread, ['gone']);
  await ui.takeFiles([file('unknown.a')], []);
  assert.deepEqual(names(engine), ['unknown.a']);
  assert.equal(search(ui), 'searching');
  await ui.takeFiles([file('unknown.b')], []);
  assert.equal(engine.searches[1].cancelled, 1, 'one that is at work begins again');
  assert.deepEqual(names(engine), ['unknown.a', 'unknown.b']);
  await engine.answer('diagnose', answer(diagnosedReport('unfinished')));
  await engine.answer('diagnose', answer(diagnosedReport('explained')));
  await settle();
  await ui.takeFiles([file('unknown.c')], []);
  ui.removeEntry(ui.entries.value[0]);
  assert.equal(engine.searches.length, 3);
});
