// The files that the search for a reason tries: which they are, by which names, and what is listed of them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diagnosedReport, settle, start, validated } from './ui-engine.mjs';
import { answer, file, mismatched, search } from './ui-search.mjs';

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
  assert.equal(ui.sevReason.search.value.superfluous, 16);
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
  assert.deepEqual(ui.sevReason.search.value.leftOut, gone);
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
    if (outcome === 'unfinished') ui.sevReason.cancel();
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
