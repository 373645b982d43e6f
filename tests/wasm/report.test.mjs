// SEV-SNP reports: the program's own bytes of JSON for every report of tests/vectors/snp, the time of one, errors at their
// places, and files that are shown.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';

import { error, loadCore, root, value } from './core.mjs';

const core = await loadCore();
const folder = join(root, 'tests', 'vectors', 'snp');
const program = process.env.SEVPROOF_PROGRAM ?? join(root, 'build', 'release', 'bin', 'sevproof');
const skip = !existsSync(program) && 'the program is not built';
const named = (name) => ({ name, bytes: new Uint8Array(readFileSync(join(folder, name))) });
const now = Date.UTC(2026, 10, 1) / 1000;

/** What the program prints with --json, whatever its status. */
function ofProgram(...words) {
  try {
    return execFileSync(program, ['snp', ...words, '--json'], { encoding: 'utf8', stdio: 'pipe', cwd: folder });
  } catch (ended) {
    return ended.stdout;
  }
}

const verified = (report, certs, texts = {}, launch = [null, null]) =>
  value(core.verifySnpReport({ report: named(report), certs: certs.map(named) }, texts, ...launch, now)).report;

const real = JSON.parse(readFileSync(join(folder, 'reports/expected.json'), 'utf8')).reports;
const { cases } = JSON.parse(readFileSync(join(folder, 'synthetic/cases.json'), 'utf8'));

for (const [id, { report, vek, at }] of Object.entries(real)) {
  test(`as the program says it: ${id}`, { skip }, () => {
    const files = [`reports/${report}`, `reports/${vek}`];
    assert.equal(verified(files[0], [files[1]], { at }),
      ofProgram('verify', '--report', files[0], '--certs', files[1], '--at', at));
    assert.equal(verified(files[0], [], { at, vmpl: '1', reportData: '22' }),
      ofProgram('verify', '--report', files[0], '--at', at, '--vmpl', '1', '--report-data', '22'));
  });
}

test('as the program says them: all made-up ones, with all their certificates', { skip }, () => {
  assert.ok(cases.length > 30);
  for (const { id, ica, ark, crl, at } of cases) {
    const certs = [`${id}.vek.der`, ica, ark, ...(crl === null ? [] : [crl])].map((name) => `synthetic/${name}`);
    const report = `synthetic/${id}.report.bin`;
    const printed = ofProgram('verify', '--report', report, ...certs.flatMap((name) => ['--certs', name]), '--at', at);
    assert.equal(verified(report, certs, { at }), printed, id);
    assert.equal(JSON.parse(printed).verdict, 'not-verified', id);
  }
});

test('a launch that is described counts, and one that differs is explained', () => {
  const firmware = named('firmware/ovmf_AmdSev_suffix.bin').bytes;
  const launch = [{ numCpus: '1', cpu: 'EPYC-Milan' }, { firmware }];
  const files = { report: named('reports/milan-v3.bin'), certs: [named('reports/milan-v3.vcek.der')] };
  const document = JSON.parse(verified('reports/milan-v3.bin', ['reports/milan-v3.vcek.der'], {}, launch));
  assert.equal(document.verdict, 'mismatch');
  assert.equal(document.computed.launchDigests.length, 1);
  const search = new core.DiagnosisSearch();
  let step = value(search.beginReport(files, {}, ...launch, now));
  for (let turn = 0; turn < 20 && !step.done; turn += 1) step = value(search.run(20));
  const { diagnosis, ...rest } = JSON.parse(value(search.report()).report);
  assert.ok(diagnosis.tried > 0);
  assert.deepEqual({ ...rest, diagnosis: null }, { ...document });
  search.delete();
});

test('errors stand at what they are about', () => {
  const files = { report: named('reports/milan-v3.bin'), certs: [] };
  const at = (texts, given = files, launch = [null, null]) =>
    error(core.verifySnpReport(given, texts, ...launch, now)).field;
  assert.equal(at({ vmpl: '4' }), 'vmpl');
  assert.equal(at({ reportData: '00' }), 'reportData');
  assert.equal(at({ at: 'yesterday' }), 'at');
  assert.equal(at({}, { report: named('reports/milan-v3.vcek.der'), certs: [] }), 'report');
  assert.equal(at({}, { certs: [] }), 'report');
  assert.equal(at({}, { ...files, certs: [named('own/initrd.bin')] }), 'certs');
  assert.equal(at({}, files, [{ cpu: 'EPYC-Milan' }, {}]), 'firmware');
  assert.equal(error(core.checkReportText('minimumTcb', 'bl=256')).field, 'minimumTcb');
  assert.equal(value(core.checkReportText('minimumTcb', ' bl=4 ')), null);
});

test('a file of expectations fills the fields', () => {
  assert.deepEqual(value(core.readExpectations('{"vmpl": [0, 1], "minimumTcb": {"bl": 4}, "allowDebug": true}')).values,
    { vmpl: '0,1', minimumTcb: 'bl=4', allowDebug: 'true' });
  assert.ok(error(core.readExpectations('{"nonce": 1}')).message.includes('nonce'));
});

test('every file is shown as the program shows it', { skip }, () => {
  for (const name of readdirSync(join(folder, 'reports')).filter((one) => /\.(bin|der|pem)$/.test(one))) {
    const file = named(`reports/${name}`);
    assert.equal(value(core.showSnpFile(file.name, file.bytes)).document, ofProgram('show', file.name), name);
  }
});
