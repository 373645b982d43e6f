// The domain's XML: what it fills, when it takes that back, and what goes with the request.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { report, settle, start } from './ui-engine.mjs';

/** What the core says of a domain; here it also is the file's text. */
const view = (change = {}) => ({
  name: 'guest', launchSecurity: { type: 'sev', policy: { value: 7, flags: [] }, kernelHashes: true },
  boot: { kernel: '/k', cmdline: 'quiet' }, machine: { vcpus: 4, cpu: null }, findings: [],
  refusal: null, ...change });
const xml = (change) => new File([JSON.stringify(view(change))], 'guest.xml');
const shown = (ui) => ['policy', 'numCpus', 'cmdline'].map((field) => (
  [ui.texts[field].value, ui.origins[field].value]));

async function begun() {
  const started = await start();
  started.ui.setText('policy', '');
  return started;
}

test('fills what is empty, and says so', async () => {
  const { ui } = await begun();
  await ui.putFile('domainXml', xml());
  assert.deepEqual(shown(ui), [['0x7', 'xml'], ['4', 'xml'], ['quiet', 'xml']]);
  assert.match(ui.notice.value.text, /guest: filled Policy, vCPUs and Command line/);
});

test('leaves what was given, and names it', async () => {
  const { ui } = await begun();
  ui.setText('numCpus', '2');
  await ui.putFile('domainXml', xml());
  assert.deepEqual(shown(ui), [['0x7', 'xml'], ['2', ''], ['quiet', 'xml']]);
  assert.match(ui.notice.value.text, /left as given vCPUs/);
});

test('fills no command line that is not measured', async () => {
  const { ui } = await begun();
  const security = view().launchSecurity;
  await ui.putFile('domainXml', xml({ launchSecurity: { ...security, kernelHashes: false } }));
  assert.equal(ui.texts.cmdline.value, '');
  await ui.putFile('domainXml', xml({ boot: { kernel: null, cmdline: 'quiet' } }));
  assert.equal(ui.texts.cmdline.value, '');
});

test('a field that is changed belongs to the user, and is not filled again', async () => {
  const { ui } = await begun();
  await ui.putFile('domainXml', xml());
  ui.setText('cmdline', '');
  ui.setText('numCpus', '8');
  await settle();
  assert.deepEqual(shown(ui), [['0x7', 'xml'], ['8', ''], ['', '']]);
});

test('what it filled goes with it, the rest stays', async () => {
  const { ui } = await begun();
  await ui.putFile('domainXml', xml());
  ui.setText('numCpus', '8');
  ui.clearPlace('domainXml');
  assert.deepEqual(shown(ui), [['', ''], ['8', ''], ['', '']]);
});

test('another XML replaces what the first had filled', async () => {
  const { ui } = await begun();
  await ui.putFile('domainXml', xml());
  await ui.putFile('domainXml', xml({ machine: { vcpus: null, cpu: null },
    boot: { kernel: '/k', cmdline: 'rw' } }));
  assert.deepEqual(shown(ui), [['0x7', 'xml'], ['', ''], ['rw', 'xml']]);
});

test('what the host reports comes before its XML', async () => {
  const { ui } = await begun();
  await ui.putFile('domainXml', xml());
  await ui.takeHostText('sev-policy: 3', 'Pasted text');
  assert.deepEqual(shown(ui)[0], ['3', 'host']);
  ui.clearPlace('domainXml');
  assert.deepEqual(shown(ui)[0], ['3', 'host']);
});

test('an XML that cannot be read fills nothing and stops the verdict', async () => {
  const { ui, engine } = await begun();
  engine.domain = () => Promise.resolve({ ok: false, error: { kind: 'invalid', field: 'domainXml',
    message: 'domain XML: expected the element', hint: '' } });
  await ui.putFile('domainXml', xml());
  assert.deepEqual(shown(ui), [['', ''], ['', ''], ['', '']]);
  ui.setText('policy', '3');
  await ui.validate();
  assert.equal(ui.verdict.value.kind, 'invalid');
  assert.equal(ui.verdict.value.problems[0].field, 'domainXml');
});

test('the request says which values are the XML\'s', async () => {
  const { ui, engine } = await begun();
  await ui.putFile('domainXml', xml());
  ui.setText('cmdline', '');
  ui.setText('cpu', 'EPYC-Milan');
  void ui.validate();
  const [request] = await engine.answer('validate', { ok: true, value: { report: report('match') } });
  assert.deepEqual(request.fromXml, ['policy', 'numCpus']);
  assert.equal(JSON.parse(new TextDecoder().decode(request.domainXml)).name, 'guest');
  ui.clearPlace('domainXml');
  ui.setText('policy', '3');
  void ui.validate();
  const [other] = await engine.answer('validate', { ok: true, value: { report: report('match') } });
  assert.equal(other.fromXml, undefined);
  assert.equal(other.domainXml, undefined);
});

test('pasted text is told apart, and one that is replaced can come back', async () => {
  const { ui, engine } = await begun();
  engine.domain = (text) => Promise.resolve({ ok: true,
    value: view({ name: text.slice(14, -2), machine: { vcpus: text.length, cpu: null } }) });
  const first = `<domain name='a'/>`;
  await ui.takeHostOutput(first, 'Pasted text');
  assert.equal(ui.held('domainXml').domain.name, 'a\'');
  assert.equal(ui.texts.numCpus.value, String(first.length));
  const second = `\n<!-- x --><domain name='other'/>`;
  await ui.takeHostOutput(second, 'Pasted text');
  assert.equal(ui.texts.numCpus.value, String(second.length));
  ui.notice.value.undo();
  assert.equal(ui.texts.numCpus.value, String(first.length));
  await ui.takeHostOutput('sev-policy: 3', 'Pasted text');
  assert.equal(ui.texts.policy.value, '3');
});

test('clearing all takes it away; undoing that brings all back as it was', async () => {
  const { ui } = await begun();
  await ui.putFile('domainXml', xml());
  ui.setText('numCpus', '8');
  const before = shown(ui);
  ui.startOver();
  assert.deepEqual(shown(ui), [['', ''], ['', ''], ['', '']]);
  assert.equal(ui.places.domainXml.value.status, 'empty');
  ui.notice.value.undo();
  await settle();
  assert.deepEqual(shown(ui), before);
  assert.equal(ui.held('domainXml').domain.name, 'guest');
});
