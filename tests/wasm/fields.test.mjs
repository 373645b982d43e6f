// Every error names its field, so that the page shows it in its place.
import assert from 'node:assert/strict';
import test from 'node:test';

import { error, loadCore, sample, value } from './core.mjs';

const core = await loadCore();
const whole = sample()(core);
const refusal = (changes) => error(core.validate({ ...whole, ...changes }));

for (const field of ['measurement', 'apiMajor', 'apiMinor', 'buildId', 'policy', 'firmware']) {
  test(`${field} is missing`, () => {
    for (const nothing of [undefined, null, '']) {
      if (field === 'firmware' && nothing === '') continue;
      const { kind, field: named, message } = refusal({ [field]: nothing });
      assert.deepEqual([kind, named], ['incomplete', field]);
      assert.match(message, /needed/);
    }
  });
}

test('what SEV-ES needs is missing', () => {
  for (const field of ['numCpus', 'cpu']) {
    assert.equal(refusal({ [field]: undefined }).kind, 'incomplete');
  }
  value(core.validate({ ...whole, policy: '3', numCpus: undefined, cpu: undefined }));
});

const misfits = {
  measurement: ['x', 'AAAA', 'A'.repeat(63), '*'.repeat(64), 'A'.repeat(68), '\u0000'],
  apiMajor: ['-1', '256', '1.0', '1x', '0x', 'one', '1e1', '٣'],
  apiMinor: ['256', '0x100'],
  buildId: ['300'],
  policy: ['4294967296', '0x100000000', '+3'],
  numCpus: ['0', '-1', '4097', '99999999999999999999'],
  cpu: ['EPYC-Naples', 'host', 'epyc-milan', 'EPYC-Genoa-v9', '25', 'EPYC,Family=2', '25/1', '25/1/1/1', '300/1/1', '25/256/1', '25/1/16', '//'],
  vmsaLayout: ['new'],
  sevFeatures: ['0x10000000000000000', 'x'],
};
for (const [field, texts] of Object.entries(misfits)) {
  test(`${field} is refused, alone and in a request`, () => {
    for (const text of texts) {
      for (const { kind, field: named } of [error(core.checkText(field, text)),
        refusal({ [field]: text })]) {
        assert.deepEqual([kind, named], ['invalid', field], text);
      }
    }
  });
}

test('numbers are decimal or hexadecimal', () => {
  assert.equal(value(core.checkText('policy', ' 0x7 ')).number, 7);
  assert.match(value(core.checkText('policy', '7')).description, /NODBG NOKS ES/);
  assert.equal(value(core.checkText('policy', '0')).findings[0].code, 'policy-debug-allowed');
  assert.match(value(core.checkText('cpu', '0x19/1/1')).description, /EPYC-Milan/);
  assert.match(value(core.checkText('cpu', '0xa00f11')).description, /EPYC-Milan/);
});

// AMD's published answer for API 0.18 build 15.
test('a digest stands for the firmware, or for all that is measured', () => {
  const bytes = (hex) => new Uint8Array(Buffer.from(hex, 'hex'));
  const digest = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
  const known = {
    measurement: Buffer.from('6faab2daae389bcd3405a05d6cafe33c0414f7bedd0bae19ba5f38b7fd1664ea'
      + '4fbe0bedbad6c86ae8f68971d103e554', 'hex').toString('base64'),
    apiMajor: '0', apiMinor: '18', buildId: '15', policy: '0',
    tik: bytes('66320db73158a35a255d051758e95ed4'),
  };
  for (const [field, code] of [['firmwareSha256', 'firmware-not-checked'],
    ['launchDigest', 'launch-not-checked']]) {
    const report = JSON.parse(value(core.validate({ ...known, [field]: digest })).report);
    assert.equal(report.verdict, 'match');
    assert.ok(report.findings.some((finding) => finding.code === code));
    const wrong = error(core.validate({ ...known, [field]: digest.slice(1) }));
    assert.deepEqual([wrong.kind, wrong.field], ['invalid', field]);
  }
  assert.equal(error(core.validate({ ...known, firmwareSha256: digest, policy: '4' })).kind,
    'incomplete');
  assert.equal(error(core.validate({ ...known, firmwareSha256: digest, launchDigest: digest })).kind,
    'invalid');
  assert.equal(error(core.validate({ ...known, launchDigest: digest, numCpus: '1' })).kind, 'invalid');
});

test('files of the wrong size or content', () => {
  const bytes = (size) => new Uint8Array(size);
  assert.equal(refusal({ firmware: bytes(0) }).field, 'firmware');
  assert.equal(refusal({ firmware: bytes(16 * 1024 * 1024 + 1) }).field, 'firmware');
  for (const size of [0, 4095, 4097]) {
    const pages = { cpu: undefined, vmsaCpu0: bytes(size), vmsaCpu1: bytes(4096) };
    assert.equal(refusal(pages).field, 'vmsaCpu0');
  }
  for (const size of [0, 16, 31, 33]) assert.equal(refusal({ tk: bytes(size) }).field, 'tk');
  for (const size of [15, 17]) assert.equal(refusal({ tk: undefined, tik: bytes(size) }).field, 'tik');
  assert.equal(refusal({ kernel: { sha256: 'ab', size: 1 } }).field, 'kernel');
  assert.equal(refusal({ kernel: { sha256: 'a'.repeat(64), size: 0 } }).field, 'kernel');
  assert.equal(refusal({ initrd: { sha256: 'a'.repeat(64), size: 2 ** 32 } }).field, 'initrd');
  assert.equal(refusal({ initrd: { sha256: 'a'.repeat(64), size: NaN } }).field, 'initrd');
});

