// The search for the reason of a mismatch, as the page asks for it: in pieces.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';

import { digestOf, error, loadCore, root, sample, value } from './core.mjs';

const core = await loadCore();
const bytesOf = (name) => new Uint8Array(readFileSync(join(root, 'public', 'sample', name)));
const candidate = (name, content) => ({ name, file: digestOf(content), content });
const random = () => randomBytes(48).toString('base64');

/** Begins, and hands the search to `use`. */
function withSearch(request, candidates, use) {
  const search = new core.DiagnosisSearch();
  try {
    for (const each of candidates) value(search.add(each));
    return use(search, value(search.begin(request)));
  } finally {
    search.delete();
  }
}

const reportOf = (search) => JSON.parse(value(search.report()).report);

/** Searches to the end; the report. */
function searched(change, candidates = []) {
  return withSearch({ ...sample()(core), ...change }, candidates, (search, first) => {
    let step = first;
    while (!step.done) step = value(search.run(1000));
    return reportOf(search);
  });
}

/** The codes of what explains the launch; the verdict is always that of a mismatch. */
function codesOf(change, candidates) {
  const { verdict, diagnosis } = searched(change, candidates);
  assert.equal(verdict, 'mismatch');
  assert.equal(diagnosis.outcome, 'explained', JSON.stringify(diagnosis));
  for (const { message, hint } of diagnosis.changes) assert.ok(message !== '' && hint !== '');
  return diagnosis.changes.map(({ code }) => code);
}

test('a mistake is named, and the verdict stays', () => {
  assert.deepEqual(codesOf({ numCpus: '3' }), ['vcpus']);
  assert.deepEqual(codesOf({ cpu: 'EPYC-Rome' }), ['cpu-model']);
  assert.deepEqual(codesOf({ cmdline: `${sample()(core).cmdline} ` }), ['cmdline-blanks']);
  assert.deepEqual(codesOf({ buildId: '20' }), ['api-version']);
  const tk = bytesOf('tk.bin');
  assert.deepEqual(codesOf({ tk: undefined, tek: tk.slice(16), tik: tk.slice(0, 16) }),
    ['keys-swapped']);
});

test('what an input would have to be is text that its field takes', () => {
  for (const [given, field, about] of [
    [{ numCpus: '3' }, 'numCpus', '/inputs/vcpus'],
    [{ cpu: 'EPYC-Rome' }, 'cpu', '/inputs/vmsa/value/signature'],
    [{ vmsaLayout: 'init2' }, 'vmsaLayout', '/inputs/vmsa/value/layout'],
    [{ sevFeatures: '0x20' }, 'sevFeatures', '/inputs/vmsa/value/sevFeatures'],
    [{ policy: '0x27' }, 'policy', '/inputs/policy'],
    [{ buildId: '20' }, 'buildId', '/inputs/api/value/build'],
  ]) {
    const [change] = searched(given).diagnosis.changes;
    assert.equal(change.about, about);
    const again = { ...sample()(core), ...given, [field]: change.value };
    assert.equal(JSON.parse(value(core.validate(again)).report).verdict, 'match', field);
  }
});

test('two mistakes are named together', () => {
  assert.deepEqual(codesOf({ numCpus: '3', buildId: '20' }).sort(), ['api-version', 'vcpus']);
});

test('a candidate of every kind is named when it was started', () => {
  const request = sample()(core);
  const other = new Uint8Array(randomBytes(5000));
  const of = (name) => [candidate('one that was not', other), candidate('the one', bytesOf(name))];
  const cases = [
    ['kernel-candidate', { kernel: digestOf(other) }, 'vmlinuz'],
    ['initrd-candidate', { initrd: digestOf(other) }, 'initrd.img'],
    ['cmdline-candidate', { cmdline: 'quite another one' }, 'cmdline.txt'],
    ['key-candidate', { tk: new Uint8Array(randomBytes(32)) }, 'tk.bin'],
  ];
  for (const [code, change, name] of cases) {
    const { diagnosis } = searched(change, of(name));
    assert.deepEqual(diagnosis.changes.map((found) => found.code), [code]);
    assert.match(diagnosis.changes[0].message, /the one/);
    assert.deepEqual(diagnosis.alsoTried, ['one that was not', 'the one']);
  }
  const firmware = request.firmware.slice();
  firmware[100] ^= 1;
  assert.deepEqual(codesOf({ firmware }, of('firmware.fd')), ['firmware-candidate']);
});

