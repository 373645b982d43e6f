// While it is paused: the words, the checks, the boxes and the next actions that a report leads to.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { loadUi } from './ui-load.mjs';

const ui = await loadUi('kinds/sev/standing.ts', 'kinds/sev/chain.tsx', 'kinds/sev/boxes.ts', 'kinds/sev/remedy.ts',
  'kinds/sev/actions.ts', 'model/verdict.ts', 'model/inputs.ts');

const golden = (name) => JSON.parse(readFileSync(new URL(`../../tests/golden/${name}/report.json`, import.meta.url)));

/** As if the core had just answered with it. */
function show(report) {
  ui.verdict.value = { kind: 'decided', report, text: JSON.stringify(report), request: {}, at: new Date(0) };
}

const outcomes = () => Object.fromEntries(ui.chain().map(({ name, outcome }) => [name, outcome]));
const mismatchOf = (report, diagnosis) => ({ ...report, verdict: 'mismatch', diagnosis,
  checks: report.checks.map((check) => (check.code === 'measurement' ? { ...check, outcome: 'fail' } : check)) });
const explained = (...changes) => ({ outcome: 'explained', tried: 1, total: 2, alsoTried: [], excluded: [], causes: [],
  changes: changes.map(([code, about, value]) => ({ code, about, value, message: `message of ${code}`, hint: '' })) });

const es = golden('sev-es-legacy-match');

test('a match is the AND of what was checked, and what was not is not good', () => {
  show(es);
  assert.equal(ui.standing().name, 'match');
  assert.deepEqual(outcomes(), { Measurement: 'pass', 'Your word': 'pass', Policy: 'pass', Configuration: 'not-checked',
    Platform: 'not-checked' });
});

test('after a mismatch nothing else is known', () => {
  show(mismatchOf(es, explained(['a-key', null, null])));
  assert.equal(ui.standing().title, 'Mismatch');
  assert.deepEqual(outcomes(), { Measurement: 'fail', 'Your word': 'not-checked', Policy: 'not-checked',
    Configuration: 'not-checked', Platform: 'not-checked' });
});

test('a policy that lets the host in is a check that fails, and no plain match', () => {
  const open = { ...es, findings: [{ code: 'policy-debug-allowed', severity: 'error', about: '/inputs/policy',
    message: 'open', detail: null, hint: '' }] };
  show(open);
  assert.equal(outcomes().Policy, 'fail');
  assert.deepEqual([ui.standing().name, ui.standing().isCareful], ['match', true]);
  assert.match(ui.standing().words, /one serious finding/);
});

test('what only the host says is not the owner\'s word, and packs nothing', () => {
  show({ ...es, inputs: { ...es.inputs, cmdline: { ...es.inputs.cmdline, from: 'xml' } } });
  assert.equal(ui.standing().title, 'Matches what the host says');
  assert.match(ui.standing().words, /the command line is the host's\. Nothing is packed/);
  assert.equal(outcomes()['Your word'], 'not-checked');
  assert.equal(ui.actions()[0].label, 'Look at the Command line');
  assert.ok(!ui.actions().some(({ label }) => label === 'Pack a secret'));
});

test('the boxes are what was hashed, in its order', () => {
  show(es);
  const { vcpus } = es.inputs;
  assert.deepEqual(ui.boxes().map(({ name }) => name), ['Firmware', 'Kernel, initrd, command line (hashes)', 'CPU 0',
    vcpus.value === 2 ? 'CPU 1' : `CPUs 1 to ${vcpus.value - 1}`]);
  assert.deepEqual(ui.boxes().map(({ size }) => size)[1], '176 bytes');
  assert.deepEqual(ui.boxes().flatMap(({ hashes }) => hashes.map(({ hex }) => hex)), [es.inputs.firmware.sha256,
    es.inputs.kernel.sha256, es.inputs.initrd.sha256, es.inputs.cmdline.sha256, es.computed.vmsa.cpu0Sha256,
    es.computed.vmsa.cpuNSha256]);
  assert.equal(ui.boxesDigest(), es.computed.launchDigest);
  assert.ok(ui.boxes().every(({ reason }) => reason === ''));
});

test('a guest without SEV-ES has no boxes of CPUs', () => {
  show(golden('cpu-not-measured'));
  assert.deepEqual(ui.boxes().map(({ name }) => name), ['Firmware']);
});

const blamed = () => ui.boxes().filter(({ reason }) => reason !== '').map(({ name }) => name);

test('the box that a diagnosis names has its reason', () => {
  for (const [about, name] of [['/inputs/cmdline', /hashes/], ['/inputs/kernel', /hashes/], ['/inputs/firmware', /Firmware/],
    ['/inputs/vcpus', /CPUs? 1/]]) {
    show(mismatchOf(es, explained(['a-code', about, null])));
    assert.equal(blamed().length, 1, about);
    assert.match(blamed()[0], name);
  }
  show(mismatchOf(es, explained(['key', null, null])));
  assert.deepEqual(blamed(), []);
  show(mismatchOf(es, explained(['cpu', '/inputs/vmsa', null])));
  assert.equal(blamed().length, 2, 'every CPU has it');
});

const firstAction = () => ui.actions()[0].label;

test('what a guest has may be taken over with one action; what it runs may not', () => {
  show(mismatchOf(es, explained(['vcpus', '/inputs/vcpus', '8'])));
  assert.equal(firstAction(), 'Set vCPUs to 8 and look again');
  show(mismatchOf(es, explained(['cmdline-bytes', '/inputs/cmdline', 'init=/bin/sh'])));
  assert.equal(firstAction(), 'Go to Command line');
  show(mismatchOf(es, explained(['policy-flags', '/inputs/policy', '0x0'])));
  assert.equal(firstAction(), 'Go to Policy');
  show(mismatchOf(es, explained(['vcpus', '/inputs/vcpus', '8'], ['cpu-model', '/inputs/vmsa', 'EPYC'])));
  assert.equal(firstAction(), 'Save report');
});

test('exactly what is left to do stands first', () => {
  show(es);
  assert.deepEqual(ui.actions().map(({ label }) => label), ['Pack a secret', 'Save report', 'Print', 'Validate']);
  ui.verdict.value = { kind: 'invalid', problems: [{ field: 'policy', message: 'm', hint: '' }] };
  assert.deepEqual(ui.actions().map(({ label }) => label), ['Go to Policy', 'Validate']);
  assert.deepEqual(ui.boxes(), []);
  assert.deepEqual(ui.chain(), []);
});
