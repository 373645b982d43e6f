// Before the start: who vouches for what was given, a session for it, and its keys in their places.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { loadUi } from './ui-load.mjs';
import { settle, start } from './ui-engine.mjs';

const vectors = new URL('../../tests/vectors/platform/', import.meta.url);
const fileOf = (name) => new File([readFileSync(new URL(name, vectors))], `platform.${name.replace(/.*\//, '')}`);
const romes = ['pdh', 'pek', 'oca', 'cek'].map((name) => `chains/rome/${name}.cert`);
const standIn = ['stand-in-a/nodesevinfo.txt', 'stand-in-a/cek.cert', 'stand-in-a/ask.cert'];

async function until(condition, what) {
  for (let turn = 0; !condition(); turn += 1) {
    assert.ok(turn < 400, what);
    await settle();
  }
}

const decided = (ui) => until(() => ui.platformVerdict.value.kind === 'decided', 'a verdict');
const voucher = (ui) => ui.platformVerdict.value.report.computed.vouchedForBy;

async function given(names, prepare) {
  const made = await start(prepare);
  for (const name of names) await made.ui.addPlatformFile(fileOf(name));
  await decided(made.ui);
  return made;
}

async function madeFor(names) {
  const made = await given(names);
  await made.ui.makeLaunchSession();
  return made;
}

const bytesOf = (ui, end) => ui.launchSession.value.files.find(({ name }) => name.endsWith(end)).bytes;
const isWiped = (bytes) => bytes.every((byte) => byte === 0);

test('the verdict comes by itself, and every change takes it back at once', async () => {
  const { ui } = await given(romes);
  assert.equal(voucher(ui), 'amd');
  ui.removePlatformFile(ui.platformFiles.value[3]);
  assert.notEqual(ui.platformVerdict.value.kind, 'decided');
  await decided(ui);
  assert.equal(voucher(ui), 'nobody');
  for (const file of ui.platformFiles.value) ui.removePlatformFile(file);
  assert.equal(ui.platformVerdict.value.kind, 'none');
});

test('a root counts where its owner names it, and no longer', async () => {
  const { ui } = await given(standIn);
  assert.equal(voucher(ui), 'nobody');
  await ui.putRoot(fileOf('stand-in-a/ark.cert'));
  await decided(ui);
  assert.equal(voucher(ui), 'named-root');
  ui.clearRoot();
  await decided(ui);
  assert.equal(voucher(ui), 'nobody');
});

test('a chip id counts once its field is left', async () => {
  const { ui } = await given(romes);
  const id = readFileSync(new URL('stand-in-a/chip-id.txt', vectors), 'utf8').trim();
  ui.chipIdText.value = id.slice(0, 20);
  assert.equal(ui.platformVerdict.value.kind, 'waiting');
  ui.setChipId(` ${id}\n`);
  await decided(ui);
  assert.match(ui.platformVerdict.value.report.computed.cekAddress, /kdsintf/);
  ui.setChipId('00');
  await until(() => ui.platformVerdict.value.kind === 'invalid', 'a refusal');
  assert.equal(ui.platformProblemAt('chipId').field, 'chipId');
});

test('a file that cannot be used is never left out in silence', async () => {
  const { ui } = await given(romes);
  await ui.addPlatformFile(new File(['what is this'], 'platform.txt'));
  assert.equal(ui.platformVerdict.value.kind, 'invalid');
  await ui.addPlatformFile(fileOf('chains/naples/pdh.cert'));
  ui.removePlatformFile(ui.platformFiles.value.find(({ state }) => state === 'failed'));
  await until(() => ui.platformVerdict.value.kind === 'invalid', 'two PDHs contradict each other');
});

test('a session is made of what is given, with the program\'s names', async () => {
  const { ui, engine } = await given(romes);
  ui.sessionName.value = 'night';
  await ui.makeLaunchSession();
  assert.deepEqual(engine.made, [{ policy: '0xf', name: 'night', insecure: false, kernelHashes: false }]);
  assert.equal(ui.launchSession.value.files[0].name, 'night_tik.bin');
  assert.ok(ui.isSessionOfNow());
  ui.setSessionPolicy('0xb');
  assert.ok(!ui.isSessionOfNow());
  assert.ok(ui.launchSession.value, 'it is not lost with a change');
});

test('kernel hashes are asked for in the files for the host, and a session without them is one of before', async () => {
  const { ui, engine } = await given(romes);
  await ui.makeLaunchSession();
  assert.ok(!ui.textOf('_launchsecurity.xml').includes('kernelHashes'));
  ui.kernelHashes.value = true;
  assert.ok(!ui.isSessionOfNow());
  for (const { name } of ui.launchSession.value.files) ui.keepFile(name);
  await ui.makeLaunchSession();
  assert.equal(engine.made[1].kernelHashes, true);
  ui.clearWish();
  assert.equal(ui.kernelHashes.value, false);
});

