// The golden pairs through the face: the very bytes that the program prints.
import assert from 'node:assert/strict';
import test from 'node:test';

import { goldenCases, loadCore, loadGolden, sample, value } from './core.mjs';

const core = await loadCore();
const { version } = value(core.about());

/** The report of a validation, of a mismatch with its reason. */
function finalReport(request) {
  const { report } = value(core.validate(request));
  if (report.includes('"verdict": "match"')) return report;
  const search = new core.DiagnosisSearch();
  value(search.begin(request));
  value(search.run(60_000));
  const explained = value(search.report()).report;
  search.delete();
  return explained;
}

for (const name of goldenCases) {
  test(`golden pair ${name}`, (t) => {
    const { request, secrets, report: template } = loadGolden(name);
    const report = template.replace('@VERSION@', version);
    if (secrets.length === 0) {
      assert.equal(finalReport(request), report);
      return;
    }
    assert.match(report, /"verdict": "match"/, 'secrets are packed for a match alone');
    t.diagnostic(`${secrets.length} secrets`);
    assert.equal(value(core.pack(request, secrets)).report, report);
  });
}

test('there are golden pairs at all, with match and mismatch', () => {
  const reports = goldenCases.map((name) => loadGolden(name).report);
  assert.ok(reports.length >= 19);
  assert.ok(reports.some((text) => text.includes('"verdict": "match"')));
  assert.ok(reports.some((text) => text.includes('"verdict": "mismatch"')));
});

test('the samples match and fail as they should', () => {
  const verdict = (request) => JSON.parse(value(core.validate(request)).report).verdict;
  assert.equal(verdict(sample()(core)), 'match');
  assert.equal(verdict(sample('launch-info-tampered.txt')(core)), 'mismatch');
});

test('every self-test passes', () => {
  const tests = value(core.selfTests());
  assert.ok(tests.length >= 11);
  for (const { name, passed } of tests) assert.ok(passed, name);
});
