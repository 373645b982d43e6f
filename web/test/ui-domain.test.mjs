// The domain's XML: what it offers, when that is used, and what goes with the request.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { view, xml } from './domain_file.mjs';
import { report, settle, start } from './ui-engine.mjs';

/** What a request would have of each, and whose word it is. */
const shown = (ui) => ['policy', 'numCpus', 'cmdline'].map((field) => (
  [ui.textInForce(field), ui.fieldsFromXml().includes(field) ? 'xml' : ui.origins[field].value]));

async function begun() {
  const started = await start();
  started.ui.setText('policy', '');
  return started;
}

test('is used where nothing was given, and says so; no field is filled', async () => {
  const { ui } = await begun();
  await ui.putChosen('domainXml', xml());
  assert.deepEqual(shown(ui), [['0x7', 'xml'], ['4', 'xml'], ['quiet', 'xml']]);
  assert.deepEqual(['policy', 'numCpus', 'cmdline'].map((field) => ui.texts[field].value), ['', '', '']);
  assert.match(ui.notice.value.text, /guest “guest”. You gave no Policy, vCPUs or Command line: what it says is used/);
});

test('leaves what was given, and names it', async () => {
  const { ui } = await begun();
  ui.setText('numCpus', '2');
  await ui.putChosen('domainXml', xml());
  assert.deepEqual(shown(ui), [['0x7', 'xml'], ['2', ''], ['quiet', 'xml']]);
  assert.match(ui.notice.value.text, /Its vCPUs is 4, which differs from yours\./);
});

test('says nothing of what is given in other digits', async () => {
  const { ui } = await begun();
  ui.setText('policy', '7');
  ui.setText('numCpus', '0x4');
  ui.setText('cmdline', 'quiet');
  await ui.putChosen('domainXml', xml());
  assert.deepEqual(ui.domainWords(), []);
});

test('offers nothing from a guest without SEV', async () => {
  const { ui } = await begun();
  await ui.putFile('domainXml', xml({ launchSecurity: { type: 's390-pv', policy: null,
    kernelHashes: false } }));
  assert.deepEqual(shown(ui), [['', ''], ['', ''], ['', '']]);
});

test('of a SEV-SNP guest it leads to its view, and offers the number of vCPUs', async () => {
  const { ui } = await begun();
  await ui.putFile('domainXml', xml({ launchSecurity: { type: 'sev-snp', policy: null, kernelHashes: false } }));
  assert.equal(ui.shownMoment.value, 'digest');
  assert.deepEqual([ui.offers.value.policy, ui.offers.value.numCpus], ['', '4']);
  assert.equal(ui.snpQuestion.value[0].numCpus, undefined);
});

test('takes no command line that a field would change, or that no kernel takes', async () => {
  for (const [cmdline, words] of [['a\nb', /control characters/], ['x'.repeat(4097), /4097/],
    ['a\u0085b', /control/]]) {
    const { ui } = await begun();
    await ui.putFile('domainXml', xml({ boot: { kernel: '/k', initrd: null, cmdline } }));
    assert.equal(ui.textInForce('cmdline'), '');
    assert.match(ui.domainWords().join(' '), words);
  }
});

test('a refusal is told at once', async () => {
  const { ui } = await begun();
  await ui.putChosen('domainXml', xml({ refusal: { message: 'NVRAM', hint: 'No.' } }));
  assert.equal(ui.notice.value.tone, 'error');
  assert.match(ui.notice.value.text, /NVRAM/);
});

test('offers no command line that is not measured', async () => {
  const { ui } = await begun();
  const security = view().launchSecurity;
  await ui.putFile('domainXml', xml({ launchSecurity: { ...security, kernelHashes: false } }));
  assert.equal(ui.textInForce('cmdline'), '');
  await ui.putFile('domainXml', xml({ boot: { kernel: null, initrd: null, cmdline: 'quiet' } }));
  assert.equal(ui.textInForce('cmdline'), '');
});

