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
    return use(search, value(search.begin(request, candidates)));
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
  }
  const firmware = request.firmware.slice();
  firmware[100] ^= 1;
  assert.deepEqual(codesOf({ firmware }, of('firmware.fd')), ['firmware-candidate']);
});

test('of a large candidate the beginning and the hash are enough', () => {
  const kernel = bytesOf('vmlinuz');
  const beginning = { name: 'vmlinuz', file: digestOf(kernel), content: kernel.slice(0, 4096) };
  assert.deepEqual(codesOf({ kernel: digestOf(randomBytes(9)) }, [beginning]), ['kernel-candidate']);
});

test('a measurement of no launch is not explained, and what is left is said', () => {
  const { verdict, diagnosis } = searched({ measurement: random() });
  assert.equal(verdict, 'mismatch');
  assert.equal(diagnosis.outcome, 'not-explained');
  assert.equal(diagnosis.tried, diagnosis.total);
  assert.ok(diagnosis.tried > 1_000_000);
  assert.deepEqual(diagnosis.changes, []);
  assert.ok(diagnosis.excluded.length > 10);
  assert.ok(diagnosis.causes.length >= 3);
});

test('in pieces it comes on, and the report says how far it came', () => {
  withSearch({ ...sample()(core), measurement: random() }, [], (search, first) => {
    assert.deepEqual(Object.keys(first).sort(), ['done', 'share', 'total', 'tried']);
    assert.equal(first.done, false);
    let before = first;
    for (let piece = 0; piece < 3; piece += 1) {
      const begun = performance.now();
      const step = value(search.run(20));
      assert.ok(performance.now() - begun < 2000, 'a piece is short');
      assert.ok(step.tried > before.tried && step.share > before.share && step.share < 1);
      before = step;
    }
    const { verdict, diagnosis } = reportOf(search);
    assert.deepEqual([verdict, diagnosis.outcome, diagnosis.tried, diagnosis.total],
      ['mismatch', 'unfinished', before.tried, before.total]);
    assert.ok(value(search.run(20)).tried > before.tried, 'a report does not end it');
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
  assert.equal(error(search.begin(sample()(core), [])).kind, 'invalid');
  assert.equal(error(search.begin({}, [])).kind, 'incomplete');
  assert.equal(error(search.run(1)).kind, 'invalid');
  const wrong = [{ name: 'x', file: { sha256: 'zz', size: 1 }, content: new Uint8Array(1) }];
  assert.equal(error(search.begin({ ...sample()(core), numCpus: '3' }, wrong)).field, 'candidates');
  search.delete();
});

test('a diagnosed launch is packed for no more than any other mismatch', () => {
  const refusal = error(core.pack({ ...sample()(core), numCpus: '3' },
    [{ name: 'luks-key', data: Buffer.from('x') }]));
  assert.match(refusal.message, /does not match/);
});