test('where nobody vouches it takes a step of its own', async () => {
  const { ui, engine } = await given(standIn);
  await ui.makeLaunchSession();
  assert.equal(engine.made.length, 0);
  assert.ok(ui.confirming.value);
  ui.setChipId('');
  ui.sessionName.value = 'other';
  assert.ok(!ui.confirming.value, 'it was about other inputs');
  await ui.makeLaunchSession();
  await ui.makeLaunchSession(true);
  assert.ok(ui.isInsecure(ui.launchSession.value));
});

test('what is wrong with policy or name is said of its field', async () => {
  const { ui } = await given(romes);
  ui.chooseSessionPolicy('0x40');
  await ui.makeLaunchSession();
  assert.deepEqual([ui.launchSession.value, ui.makeError.value.field], [null, 'policy']);
  ui.chooseSessionPolicy('0xf');
  assert.equal(ui.makeError.value, null);
  ui.sessionName.value = '../vm';
  await ui.makeLaunchSession();
  assert.equal(ui.makeError.value.field, 'sessionName');
});

test('unsaved until keys, certificate and session are taken along', async () => {
  const { ui } = await madeFor(romes);
  assert.ok(ui.hasUnsavedSession());
  ui.keepFile('vm_tik.bin');
  ui.keepFile('vm_tek.bin');
  ui.keepFile('vm_godh.b64');
  assert.ok(ui.hasUnsavedSession());
  ui.keepFile('vm_launchsecurity.xml');
  assert.ok(!ui.hasUnsavedSession());
  assert.equal(ui.unsavedWords(), '');
});

test('another session wipes the keys of the one before, and asks first', async () => {
  const { ui } = await madeFor(romes);
  const tik = bytesOf(ui, '_tik.bin');
  window.confirm = () => false;
  await ui.makeLaunchSession();
  assert.equal(bytesOf(ui, '_tik.bin'), tik);
  window.confirm = () => true;
  await ui.makeLaunchSession();
  assert.ok(isWiped(tik));
  assert.notDeepEqual(bytesOf(ui, '_tik.bin'), tik);
});

test('leaving the page and starting over wipe the keys', async () => {
  for (const leave of ['wipeAllKeys', 'startOver']) {
    const { ui } = await madeFor(romes);
    const [tik, tek] = [bytesOf(ui, '_tik.bin'), bytesOf(ui, '_tek.bin')];
    await ui.goOn();
    const inPlace = ui.held('tik').bytes;
    ui[leave]();
    assert.ok(isWiped(tik) && isWiped(tek) && isWiped(inPlace), leave);
    assert.equal(ui.launchSession.value, null);
    if (leave === 'wipeAllKeys') assert.match(ui.sessionNote.value, /wiped/);
    else assert.equal(ui.platformVerdict.value.kind, 'none');
  }
});

test('start over can be undone but for the session', async () => {
  const { ui } = await madeFor(romes);
  ui.startOver();
  ui.notice.value.undo();
  await decided(ui);
  assert.equal(voucher(ui), 'amd');
  assert.equal(ui.launchSession.value, null);
});

test('going on puts keys and policy in their places, and nothing of an earlier launch stays', async () => {
  const { ui } = await madeFor(romes);
  assert.ok(ui.held('tk'));
  await ui.goOn();
  assert.equal(ui.held('tk'), null);
  assert.deepEqual(ui.held('tik').bytes, bytesOf(ui, '_tik.bin'));
  assert.notEqual(ui.held('tik').bytes, bytesOf(ui, '_tik.bin'), 'a copy of its own');
  assert.match(ui.held('tek').key.tek, /^[0-9a-f]{8}$/);
  assert.deepEqual([ui.texts.policy.value, ui.origins.policy.value, ui.texts.measurement.value], ['0xf', '', '']);
  assert.match(ui.notice.value.text, /Other keys and a measurement of an earlier launch were removed/);
});

test('after a restart the files are read again, and the session is still there', async () => {
  const { ui, engine } = await madeFor(romes);
  const before = engine.held.length;
  await ui.restart();
  await decided(ui);
  // With the firmware.
  assert.equal(engine.held.length, before + romes.length + 1);
  assert.ok(ui.launchSession.value);
  assert.ok(ui.isSessionOfNow());
});

