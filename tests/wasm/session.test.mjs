// Sessions: made as the program makes them, opened by the stand-in's key, and checked.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';

import { error, loadCore, root, sha256, value } from './core.mjs';

const core = await loadCore();
const folder = join(root, 'tests', 'vectors', 'platform');
const program = process.env.SEVPROOF_PROGRAM ?? join(root, 'build', 'release', 'bin', 'sevproof');
const skip = !existsSync(program) && 'the program is not built';

const filesOf = (...names) => Object.fromEntries(names.map((name) => (
  [name, new Uint8Array(readFileSync(join(folder, name)))])));
const standIn = ['stand-in-a/nodesevinfo.txt', 'stand-in-a/cek.cert', 'stand-in-a/ask.cert'];
const ark = 'stand-in-a/ark.cert';
const rome = ['pdh', 'pek', 'oca', 'cek'].map((name) => `chains/rome/${name}.cert`);

/** A session, and its files as {end: bytes}. */
function make(files, { named = {}, policy = '0xf', name = 'vm', insecure = false, kernelHashes = false } = {}) {
  const maker = new core.SessionMaker();
  try {
    const { report, files: list } = value(maker.make(files, named, '',
      { policy, name, insecure, kernelHashes }));
    const contents = list.map((file, at) => ({ ...file, bytes: maker.content(at).slice() }));
    assert.equal(maker.content(list.length).length, 0);
    return { report: JSON.parse(report), text: report, list, contents };
  } finally {
    maker.delete();
  }
}

const contentOf = ({ contents }, end) => contents.find(({ name }) => name.endsWith(end)).bytes;
const textOf = (made, end) => Buffer.from(contentOf(made, end)).toString();

test('a session for a platform of AMD, with the files of the program', () => {
  const made = make(filesOf(...rome), { name: 'night-vm' });
  assert.deepEqual(made.list.map(({ name }) => name), ['night-vm_tik.bin', 'night-vm_tek.bin', 'night-vm_godh.b64',
    'night-vm_session.b64', 'night-vm_launchsecurity.xml', 'night-vm_qemu.txt']);
  assert.deepEqual(made.list.map(({ isSecret }) => isSecret), [true, true, false, false, false, false]);
  const { computed, verdict } = made.report;
  assert.deepEqual([verdict, computed.vouchedForBy, computed.generation, computed.policy.hex],
    ['match', 'amd', 'Rome', '0xf']);
  assert.equal(computed.session.sha256, sha256(Buffer.from(textOf(made, '_session.b64'), 'base64')));
  assert.equal(contentOf(made, '_tik.bin').length, 16);
  assert.ok(textOf(made, '_launchsecurity.xml').includes(textOf(made, '_godh.b64')));
});

test('the policy is authenticated under the TIK, and the keys are new each time', () => {
  const [first, second] = [1, 2].map(() => make(filesOf(...rome), { policy: 'nodbg,noks,es,nosend' }));
  for (const made of [first, second]) {
    const session = Buffer.from(textOf(made, '_session.b64'), 'base64');
    const mac = createHmac('sha256', contentOf(made, '_tik.bin')).update(Buffer.from([0xf, 0, 0, 0])).digest();
    assert.deepEqual(session.subarray(0x60), mac);
  }
  assert.notDeepEqual(contentOf(first, '_tik.bin'), contentOf(second, '_tik.bin'));
  assert.notDeepEqual(contentOf(first, '_tek.bin'), contentOf(second, '_tek.bin'));
});

test('where nobody vouches there is none, unless that was asked for', () => {
  const files = filesOf(...standIn);
  const refused = make(files);
  assert.deepEqual([refused.list, refused.report.verdict, refused.report.computed.session], [[], 'mismatch', null]);
  const made = make(files, { insecure: true });
  assert.equal(made.list.length, 6);
  assert.ok(made.report.findings.some(({ code }) => code === 'session-unverified'));
  const named = make(files, { named: filesOf(ark) });
  assert.equal(named.report.computed.vouchedForBy, 'named-root');
  assert.match(textOf(named, '_qemu.txt'), /cbitpos=51,reduced-phys-bits=1/);
});

