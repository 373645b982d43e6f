// A SEV-SNP guest while it runs: its report is verified by itself, and compared with what is expected.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { settle, start } from './ui-engine.mjs';

const vectors = new URL('../../tests/vectors/', import.meta.url);
const names = JSON.parse(readFileSync(new URL('../../core/schema/snp-report.schema.json', import.meta.url), 'utf8'))
  .$defs.reportCheck.properties.code.enum;
const proofs = ['shape', 'chain', 'binding', 'signature'];

async function until(condition, what) {
  for (let turn = 0; !condition(); turn += 1) {
    assert.ok(turn < 800, what);
    await settle();
  }
}

/** A document of the core, with outcomes by code. */
function documentOf(verdict, outcomes = {}, more = {}) {
  const usual = (code) => (['measurement', 'report-data'].includes(code) ? 'not-checked' : 'pass');
  return { schemaVersion: 2, kind: 'sev-snp', verdict, inputs: null, diagnosis: null, findings: [], chain: [],
    evidence: { type: 'snp-report', signingKey: 'vcek', claims: null },
    computed: { vekMissing: false, addresses: [], time: { at: '2026-11-01T00:00:00Z', from: 'owner' }, ...more },
    checks: names.map((code) => ({ code, outcome: outcomes[code] ?? usual(code), expected: null, got: null, why: null })) };
}

/** In its view, with nothing given; `asked` are the questions, and `answer` what comes of them. */
async function fresh() {
  const asked = [];
  const given = { document: documentOf('genuine') };
  const { ui, engine } = await start((made) => {
    made.snpFile = async (file, bytes) => (file.name.includes('broken')
      ? { ok: false, error: { kind: 'invalid', field: null, message: 'no certificate', hint: 'Give one.' } }
      : made.holds(file, bytes, { snpFile: { report: null, certificates: [], crls: [], others: [] } }));
    made.verifySnpReport = async (...question) => {
      asked.push(question);
      return { ok: true, value: { report: JSON.stringify(given.document) } };
    };
    made.checkReportText = async () => ({ ok: true, value: null });
  });
  ui.clearAll();
  ui.showMoment('runs');
  return { ui, engine, asked, given };
}

const file = (name, text = 'bytes') => new File([text], name);
const isKind = (ui, kind) => until(() => ui.reportVerdict.value.kind === kind, kind);

async function decided(document) {
  const made = await fresh();
  if (document) made.given.document = document;
  await made.ui.giveSnpFile('report', file('report.bin'));
  await made.ui.giveSnpFile('certs', file('vcek.der'));
  await isKind(made.ui, 'decided');
  return made;
}

test('what is dropped leads to the view, in any order, and is asked about by name', async () => {
  const { ui, engine, asked } = await fresh();
  ui.showMoment('digest');
  await ui.takeFiles([file('certs.vcek.der'), file('report.bin')], []);
  assert.equal(ui.shownMoment.value, 'runs');
  await isKind(ui, 'decided');
  const [files, texts, launch, launchFiles, now] = asked.at(-1);
  assert.equal(files.report.name, 'report.bin');
  assert.deepEqual(files.certs.map(({ name }) => name), ['certs.vcek.der']);
  assert.equal(engine.held[files.report.bytes.handle].name, 'report.bin');
  assert.deepEqual([texts, launch, launchFiles], [{}, null, null]);
  assert.ok(Math.abs(now - Date.now() / 1000) < 60);
});

test('every change takes the verdict back at once', async () => {
  const { ui } = await decided();
  const changes = [
    () => ui.reportTexts.reportData.set('00'), () => ui.reportTexts.at.set('2026-11-01'),
    () => ui.giveSnpFile('certs', file('more.der')), () => ui.giveSnpFile('report', file('other.bin')),
    () => ui.removeSnpFile('certs', ui.certFiles.value[0]),
  ];
  for (const change of changes) {
    void change();
    assert.notEqual(ui.reportVerdict.value.kind, 'decided');
    await isKind(ui, 'decided');
  }
  ui.removeSnpFile('report', ui.reportList.value[0]);
  assert.equal(ui.reportVerdict.value.kind, 'none');
});