test('of a large candidate the beginning and the hash are enough', () => {
  const kernel = bytesOf('vmlinuz');
  const beginning = { name: 'vmlinuz', file: digestOf(kernel), content: kernel.slice(0, 4096) };
  assert.deepEqual(codesOf({ kernel: digestOf(randomBytes(1024)) }, [beginning]), ['kernel-candidate']);
});

test('a measurement of no launch is not explained, and what is left is said', () => {
  const { verdict, diagnosis } = searched({ measurement: random() });
  assert.equal(verdict, 'mismatch');
  assert.equal(diagnosis.outcome, 'not-explained');
  assert.equal(diagnosis.tried, diagnosis.total);
  assert.ok(diagnosis.tried > 1_000_000);
  assert.deepEqual(diagnosis.changes, []);
  assert.deepEqual(diagnosis.alsoTried, []);
  assert.ok(diagnosis.excluded.length > 10);
  assert.ok(diagnosis.causes.length >= 3);
});

/** Takes the shortest pieces there are, until more launches are tried. */
function further(search, { tried }) {
  for (;;) {
    const step = value(search.run(1));
    assert.equal(step.done, false, 'no machine is so fast');
    if (step.tried > tried) return step;
  }
}

test('in pieces it comes on, and the report says how far it came', () => {
  withSearch({ ...sample()(core), measurement: random() }, [], (search, first) => {
    assert.deepEqual(Object.keys(first).sort(), ['done', 'share', 'total', 'tried']);
    assert.equal(first.done, false);
    let before = first;
    for (let piece = 0; piece < 3; piece += 1) {
      const step = further(search, before);
      assert.ok(step.share > before.share && step.share < 1);
      before = step;
    }
    const { verdict, diagnosis } = reportOf(search);
    assert.deepEqual([verdict, diagnosis.outcome, diagnosis.tried, diagnosis.total],
      ['mismatch', 'unfinished', before.tried, before.total]);
    further(search, before); // a report does not end it
  });
});

test('but for the diagnosis the report is that of the validation', () => {
  const request = { ...sample()(core), numCpus: '3' };
  const report = JSON.parse(value(core.validate(request)).report);
  assert.equal(report.diagnosis, null);
  assert.deepEqual({ ...searched({ numCpus: '3' }), diagnosis: null }, report);
});

test('a launch that matches needs no reason, and one that is not whole has none', () => {
  const search = new core.DiagnosisSearch();
  for (const call of [() => search.run(1), () => search.report()]) {
    assert.equal(error(call()).kind, 'invalid');
  }
  assert.equal(error(search.begin(sample()(core))).kind, 'invalid');
  assert.equal(error(search.begin({})).kind, 'incomplete');
  assert.equal(error(search.run(1)).kind, 'invalid');
  search.delete();
});

test('takes 64 candidates, each with a hash', () => {
  const search = new core.DiagnosisSearch();
  const wrong = { name: 'x', file: { sha256: 'zz', size: 1 }, content: new Uint8Array(1) };
  assert.equal(error(search.add(wrong)).field, 'candidates');
  for (let at = 0; at < 64; at += 1) {
    value(search.add(candidate(`${at}`, new Uint8Array(randomBytes(20)))));
  }
  assert.equal(error(search.add(candidate('64', new Uint8Array(1)))).kind, 'invalid');
  value(search.begin({ ...sample()(core), numCpus: '3' }));
  const { diagnosis } = reportOf(search);
  assert.deepEqual(diagnosis.alsoTried, Array.from({ length: 64 }, (_, at) => `${at}`));
  search.delete();
});

test('what was handed over may be overwritten at once', () => {
  const started = bytesOf('vmlinuz');
  const given = candidate('the one', started.slice());
  const request = { ...sample()(core), kernel: digestOf(randomBytes(1024)) };
  const search = new core.DiagnosisSearch();
  value(search.add(given));
  given.content.fill(0);
  let step = value(search.begin(request));
  for (const bytes of [request.firmware, request.tk]) bytes.fill(0);
  while (!step.done) step = value(search.run(1000));
  assert.deepEqual(reportOf(search).diagnosis.changes.map(({ code }) => code), ['kernel-candidate']);
  search.delete();
});

test('the failing sample is explained by what its host added', () => {
  const { diagnosis } = searched(sample('launch-info-tampered.txt')(core));
  assert.equal(diagnosis.outcome, 'explained');
  assert.match(diagnosis.changes[0].message, /init=\/bin\/sh/);
});

test('a diagnosed launch is packed for no more than any other mismatch', () => {
  const refusal = error(core.pack({ ...sample()(core), numCpus: '3' },
    [{ name: 'luks-key', data: Buffer.from('x') }]));
  assert.match(refusal.message, /does not match/);
});
