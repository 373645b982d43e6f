// A SEV-SNP guest before its start: its digest comes by itself, and is compared; ID blocks are made and checked.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { settle, start } from './ui-engine.mjs';

const vectors = new URL('../../tests/vectors/', import.meta.url);
const bytesOf = (name) => readFileSync(new URL(name, vectors));
const fileOf = (name, as) => new File([bytesOf(name)], as);
const amdSev = () => fileOf('snp/firmware/ovmf_AmdSev_suffix.bin', 'firmware.fd');
const { published } = JSON.parse(bytesOf('snp/digests.json').toString());
const noKernel = published.find(({ id }) => id === 'snp-nokernel-1').digest;

async function until(condition, what) {
  for (let turn = 0; !condition(); turn += 1) {
    assert.ok(turn < 800, what);
    await settle();
  }
}

const seen = (...roles) => roles.map((role) => ({ role, isSnp: false }));
const digestOf = (ui) => ui.snpDigest.value.report?.computed.launchDigest ?? null;
const isKind = (ui, kind) => until(() => ui.snpDigest.value.kind === kind, kind);

/** In the view of SEV-SNP, with nothing given; the beginning's firmware is a stand-in. */
async function fresh() {
  const { ui, engine } = await start();
  ui.clearAll();
  ui.showMoment('digest');
  return { ui, engine };
}

async function measured() {
  const made = await fresh();
  await made.ui.putFile('firmware', amdSev());
  made.ui.snpTexts.numCpus.set('1');
  made.ui.snpTexts.cpu.set('0x800f12');
  await isKind(made.ui, 'measured');
  return made;
}

test('the digest comes by itself, and every change takes it back at once', async () => {
  const { ui } = await fresh();
  assert.equal(ui.snpDigest.value.kind, 'none');
  await ui.putFile('firmware', amdSev());
  await isKind(ui, 'missing');
  assert.deepEqual(ui.snpDigest.value.parts.map(({ field }) => field), ['numCpus', 'cpu']);
  ui.snpTexts.numCpus.set('1');
  ui.snpTexts.cpu.set('0x800f12');
  await isKind(ui, 'measured');
  assert.equal(digestOf(ui), noKernel);
  ui.snpTexts.guestFeatures.set('0x21');
  assert.equal(ui.snpDigest.value.kind, 'waiting');
  await isKind(ui, 'measured');
  assert.notEqual(digestOf(ui), noKernel);
  ui.clearPlace('firmware');
  assert.equal(ui.snpDigest.value.kind, 'none');
});

test('what a field is read as is said of texts that came from elsewhere, too', async () => {
  const { ui } = await fresh();
  await ui.putFile('firmware', amdSev());
  ui.fillTexts({ numCpus: '1-3', cpu: 'EPYC-Milan' });
  await isKind(ui, 'measured');
  await until(() => ui.snpTexts.cpu.check.value, 'it is read');
  assert.match(ui.snpTexts.cpu.check.value.view.description, /0xa00f11/);
});

test('in the other view nothing is measured', async () => {
  const { ui } = await measured();
  ui.showMoment('paused');
  ui.snpTexts.numCpus.set('2');
  for (let turn = 0; turn < 100; turn += 1) await settle();
  assert.equal(ui.snpDigest.value.kind, 'waiting');
  ui.showMoment('digest');
  await isKind(ui, 'measured');
});

test('a digest is compared, in hex and in base64, and that says nothing while it cannot be read', async () => {
  const { ui } = await measured();
  assert.equal(ui.comparison.value, null);
  const base64 = Buffer.from(noKernel, 'hex').toString('base64');
  for (const text of [noKernel, ` ${noKernel.toUpperCase()}`, base64]) {
    ui.expected.set(text);
    assert.equal(ui.comparison.value, null);
    await ui.expected.read();
    assert.equal(ui.comparison.value.of, '1 vCPU');
  }
  ui.expected.set('00'.repeat(48));
  await ui.expected.read();
  assert.equal(ui.comparison.value.of, null);
  ui.expected.set('12');
  await ui.expected.read();
  assert.equal(ui.comparison.value, null);
  assert.match(ui.expected.check.value.error.message, /SHA-384/);
});

test('an error stands at its field', async () => {
  const { ui } = await measured();
  ui.snpTexts.cpu.set('EPYC-Foo');
  await isKind(ui, 'invalid');
  assert.equal(ui.snpProblemAt('cpu').field, 'cpu');
  assert.equal(ui.snpProblemAt('firmware'), null);
  ui.snpTexts.cpu.set('EPYC');
  await isKind(ui, 'measured');
});