test('an answer about something else is dropped', async () => {
  const { ui, engine } = await fresh();
  const answers = [];
  engine.verifySnpReport = () => new Promise((resolve) => { answers.push(resolve); });
  const reply = (at, verdict) => answers[at]({ ok: true, value: { report: JSON.stringify(documentOf(verdict)) } });
  await ui.giveSnpFile('report', file('report.bin'));
  await until(() => answers.length === 1, 'asked');
  await ui.giveSnpFile('certs', file('vcek.der'));
  await until(() => answers.length === 2, 'asked once more');
  reply(0, 'match');
  await settle();
  assert.equal(ui.reportVerdict.value.kind, 'waiting');
  reply(1, 'mismatch');
  await isKind(ui, 'decided');
  assert.equal(ui.reportVerdict.value.report.verdict, 'mismatch');
});

test('one report at a time: another one that is dropped is asked about', async () => {
  const { ui } = await decided();
  await ui.takeFiles([file('report.2.bin')], []);
  assert.equal(ui.entries.value.at(-1).state, 'asking');
  assert.equal(ui.reportList.value[0].file.name, 'report.bin');
  await ui.changeRole(ui.entries.value.at(-1), 'report');
  assert.deepEqual(ui.reportList.value.map((one) => one.file.name), ['report.2.bin']);
  assert.match(ui.notice.value.text, /replaced/);
  ui.notice.value.undo();
  await until(() => ui.reportList.value[0].file.name === 'report.bin', 'it is back');
});

test('a file that is none has the core\'s error at its place', async () => {
  const { ui } = await decided();
  await ui.giveSnpFile('certs', file('broken.der'));
  await isKind(ui, 'invalid');
  assert.deepEqual(ui.reportProblemAt('certs'), { field: 'certs', message: 'no certificate', hint: 'Give one.' });
  ui.removeSnpFile('certs', ui.certFiles.value.at(-1));
  await isKind(ui, 'decided');
});

test('a launch counts once it is whole, and half of one is not passed over', async () => {
  const { ui, asked } = await decided();
  const firmware = new File([readFileSync(new URL('snp/firmware/ovmf_AmdSev_suffix.bin', vectors))], 'firmware.fd');
  await ui.putFile('firmware', firmware);
  await isKind(ui, 'missing');
  assert.deepEqual(ui.reportVerdict.value.parts.map(({ field }) => field), ['numCpus', 'cpu']);
  ui.snpTexts.numCpus.set('1');
  ui.snpTexts.cpu.set('EPYC-Milan');
  await isKind(ui, 'decided');
  assert.deepEqual(asked.at(-1)[2], { numCpus: '1', cpu: 'EPYC-Milan' });
  assert.ok(asked.at(-1)[3].firmware);
});

test('expectations: filled from a file, and what is not in it is said to be left', async () => {
  const { ui, engine } = await fresh();
  engine.readExpectations = async () => ({ ok: true, value: { values: { vmpl: '0,1', allowDebug: 'false', refuseProvisional: 'true' } } });
  ui.reportTexts.reportData.set('ab');
  ui.reportTexts.allowDebug.set('true');
  await ui.takeFiles([file('expectations.json', '{}')], []);
  assert.equal(ui.reportTexts.vmpl.text.value, '0,1');
  assert.equal(ui.reportTexts.allowDebug.text.value, '');
  assert.equal(ui.reportTexts.refuseProvisional.text.value, 'true');
  assert.match(ui.notice.value.text, /left as before: REPORT_DATA\./);
  ui.notice.value.undo();
  assert.equal(ui.reportTexts.allowDebug.text.value, 'true');
  assert.equal(ui.reportTexts.vmpl.text.value, '');
});