test('what is entered counts, and what was taken is the owner\'s', async () => {
  const { ui } = await begun();
  await ui.putFile('domainXml', xml());
  ui.setText('numCpus', '8');
  ui.takeAsMine('cmdline');
  await settle();
  assert.deepEqual(shown(ui), [['0x7', 'xml'], ['8', ''], ['quiet', '']]);
  ui.clearPlace('domainXml');
  assert.deepEqual(shown(ui), [['', ''], ['8', ''], ['quiet', '']]);
});

test('what it offered goes with it, the rest stays', async () => {
  const { ui } = await begun();
  await ui.putFile('domainXml', xml());
  ui.setText('numCpus', '8');
  ui.clearPlace('domainXml');
  assert.deepEqual(shown(ui), [['', ''], ['8', ''], ['', '']]);
});

test('another XML offers in place of the first', async () => {
  const { ui } = await begun();
  await ui.putFile('domainXml', xml());
  await ui.putFile('domainXml', xml({ machine: { vcpus: null, cpu: null },
    boot: { kernel: '/k', initrd: null, cmdline: 'rw' } }));
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

test('an XML that cannot be read offers nothing and stops the verdict', async () => {
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
  await ui.putFile('domainXml', xml({ boot: { kernel: null, initrd: null, cmdline: null } }));
  ui.setText('cpu', 'EPYC-Milan');
  void ui.validate();
  const [request] = await engine.answer('validate', { ok: true, value: { report: report('match') } });
  assert.deepEqual(request.fromXml, ['policy', 'numCpus']);
  assert.equal(JSON.parse(await engine.held[request.domainXml.handle].text()).name, 'guest');
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
  assert.equal(ui.textInForce('numCpus'), String(first.length));
  const second = `\n<!-- x --><domain name='other'/>`;
  await ui.takeHostOutput(second, 'Pasted text');
  assert.equal(ui.textInForce('numCpus'), String(second.length));
  ui.notice.value.undo();
  await settle();
  assert.equal(ui.textInForce('numCpus'), String(first.length));
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

test('a text that is no XML replaces nothing, and says why', async () => {
  const { ui, engine } = await begun();
  await ui.putFile('domainXml', xml());
  const before = shown(ui);
  engine.domain = () => Promise.resolve({ ok: false, error: { kind: 'invalid', field: 'domainXml',
    message: 'domain XML: it is cut', hint: 'Copy all.' } });
  assert.equal(await ui.takeHostOutput('<domain>', 'Pasted text'), false);
  assert.deepEqual([ui.notice.value.text, ui.notice.value.tone],
    ['Pasted text: Domain XML: it is cut.', 'error']);
  assert.deepEqual(shown(ui), before);
  assert.equal(ui.held('domainXml').name, 'guest.xml');
});

test('both outputs of a host in one text are both taken', async () => {
  const { ui, engine } = await begun();
  const seen = [];
  engine.domain = (text) => { seen.push(text); return Promise.resolve({ ok: true, value: view() }); };
  const domain = "<domain type='kvm'>x</domain>";
  for (const text of [`sev-policy: 3\n${domain}\n`, `${domain}\nsev-policy: 3\n`]) {
    assert.equal(await ui.takeHostOutput(text, 'Pasted text'), true);
    assert.equal(ui.texts.policy.value, '3');
    assert.match(ui.notice.value.text, /filled Policy.*Domain XML of guest/s);
  }
  assert.equal(await ui.takeHostOutput(`$ virsh dumpxml guest\n${domain}`, 'Pasted text'), true);
  assert.deepEqual([...new Set(seen)], [domain]);
});

test('whose word a value is belongs to what a verdict is about', async () => {
  const { ui, engine } = await begun();
  await ui.putFile('domainXml', xml({ boot: { kernel: null, initrd: null, cmdline: null } }));
  ui.setText('cpu', 'EPYC-Milan');
  void ui.validate();
  await engine.answer('validate', { ok: true, value: { report: report('match') } });
  await settle();
  assert.equal(ui.verdict.value.kind, 'decided');
  ui.takeAsMine('policy');
  assert.equal(ui.verdict.value.reason, 'changed');
});

test('replacing one by choice can be undone, with all that it offers', async () => {
  const { ui } = await begun();
  await ui.putFile('domainXml', xml());
  ui.setText('cmdline', '');
  const before = shown(ui);
  await ui.takeFiles([new File([JSON.stringify(view({ name: 'other',
    machine: { vcpus: 2, cpu: null } }))], 'domainXml.other')], []);
  await ui.changeRole(ui.entries.value[0], 'domainXml');
  assert.equal(ui.textInForce('numCpus'), '2');
  assert.match(ui.notice.value.text, /other.*replaced guest\.xml/s);
  ui.notice.value.undo();
  await settle();
  assert.deepEqual(shown(ui), before);
  assert.equal(ui.held('domainXml').domain.name, 'guest');
});

test('a validation that waits for the XML goes on with what it offers', async () => {
  const { ui, engine } = await begun();
  let read = () => {};
  engine.domain = () => new Promise((resolve) => { read = resolve; });
  const putting = ui.putFile('domainXml', xml());
  await settle();
  await ui.validate();
  assert.equal(ui.verdict.value.reason, 'waiting');
  read({ ok: true, value: view({ launchSecurity: { type: 'sev', policy: { value: 3, flags: [] },
    kernelHashes: false } }) });
  await putting;
  const [request] = await engine.answer('validate', { ok: true, value: { report: report('match') } });
  assert.deepEqual(request.fromXml, ['policy', 'numCpus']);
  await settle();
  assert.equal(ui.verdict.value.kind, 'decided');
});

test('a dropped XML says what it gives, and what is wrong with it', async () => {
  const { ui } = await begun();
  await ui.takeFiles([new File([JSON.stringify(view())], 'domainXml.a')], []);
  assert.match(ui.notice.value.text, /You gave no Policy, vCPUs or Command line: what it says is used/);
  ui.startOver();
  await ui.takeFiles([new File([JSON.stringify(view({ refusal: { message: 'NVRAM', hint: '' } }))],
    'domainXml.b')], []);
  assert.deepEqual([ui.notice.value.tone, /NVRAM/.test(ui.notice.value.text)], ['error', true]);
});

test('what takes long to hash holds no message open', async () => {
  const { ui } = await begun();
  void ui.takeFiles([new File(['k'], 'kernel.a')], []);
  await settle();
  ui.inform('One.');
  ui.inform('Two.');
  assert.equal(ui.notice.value.text, 'Two.');
});

test('all that files of one drop say is said', async () => {
  const { ui } = await begun();
  await ui.takeFiles([new File(['sev-policy: 3'], 'launchInfo.a'),
    new File([JSON.stringify(view())], 'domainXml.b')], []);
  assert.match(ui.notice.value.text, /filled Policy/);
  assert.match(ui.notice.value.text, /Domain XML of guest/);
});

test('an XML that was replaced while it was read says nothing', async () => {
  const { ui, engine } = await begun();
  const domain = (name) => `<domain><name>${name}</name></domain>`;
  engine.domain = (text) => Promise.resolve({ ok: true,
    value: view({ name: /<name>(.*)<\/name>/.exec(text)[1] }) });
  await Promise.all([ui.takeHostOutput(domain('a'), 'Pasted text'),
    ui.takeHostOutput(domain('b'), 'Pasted text')]);
  assert.equal(ui.held('domainXml').domain.name, 'b');
  assert.doesNotMatch(ui.notice.value.text, /“a”/);
});

test('an XML that is cut behind a prompt is refused as XML', async () => {
  const { ui, engine } = await begun();
  let seen = '';
  engine.domain = (text) => { seen = text; return Promise.resolve({ ok: false,
    error: { kind: 'invalid', field: 'domainXml', message: 'cut', hint: '' } }); };
  assert.equal(await ui.takeHostOutput("$ virsh dumpxml g\n<domain type='kvm'><os>", 'Pasted text'), false);
  assert.equal(seen, "<domain type='kvm'><os>");
});