test('every page, asked for once it is wanted, and gone with the next change', async () => {
  const { ui } = await measured();
  assert.equal(ui.snpSteps.value, null);
  await ui.loadSteps();
  assert.match(ui.snpSteps.value[0], /^NORMAL,0xfffff000,/);
  assert.ok(ui.snpSteps.value.at(-1).endsWith(noKernel));
  assert.match(ui.stepsAsTable(ui.snpSteps.value), /^type,gpa,digest\nNORMAL,/);
  ui.snpTexts.numCpus.set('2');
  assert.equal(ui.snpSteps.value, null);
});

test('an IGVM file leads to its view', async () => {
  const { ui } = await fresh();
  ui.showMoment('paused');
  await ui.takeFiles([fileOf('igvm/snp-basic.igvm', 'igvm.bin')], []);
  assert.equal(ui.shownMoment.value, 'digest');
  await isKind(ui, 'measured');
  const { files } = JSON.parse(bytesOf('igvm/digests.json').toString());
  assert.equal(digestOf(ui), files['snp-basic'].digests.snp['qemu-1-vcpu']);
});

test('what both kinds of guests have leaves the view as it is', async () => {
  const { ui } = await fresh();
  await ui.takeFiles([amdSev()], []);
  assert.equal(ui.shownMoment.value, 'digest');
  ui.chooseMoment(seen('firmware', 'tk'));
  assert.equal(ui.shownMoment.value, 'paused');
  ui.chooseMoment(seen('kernel', 'igvm'));
  assert.equal(ui.shownMoment.value, 'digest');
  ui.chooseMoment(seen('platform'));
  assert.equal(ui.shownMoment.value, 'before');
});

test('an ID block: made of the computed digest, and taken back by every change', async () => {
  const { ui } = await measured();
  assert.equal(ui.missingForBlock.value.field, 'idKey');
  ui.putBlockFile('idKey', fileOf('snp/idblock/id_key_test.pem', 'id.pem'));
  ui.putBlockFile('authorKey', fileOf('snp/idblock/author_key_test.pem', 'author.pem'));
  await ui.makeBlock();
  const made = ui.madeBlock.value;
  assert.equal(made.report.idBlock.launchDigest, noKernel);
  assert.match(ui.blockText('_launchsecurity.xml'), /^<launchSecurity type='sev-snp' authorKey='yes'>/);
  const [block, auth] = made.files.map(({ name, bytes }) => new File([bytes], name));
  ui.putBlockFile('idBlock', block);
  ui.putBlockFile('idAuth', auth);
  await ui.checkBlock();
  assert.equal(ui.blockCheck.value.report.verdict, 'match');
  ui.blockTexts.policy.set('0xb0000');
  assert.equal(ui.madeBlock.value, null);
  await ui.checkBlock();
  assert.equal(ui.blockCheck.value.report.verdict, 'mismatch');
});

const isExplained = (ui) => until(() => ui.snpExplained.value, 'a result of the search');

test('another digest is explained, with a value that makes it the same', async () => {
  const { ui, engine } = await measured();
  ui.expected.set(noKernel);
  await ui.expected.read();
  assert.equal(engine.explained, 0, 'nothing to explain');
  ui.snpTexts.numCpus.set('3');
  await isExplained(ui);
  const { report } = ui.snpExplained.value;
  assert.equal(report.evidence.measurement, noKernel);
  assert.deepEqual(report.diagnosis.changes.map(({ code, value }) => [code, value]), [['vcpus', '1']]);
  assert.equal(ui.snpReason.search.value.state, 'over');
  const remedy = ui.snpRemedies.of(report.diagnosis);
  assert.deepEqual(remedy, { field: 'numCpus', value: '1' });
  ui.setRemedy(remedy);
  assert.equal(ui.snpExplained.value, null, 'of a launch that is gone');
  await isKind(ui, 'measured');
  assert.equal(ui.comparison.value.of, '1 vCPU');
  assert.equal(ui.snpReason.search.value.state, 'none');
});

test('each value that an explanation has is one that its field takes', async () => {
  const { ui } = await measured();
  for (const [field, given] of [['cpu', 'EPYC-Genoa'], ['cpu', '0xa00f77'], ['guestFeatures', '0x21'], ['vmm', 'gce'],
    ['vmsaAddress', '0xffffffffff000']]) {
    const before = ui.snpTexts[field].text.value;
    ui.expected.set('');
    ui.snpTexts[field].set(given);
    await isKind(ui, 'measured');
    const wanted = digestOf(ui);
    ui.snpTexts[field].set(before);
    ui.expected.set(wanted);
    await ui.expected.read();
    await isExplained(ui);
    const remedy = ui.snpRemedies.of(ui.snpExplained.value.report.diagnosis);
    assert.equal(remedy?.field, field, given);
    ui.setRemedy(remedy);
    await isKind(ui, 'measured');
    assert.equal(digestOf(ui), wanted, given);
    ui.snpTexts[field].set(before);
  }
});

