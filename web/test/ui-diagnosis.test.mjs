// The search for the reason of a mismatch: when it begins and ends, what it is given, and that no
// answer of it can make a match.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diagnosedReport, report, settle, start, validated } from './ui-engine.mjs';

const file = (name, content = name) => new File([content], name);
const answer = (text, leftOut = []) => ({ ok: true, value: { report: text, leftOut } });
const crash = { ok: false, error: { kind: 'crashed', field: null, message: 'm', hint: '' } };
const reading = { share: 0, tried: 0, total: 0, reading: { done: 1, total: 2 } };
const trying = { share: 0.5, tried: 1, total: 2, reading: null };
const search = (ui) => ui.search.value.state;

async function mismatched(engineAndUi) {
  const { ui, engine } = engineAndUi;
  const running = ui.validate();
  await engine.answer('validate', { ok: true, value: { report: report('mismatch') } });
  await running;
  await settle();
}

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
  assert.equal(ui.search.value.progress.share, 0.5);
  ui.cancelSearch();
  assert.equal(engine.searches[0].cancelled, 1);
  assert.equal(search(ui), 'searching');
  await engine.answer('diagnose', answer(diagnosedReport('unfinished')));
  await settle();
  assert.equal(search(ui), 'over');
  void ui.searchReason();
  assert.equal(search(ui), 'searching');
  await settle();
  assert.equal(engine.searches.length, 2);
});

test('cancelled while files are read, it goes on without them; the second time it ends', async () => {
  const { ui, engine } = await validated('mismatch');
  const [begun] = engine.searches;
  begun.onProgress(reading);
  ui.cancelSearch();
  assert.deepEqual([begun.skipped, begun.cancelled], [1, 0]);
  // It may take a while until the worker hears it.
  ui.cancelSearch();
  assert.deepEqual([begun.skipped, begun.cancelled], [1, 1]);
  await engine.answer('diagnose', answer(diagnosedReport('unfinished')));
  await settle();
  void ui.searchReason();
  await settle();
  engine.searches[1].onProgress(reading);
  ui.cancelSearch();
  assert.deepEqual([engine.searches[1].skipped, engine.searches[1].cancelled], [1, 0]);
  engine.searches[1].onProgress(trying);
  ui.cancelSearch();
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
  ui.cancelSearch();
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
    void ui.searchReason();
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
  void ui.searchReason();
  assert.equal(search(ui), 'searching');
  await settle();
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
  const tried = (entry) => ui.candidacy(entry) === 'tried';
  assert.deepEqual(ui.entries.value.filter(tried).map(({ name }) => name),
    ['tk.old', 'unknown.a', 'firmware.other', 'tik.bin', 'unknown.a']);
  await mismatched(both);
  assert.deepEqual(names(engine), ['tk.old', 'unknown.a', 'firmware.other', 'tik.bin', 'unknown.a (2)']);
  assert.equal(await engine.searches[0].candidates[4].file.text(), 'other');
});

test('names are told apart, whatever they are', () => start().then(({ ui }) => {
  const apart = (...given) => ui.namedApart(given.map((name) => file(name))).map(({ name }) => name);
  assert.deepEqual(apart('a', 'a', 'b', 'a'), ['a', 'a (2)', 'b', 'a (3)']);
  assert.deepEqual(apart('a', 'a', 'a (2)'), ['a', 'a (3)', 'a (2)']);
  assert.deepEqual(apart('a (2)', 'a', 'a', 'a (2)'), ['a (2)', 'a', 'a (3)', 'a (2) (2)']);
}));

test('long names are told apart, and are short enough for the core to leave them as they are', async () => {
  const { ui } = await start();
  const same = 'x'.repeat(90);
  const given = [`${same}-old`, `${same}-new`, `${same}-new`, `${'y'.repeat(50)}1${'y'.repeat(50)}`,
    `${'y'.repeat(50)}2${'y'.repeat(50)}`, '\u{1f600}'.repeat(70)].map((name) => file(name));
  const apart = ui.namedApart(given).map(({ name }) => name);
  assert.equal(new Set(apart).size, given.length);
  for (const name of apart) assert.ok([...name].length <= 60, name);
  assert.match(apart[0], /^x+…x+-old$/);
  assert.match(apart[2], /^x+…x+-new \(2\)$/);
  assert.equal(apart[5].toWellFormed?.() ?? apart[5], apart[5]);
  assert.deepEqual(ui.namedApart([file('z'.repeat(60))]).map(({ name }) => name), ['z'.repeat(60)]);
});

const candidacies = (ui) => ui.entries.value.map((entry) => ui.candidacy(entry));