test('a file of expectations that cannot be read says why', async () => {
  const { ui, engine } = await fresh();
  engine.readExpectations = async () => ({ ok: false, error: { kind: 'invalid', field: null, message: 'unknown key "x"', hint: '' } });
  await ui.takeFiles([file('expectations.json', '{"x":1}')], []);
  assert.equal(ui.entries.value.at(-1).state, 'refused');
  assert.match(ui.entries.value.at(-1).message, /Unknown key "x"/);
});

test('starting over takes all of it, and brings it back', async () => {
  const { ui } = await decided();
  ui.reportTexts.vmpl.set('1');
  ui.startOver();
  assert.equal(ui.reportVerdict.value.kind, 'none');
  assert.equal(ui.reportTexts.vmpl.text.value, '');
  ui.notice.value.undo();
  await isKind(ui, 'decided');
  assert.equal(ui.reportTexts.vmpl.text.value, '1');
  assert.equal(ui.certFiles.value.length, 1);
});

const words = async (document) => {
  const { ui } = await decided(document);
  return ui.reportStanding();
};

test('green is a match alone; genuine is amber and says what is missing', async () => {
  const match = await words(documentOf('match', { 'measurement': 'pass', 'report-data': 'pass' }));
  assert.deepEqual([match.name, match.isCareful], ['match', false]);
  const genuine = await words(documentOf('genuine'));
  assert.equal(genuine.name, 'genuine');
  assert.match(genuine.words, /REPORT_DATA and Measurement/);
  assert.match(genuine.words, /as of 2026-11-01 00:00 UTC, as you asked\./);
  const nonce = await words(documentOf('genuine', { measurement: 'pass' }));
  assert.match(nonce.words, /missing: REPORT_DATA\./);
});

test('what differs, what failed and what is missing is named', async () => {
  const mismatch = await words(documentOf('mismatch', { vmpl: 'fail', policy: 'fail' }));
  assert.equal(mismatch.name, 'mismatch');
  assert.match(mismatch.words, /Policy and VMPL/);
  const broken = await words(documentOf('not-verified', { signature: 'fail' }));
  assert.deepEqual([broken.name, broken.title], ['mismatch', 'Not verified']);
  assert.match(broken.words, /vouches for what this report says\. Signature: /);
  const unchecked = Object.fromEntries(proofs.map((code) => [code, 'not-checked']));
  const missing = await words(documentOf('not-verified', unchecked, { vekMissing: true }));
  assert.equal(missing.name, 'incomplete');
  assert.match(missing.words, /Without the VCEK/);
});

test('what failed stands first, and what nobody asked for is folded', async () => {
  const { ui } = await decided(documentOf('mismatch', { vmpl: 'fail', tcb: 'not-checked', chip: 'not-checked' }));
  const [first] = ui.chain();
  assert.equal(first.name, 'VMPL');
  assert.deepEqual(ui.unasked().map(({ name }) => name), ['Minimum TCB']);
  assert.ok(ui.chain().some(({ name, outcome }) => name === 'Chip or provider' && outcome === 'not-checked'));
});

test('a diagnosis is taken of this document alone', async () => {
  const { ui } = await decided(documentOf('mismatch', { measurement: 'fail' }));
  const about = ui.reportVerdict.value;
  const diagnosis = { outcome: 'explained', tried: 1, total: 2, alsoTried: [], changes: [], excluded: [], causes: [] };
  const take = (document) => ui.takeReportDiagnosis(about, JSON.stringify(document));
  assert.equal(take(about.report), false);
  assert.equal(take({ ...documentOf('match'), diagnosis }), false);
  assert.equal(take({ ...about.report, diagnosis }), true);
  assert.equal(ui.reportVerdict.value.report.diagnosis.outcome, 'explained');
  assert.equal(take({ ...about.report, diagnosis }), false, 'it is about another one now');
});

test('a document that is none is no verdict', async () => {
  const { ui, given } = await fresh();
  given.document = { ...documentOf('match'), schemaVersion: 3 };
  await ui.giveSnpFile('report', file('report.bin'));
  await isKind(ui, 'stopped');
});