test('a digest whose bytes stand in another order is set right', async () => {
  const { ui } = await measured();
  ui.expected.set(Buffer.from(noKernel, 'hex').reverse().toString('hex'));
  await ui.expected.read();
  await isExplained(ui);
  ui.setRemedy(ui.snpRemedies.of(ui.snpExplained.value.report.diagnosis));
  await until(() => ui.comparison.value?.of, 'the same');
  assert.equal(ui.expected.text.value, noKernel);
});

test('a search that is cancelled says how far it came, and can begin again', async () => {
  const { ui, engine } = await measured();
  ui.expected.set('07'.repeat(48));
  await ui.expected.read();
  await until(() => ui.snpReason.search.value.state === 'searching', 'a search');
  ui.snpReason.cancel();
  await isExplained(ui);
  assert.equal(ui.snpExplained.value.report.diagnosis.outcome, 'unfinished');
  void ui.snpReason.begin();
  await until(() => engine.explained === 2, 'another');
  ui.expected.set('');
  assert.equal(ui.snpReason.search.value.state, 'none');
});

test('what runs in the guest nobody accepts with one click', async () => {
  const { ui, engine } = await measured();
  const put = ui.putFile('kernel', new File(['k'.repeat(100)], 'vmlinuz'));
  await engine.answer('hash', { ok: true, value: { sha256: 'ab'.repeat(32), size: 100_000 } });
  await put;
  ui.expected.set(noKernel);
  await ui.expected.read();
  await isExplained(ui);
  const { diagnosis } = ui.snpExplained.value.report;
  assert.deepEqual(diagnosis.changes.map(({ code }) => code), ['kernel-hashes-off']);
  assert.equal(ui.snpRemedies.of(diagnosis), null);
  assert.equal(ui.snpRemedies.named(diagnosis), 'kernel');
  assert.match(ui.snpRemedies.reasonAt(diagnosis, (field) => field === 'kernel'), /\.$/);
});

test('a domain\'s XML fills no field, but is held against the launch', async () => {
  const { ui, engine } = await measured();
  const xml = `<domain><name>g</name><vcpu>3</vcpu><cpu mode='custom'><model>EPYC</model></cpu><os><loader>/fw</loader></os>
    <launchSecurity type='sev-snp'><policy>0xb0000</policy></launchSecurity></domain>`;
  engine.takeAs = (role, file) => (role === 'domainXml'
    ? engine.holds(file, Buffer.from(xml), { domain: { launchSecurity: { type: 'sev-snp' }, machine: {} } }) : null);
  await ui.putFile('domainXml', new File([xml], 'guest.xml'));
  await until(() => ui.snpDigest.value.report?.domain, 'it is read');
  const { findings, inputs } = ui.snpDigest.value.report;
  const codes = findings.map(({ code }) => code);
  for (const code of ['domain-vcpus-differ', 'snp-policy-debug-allowed']) assert.ok(codes.includes(code), codes.join());
  assert.deepEqual([inputs.vcpus.value, inputs.vcpus.from], [[1], 'owner']);
});

test('what a host printed of a SEV-SNP guest leads to its view, and says why it is of no use', async () => {
  const { ui, engine } = await measured();
  ui.showMoment('paused');
  engine.parseLaunchInfo = () => Promise.resolve({ ok: false, error: { kind: 'invalid', field: 'launchInfo',
    message: 'a SEV-SNP guest has no launch measurement', hint: '' } });
  assert.equal(await ui.takeHostOutput('{"return": {"sev-type": "sev-snp", "snp-policy": 196608}}', 'Pasted text'), false);
  assert.equal(ui.shownMoment.value, 'digest');
  ui.showMoment('paused');
  ui.chooseMoment([{ role: 'launchInfo', isSnp: true }]);
  assert.equal(ui.shownMoment.value, 'digest');
});

test('an ID block: a key that is none is said at its place, and leaving the page forgets the keys', async () => {
  const { ui } = await measured();
  ui.putBlockFile('idKey', new File(['no key'], 'id.pem'));
  await ui.makeBlock();
  assert.equal(ui.madeBlock.value, null);
  assert.equal(ui.blockProblemAt('idKey').field, 'idKey');
  ui.wipeAllKeys();
  assert.equal(ui.blockFiles.idKey.value, null);
  assert.equal(ui.blockError.value, null);
});

test('starting over clears it all', async () => {
  const { ui } = await measured();
  ui.snpTexts.vmm.set('gce');
  ui.expected.set(noKernel);
  assert.ok(ui.isAnythingGiven());
  ui.clearAll();
  assert.equal(ui.snpDigest.value.kind, 'none');
  assert.equal(ui.snpTexts.vmm.text.value + ui.expected.text.value, '');
});