test('failed self-tests take verdict and session back', async () => {
  const { ui, engine } = await madeFor(romes);
  engine.healthy = false;
  await ui.restart();
  await until(() => ui.platformVerdict.value.kind === 'stopped', 'no verdict');
  assert.equal(ui.launchSession.value, null);
});

test('certificates that are dropped after the start lead before it, with a way back', async () => {
  const { ui } = await start();
  await ui.takeFiles(romes.map(fileOf), []);
  assert.equal(ui.shownMoment.value, 'before');
  assert.match(ui.notice.value.text, /Before the start/);
  assert.equal(ui.notice.value.back.label, 'Back to After the start');
  ui.notice.value.back.run();
  assert.equal(ui.shownMoment.value, 'paused');
  await decided(ui);
  const [entry] = ui.entries.value;
  assert.ok(ui.stillUsed(entry));
  ui.removeEntry(entry);
  assert.equal(ui.platformFiles.value.length, 3);
  // Of a mixture, something is of use in the view that is shown.
  await ui.takeFiles([fileOf(romes[0]), new File(['x'], 'vmsaCpu0.bin')], []);
  assert.equal(ui.shownMoment.value, 'paused');
});

test('nodesevinfo that is pasted is a file of the platform', async () => {
  const { ui } = await start();
  await ui.takeHostOutput(readFileSync(new URL('stand-in-a/nodesevinfo.txt', vectors), 'utf8'), 'Pasted text');
  await decided(ui);
  assert.equal(ui.shownMoment.value, 'before');
  assert.equal(ui.platformVerdict.value.report.findings[0].code, 'platform-cek-unsigned');
  ui.showMoment('paused');
});

const { standing, linkedCertificates, brokenLinks, proofs } = await loadUi('kinds/platform/standing.ts', 'kinds/platform/chain.ts');

test('the picture has every link with its outcome, and calls AMD\'s only what is', async () => {
  assert.equal(standing().name, 'incomplete');
  const { ui } = await given([...standIn, 'stand-in-a/ark.cert']);
  const { report } = ui.platformVerdict.value;
  const linked = linkedCertificates(report);
  assert.deepEqual(linked.map(({ title }) => title), ['ARK', 'ASK', 'CEK', 'OCA', 'PEK', 'PDH']);
  assert.equal(linked.flatMap(({ links }) => links).length, 8);
  assert.deepEqual(linked.slice(0, 2).map(({ what }) => what), ['root', 'signing key']);
  assert.deepEqual(brokenLinks(report), ['ARK, known to be AMD\'s: It is none of the roots that are built in.']);
});

// SECURITY.md, "What a verified platform proves".
test('no word of the picture promises more than the chain proves', async () => {
  assert.match(proofs.amd, /with an extracted CEK of this generation anybody can pose as the platform/);
  assert.doesNotMatch(proofs.amd, /nobody else/);
  const { ui } = await given(romes);
  const cek = linkedCertificates(ui.platformVerdict.value.report).find(({ name }) => name === 'cek');
  assert.deepEqual(cek.links.map(({ words }) => words), [
    'It is none of the three that are known in public, taken out of chips.']);
});

test('a session that was made before is checked with its keys and the policy', async () => {
  const { ui } = await madeFor(romes);
  const files = ui.launchSession.value.files.map(({ name, bytes }) => new File([bytes.slice()], name));
  const [tik, tek, godh, session] = files;
  assert.equal(ui.missingForCheck.value, 'a session');
  await ui.addSessionFile(session);
  await ui.addSessionFile(godh);
  assert.match(ui.missingForCheck.value, /TIK/);
  await ui.addCheckKey(tek);
  await ui.addCheckKey(tik);
  assert.deepEqual(ui.checkKeys.value.map(({ field }) => field), ['tek', 'tik']);
  await ui.checkSession();
  assert.equal(ui.sessionCheck.value.report.verdict, 'match');
  assert.equal(ui.sessionCheck.value.report.computed.policy.hex, '0xf');
  ui.setSessionPolicy('0x7');
  assert.equal(ui.sessionCheck.value.kind, 'none', 'a change takes the answer back');
  await ui.checkSession();
  assert.equal(ui.sessionCheck.value.report.verdict, 'mismatch');
  const { bytes } = ui.checkKeys.value[0];
  await ui.addCheckKey(new File([new Uint8Array(32).fill(7)], 'guest_tk.bin'));
  assert.ok(isWiped(bytes), 'a TK has both');
  assert.deepEqual(ui.checkKeys.value.map(({ field }) => field), ['tk']);
  const last = ui.checkKeys.value[0].bytes;
  ui.wipeAllKeys();
  assert.ok(isWiped(last));
});