test('contradictions', () => {
  assert.equal(refusal({ tik: new Uint8Array(16) }).field, 'tk');
  assert.equal(refusal({ kernel: undefined }).field, 'kernel');
  assert.equal(refusal({ vmsaCpu0: new Uint8Array(4096) }).field, 'vmsaCpu0');
  assert.equal(refusal({ cpu: undefined, vmsaCpu1: new Uint8Array(4096) }).field, 'vmsaCpu0');
  assert.equal(refusal({ tk: undefined }).field, 'tik');
});

test('key files: fingerprints, and hints for text', () => {
  const keys = value(core.checkKey('tk', whole.tk));
  assert.match(keys.tik, /^[0-9a-f]{8}$/);
  assert.match(keys.tek, /^[0-9a-f]{8}$/);
  const text = new TextEncoder().encode('00'.repeat(16));
  assert.match(error(core.checkKey('tik', text)).hint, /hex/);
});

test('launch data', () => {
  assert.equal(error(core.parseLaunchInfo('nothing of the kind')).field, 'launchInfo');
  assert.equal(value(core.parseLaunchInfo('sev-policy : 3\n')).policy, '3');
});

test('errors are those of a report: code, kind, status, and where the value would stand', () => {
  for (const [changes, code, about] of [
    [{ policy: 'x' }, 'malformed-number', '/inputs/policy'],
    [{ apiMinor: '256' }, 'number-out-of-range', '/inputs/api/value/minor'],
    [{ measurement: 'x' }, 'malformed-measurement', '/evidence/measurement'],
    [{ tk: new Uint8Array(31) }, 'wrong-key-size', null],
    [{ firmware: undefined }, 'missing-input', '/inputs/firmware'],
    [{ vmsaLayout: 'other' }, 'unknown-vmsa-layout', '/inputs/vmsa/value/layout']]) {
    const { field, missing, ...said } = refusal(changes);
    assert.equal(missing !== undefined, code === 'missing-input');
    assert.deepEqual(Object.keys(said), ['code', 'kind', 'about', 'message', 'hint', 'status']);
    assert.deepEqual([said.code, said.about, said.status], [code, about, 2], field);
  }
});

const given = ['measurement', 'apiMajor', 'apiMinor', 'buildId', 'policy', 'firmware', 'tk'];
const missing = (names, policy = '3', vcpus = '') => value(core.missing(names, policy, vcpus))
  .map(({ what }) => what);

test('what is missing is named by the labels of the page, where it is to be given', () => {
  assert.deepEqual(missing([], ''), ['Measurement', 'API major', 'API minor', 'Build ID', 'Policy',
    'Firmware', 'TIK (or TK)']);
  assert.deepEqual(missing(given), []);
  assert.deepEqual(missing([...given.filter((name) => name !== 'tk'), 'tek']), ['TIK (or TK)']);
  assert.deepEqual(value(core.missing([...given, 'cmdline', 'initrd'], '3', '')),
    [{ field: 'kernel', what: 'Kernel (Initrd needs one)' }]);
  assert.deepEqual(missing([...given, 'domainXml', 'no such field'], 'not a number'), []);
});

test('a SEV-ES guest needs its CPUs, too', () => {
  assert.deepEqual(missing(given, '0x7'), ['vCPUs', 'CPU model (or VMSA CPU 0)']);
  assert.deepEqual(missing([...given, 'numCpus', 'cpu'], '7', '4'), []);
  assert.deepEqual(missing([...given, 'numCpus', 'vmsaCpu0'], '7', '1'), []);
  assert.deepEqual(missing([...given, 'numCpus', 'vmsaCpu0'], '7', '2'), ['VMSA CPU 1']);
  assert.deepEqual(missing([...given, 'numCpus', 'vmsaCpu1'], '7', '2'),
    ['VMSA CPU 0 (VMSA CPU 1 needs one)']);
});

test('what is missing agrees with what a verdict asks for', () => {
  for (const absent of ['measurement', 'apiMinor', 'policy', 'firmware', 'numCpus', 'cpu', 'tk', 'kernel']) {
    const { [absent]: without, ...rest } = whole;
    assert.ok(without);
    const asked = value(core.missing(Object.keys(rest), rest.policy ?? '', rest.numCpus ?? ''));
    const { missing: named, field } = error(core.validate(rest));
    assert.equal(asked[0].field, field, absent);
    if (absent !== 'kernel') assert.deepEqual(asked, named, absent);
  }
});