test('at most 64 files, the latest, and it is said of the others', async () => {
  const both = await start();
  const { ui, engine } = both;
  for (const group of ['unknown.a', 'unknown.b']) {
    await ui.takeFiles(Array.from({ length: 40 }, (_, at) => file(`${group}${at}`)), []);
  }
  assert.deepEqual([...new Set(candidacies(ui).slice(0, 16))], ['superfluous']);
  assert.deepEqual([...new Set(candidacies(ui).slice(16))], ['tried']);
  await mismatched(both);
  assert.equal(names(engine).length, 64);
  assert.equal(names(engine).at(-1), 'unknown.b39');
  await engine.answer('diagnose', answer(diagnosedReport('not-explained')));
  await settle();
  assert.equal(ui.search.value.superfluous, 16);
  // One that was left out now has room; but nobody gave a file.
  ui.removeEntry(ui.entries.value.at(-1));
  await settle();
  assert.equal(search(ui), 'over');
  assert.equal(engine.searches.length, 1);
});

test('a file larger than any kernel is not said to be tried', async () => {
  const { ui } = await start();
  const huge = file('unknown.huge');
  Object.defineProperty(huge, 'size', { value: 0x1_0000_0000 });
  await ui.takeFiles([huge], []);
  assert.deepEqual(candidacies(ui), ['none']);
});

test('a file that is dropped on a mismatch is tried, unless it is explained', async () => {
  const { ui, engine } = await validated('mismatch');
  const gone = [{ name: 'gone', error: { kind: 'unreadable', message: 'm', field: null, hint: '' } }];
  await engine.answer('diagnose', answer(diagnosedReport('not-explained'), gone));
  await settle();
  assert.deepEqual(ui.search.value.leftOut, gone);
  await ui.takeFiles([file('unknown.a')], []);
  await settle();
  assert.deepEqual(names(engine), ['unknown.a']);
  assert.equal(search(ui), 'searching');
  await ui.takeFiles([file('unknown.b')], []);
  await settle();
  assert.equal(engine.searches[1].cancelled, 0, 'one that is at work goes on');
  assert.equal(engine.searches.length, 2);
  await engine.answer('diagnose', answer(diagnosedReport('not-explained')));
  await settle();
  assert.deepEqual(names(engine), ['unknown.a', 'unknown.b'], 'and then it begins once more');
  await engine.answer('diagnose', answer(diagnosedReport('explained')));
  await settle();
  await ui.takeFiles([file('unknown.c')], []);
  ui.removeEntry(ui.entries.value[0]);
  await settle();
  assert.equal(engine.searches.length, 3);
});

test('explained or cancelled, it does not begin again for what was dropped meanwhile', async () => {
  for (const outcome of ['explained', 'unfinished']) {
    const { ui, engine } = await validated('mismatch');
    await ui.takeFiles([file('unknown.a')], []);
    if (outcome === 'unfinished') ui.cancelSearch();
    await engine.answer('diagnose', answer(diagnosedReport(outcome)));
    await settle();
    assert.equal(search(ui), 'over');
    assert.equal(engine.searches.length, 1, outcome);
  }
});

const listed = (ui) => ui.entries.value.map(({ name, role }) => [name, role]);

test('what a place loses to another file is listed, and tried', async () => {
  const both = await start();
  const { ui, engine } = both;
  const kernels = ['old', 'new', 'new'].map((name) => new File([name], name, { lastModified: 1 }));
  const digest = { sha256: 'd'.repeat(64), size: 3 };
  for (const kernel of kernels) {
    const putting = ui.putChosen('kernel', kernel);
    await engine.answer('hash', { ok: true, value: digest });
    await putting;
  }
  await ui.putChosen('tk', file('tk.new', 'n'.repeat(32)));
  assert.deepEqual(listed(ui), [['old', 'kernel'], ['tk.bin', 'tk']], 'the same file is not another');
  assert.deepEqual(candidacies(ui), ['tried', 'tried']);
  await mismatched(both);
  assert.deepEqual(names(engine), ['old', 'tk.bin']);
  // Taken back, it is in its place, and the other is listed.
  void ui.changeRole(ui.entries.value[0], 'kernel');
  assert.deepEqual(listed(ui), [['old', 'kernel'], ['tk.bin', 'tk'], ['new', 'kernel']]);
  assert.deepEqual(candidacies(ui), ['none', 'tried', 'tried']);
  ui.notice.value.undo();
  assert.deepEqual(listed(ui), [['old', 'kernel'], ['tk.bin', 'tk']]);
  assert.equal(ui.places.kernel.value.name, 'new');
});

test('nothing is listed of the sample, of settings or of the domain\'s XML', async () => {
  const { ui } = await start();
  await ui.putFile('firmware', file('sample'), { source: 'sample' });
  await ui.putChosen('firmware', file('OVMF.fd'));
  ui.putDigest('kernel', { name: 'k', sha256: 'd'.repeat(64), size: 3 });
  void ui.putChosen('kernel', file('vmlinuz'));
  const view = JSON.stringify({ name: 'guest', launchSecurity: { policy: null }, boot: { cmdline: null },
    machine: { vcpus: null }, findings: [], refusal: null });
  for (const name of ['a.xml', 'b.xml']) await ui.putChosen('domainXml', file(name, view));
  assert.equal(ui.places.domainXml.value.name, 'b.xml');
  assert.deepEqual(listed(ui), []);
});