test('kernel hashes stand in the files for the host only where they were asked for', () => {
  const without = make(filesOf(...rome));
  assert.match(textOf(without, '_launchsecurity.xml'), /^<launchSecurity type='sev'>\n/);
  assert.doesNotMatch(textOf(without, '_qemu.txt'), /kernel-hashes/);
  const made = make(filesOf(...rome), { kernelHashes: true });
  assert.match(textOf(made, '_launchsecurity.xml'), /^<launchSecurity type='sev' kernelHashes='yes'>\n/);
  assert.match(textOf(made, '_qemu.txt'), /,kernel-hashes=on\n$/);
});

test('what is wrong is said of its field', () => {
  const maker = new core.SessionMaker();
  const files = filesOf(...rome);
  const wish = { policy: '0xf', name: 'vm', insecure: false, kernelHashes: false };
  const refusal = (given, other = {}) => error(maker.make(given, {}, '', { ...wish, ...other })).field;
  assert.equal(refusal(files, { policy: 'x' }), 'policy');
  assert.equal(refusal(files, { policy: '0x40' }), 'policy');
  assert.equal(refusal(files, { name: '../x' }), 'sessionName');
  assert.equal(refusal(filesOf('chains/rome/cek.cert')), 'platform');
  assert.equal(refusal({ junk: new Uint8Array(3) }), 'platform');
  assert.equal(maker.content(0).length, 0);
  maker.delete();
});

test('the report is the program\'s but for what is drawn', { skip }, (t) => {
  const out = mkdtempSync(join(tmpdir(), 'sevproof-session-'));
  t.after(() => rmSync(out, { recursive: true }));
  const text = execFileSync(program, ['session', 'create', '--json', '--policy', '0x7', '--root', ark, '--out', out,
    ...standIn.flatMap((name) => ['--platform', name])], { encoding: 'utf8', cwd: folder });
  const made = make(filesOf(...standIn), { named: filesOf(ark), policy: '0x7' });
  const drawn = (whole) => whole.replace(/"session": \{[^}]*\}|"godh": \{[^}]*\}/g, '"drawn": null');
  assert.equal(drawn(made.text), drawn(text));
  assert.deepEqual(readdirSync(out).sort(), made.list.map(({ name }) => name).sort());
  assert.equal(readFileSync(join(out, 'vm_qemu.txt'), 'utf8'), textOf(made, '_qemu.txt'));
});

test('a session is checked as by the program', { skip }, (t) => {
  const out = mkdtempSync(join(tmpdir(), 'sevproof-session-'));
  t.after(() => rmSync(out, { recursive: true }));
  const made = make(filesOf(...rome));
  for (const { name, bytes } of made.contents) writeFileSync(join(out, name), bytes);
  const one = (end) => ({ [end]: contentOf(made, end) });
  const keys = { tik: contentOf(made, '_tik.bin'), tek: contentOf(made, '_tek.bin') };
  for (const policy of ['0xf', '0x7', '']) {
    const { report } = value(core.checkSession(one('_session.b64'), one('_godh.b64'), {}, keys, policy));
    const words = ['session', 'check', '--json', '--session', 'vm_session.b64', '--godh', 'vm_godh.b64', '--tik',
      'vm_tik.bin', '--tek', 'vm_tek.bin', ...policy ? ['--policy', policy] : []];
    let text;
    try {
      text = execFileSync(program, words, { encoding: 'utf8', cwd: out, stdio: 'pipe' });
    } catch (ended) {
      text = ended.stdout;
    }
    assert.equal(report, text, policy);
    assert.equal(JSON.parse(report).verdict, policy === '0x7' ? 'mismatch' : 'match');
  }
  assert.equal(error(core.checkSession(one('_session.b64'), {}, {}, {}, '')).field, 'tik');
  assert.equal(error(core.checkSession({}, {}, {}, keys, '')).field, 'session');
  assert.equal(error(core.checkSession({ junk: new Uint8Array(5) }, {}, {}, keys, '')).field, 'session');
});

test('a policy by itself', () => {
  const view = value(core.checkPolicy('NODBG|noks, es,nosend'));
  assert.equal(view.number, 15);
  assert.match(view.description, /^0xf \(15\): NODBG NOKS ES NOSEND/);
  assert.deepEqual(view.findings, []);
  const weak = value(core.checkPolicy('15')).findings.map(({ code }) => code);
  assert.deepEqual(weak, ['policy-notation']);
  assert.ok(value(core.checkPolicy('0')).findings.some(({ code }) => code === 'policy-debug-allowed'));
  assert.equal(error(core.checkPolicy('0xg')).field, 'policy');
});
