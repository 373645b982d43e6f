// SEV-SNP before the start: published digests, the program's own bytes of JSON, ID blocks, and requests that nobody
// should send.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';

import { digestOf, error, loadCore, root, value } from './core.mjs';

const core = await loadCore();
const folder = join(root, 'tests', 'vectors', 'snp');
const vectors = JSON.parse(readFileSync(join(folder, 'digests.json'), 'utf8'));
const program = process.env.SEVPROOF_PROGRAM ?? join(root, 'build', 'release', 'bin', 'sevproof');
const isBuilt = existsSync(program);
const skip = !isBuilt && 'the program is not built';
const scratch = mkdtempSync(join(tmpdir(), 'sevproof-snp-'));
after(() => rmSync(scratch, { recursive: true }));

const bytesOf = (name) => new Uint8Array(readFileSync(join(folder, name)));
const amdSev = bytesOf('firmware/ovmf_AmdSev_suffix.bin');
const milan = { numCpus: '1', cpu: 'EPYC-Milan' };
const measured = (texts, files) => JSON.parse(value(core.measureSnp(texts, files)).report);

/** What the program prints with --json. */
function ofProgram(...words) {
  try {
    return execFileSync(program, ['snp', ...words, '--json'], { encoding: 'utf8', stdio: 'pipe', cwd: folder });
  } catch (ended) {
    return ended.stdout;
  }
}

// An empty kernel, which QEMU refuses, the page refuses too: those digests the core's own tests hold.
const published = vectors.published.filter(({ mode, firmware, kernel }) => mode === 'snp' && firmware && !kernel);

test('there are digests to compare with', () => assert.ok(published.length >= 2));

for (const { id, firmware, vcpus, rdx, guestFeatures, vmm, digest } of published) {
  test(`published: ${id}`, () => {
    const texts = { numCpus: String(vcpus), cpu: rdx, guestFeatures, vmm };
    assert.equal(measured(texts, { firmware: bytesOf(firmware) }).computed.launchDigest, digest);
  });
}

const byHash = vectors.published.find(({ ovmfHash }) => ovmfHash);
const hashTexts = { vmm: 'ec2', cpu: '0', numCpus: '2', firmwareDigest: byHash.ovmfHash, resetAddress: byHash.resetEip,
  sections: byHash.sections.map(([gpa, size, type]) => `${type}:${gpa}:${size}`).join(' ') };

test('published: firmware of which the hash alone is known', () => {
  assert.equal(measured(hashTexts, {}).computed.launchDigest, byHash.digest);
});

const kernel = bytesOf('own/kernel.bin');
const initrd = bytesOf('own/initrd.bin');
const boot = { kernel: { ...digestOf(kernel), head: kernel }, initrd: { ...digestOf(initrd), head: initrd } };
const cmdline = 'root=/dev/vda1 ro console=ttyS0';
const image = ['--firmware', 'firmware/ovmf_AmdSev_suffix.bin'];

test('the program prints the same', { skip }, () => {
  const texts = { ...milan, numCpus: '1,2,4-6', cmdline };
  const { report } = value(core.measureSnp(texts, { firmware: amdSev, ...boot }));
  assert.equal(report, ofProgram('measure', ...image, '--kernel', 'own/kernel.bin', '--initrd', 'own/initrd.bin',
    '--cmdline', cmdline, '--num-cpus', '1,2,4-6', '--cpu', 'EPYC-Milan'));
});

const igvmFolder = join(root, 'tests', 'vectors', 'igvm');
const igvms = JSON.parse(readFileSync(join(igvmFolder, 'digests.json'), 'utf8')).files;

for (const [name, { digests: { snp } }] of Object.entries(igvms)) {
  const path = join(igvmFolder, `${name}.igvm`);
  const igvm = new Uint8Array(readFileSync(path));
  test(`an IGVM file: ${name}`, () => {
    const { computed } = measured({ numCpus: '1,2', cpu: 'EPYC-Milan' }, { igvm });
    assert.equal(computed.igvm.inOrder, snp.file);
    assert.deepEqual(computed.launchDigests.map(({ hex }) => hex), [snp['qemu-1-vcpu'], snp['qemu-2-vcpus-EPYC-Milan']]);
  });
  test(`the program prints the same of it: ${name}`, { skip }, () => {
    assert.equal(value(core.measureSnp({}, { igvm })).report, ofProgram('measure', '--igvm', path));
  });
}

test('every page that was measured', () => {
  const texts = { ...milan, numCpus: '1,3' };
  const { steps } = value(core.listSnpSteps(texts, { firmware: amdSev }));
  const lines = steps.trimEnd().split('\n');
  assert.match(lines[0], /^NORMAL,0xfffff000,[0-9a-f]{96}$/);
  const vmsas = lines.filter((line) => line.startsWith('VMSA,'));
  const { launchDigests } = measured(texts, { firmware: amdSev }).computed;
  assert.deepEqual(vmsas.map((line) => line.split(',')[2]).filter((_, at) => at !== 1),
    launchDigests.map(({ hex }) => hex));
});

test('what is missing, and where it is to be given', () => {
  const { field, missing } = error(core.measureSnp({}, {}));
  assert.equal(field, 'firmware');
  assert.deepEqual(missing.map((one) => one.field), ['firmware', 'numCpus', 'cpu']);
  assert.equal(missing[0].what, 'Firmware (or OVMF hash, IGVM file)');
});

const misfits = [
  ['numCpus', { ...milan, numCpus: '0' }], ['numCpus', { ...milan, numCpus: '1-' }], ['cpu', { ...milan, cpu: 'EPYC-Foo' }],
  ['cpu', { ...milan, cpu: '0' }], ['vmm', { ...milan, vmm: 'xen' }], ['guestFeatures', { ...milan, guestFeatures: '-1' }],
  ['sections', { ...milan, sections: '1:2' }], ['firmwareDigest', { ...milan, firmwareDigest: 'ab' }],
  ['kernel', { ...milan, cmdline: 'x' }],
];
for (const [field, texts] of misfits) {
  test(`an error stands at its field: ${field} ${JSON.stringify(texts)}`, () => {
    assert.equal(error(core.measureSnp(texts, { firmware: amdSev })).field, field);
  });
}

test('files that are none', () => {
  const junk = new Uint8Array(4096).fill(65);
  for (const field of ['firmware', 'igvm']) {
    for (const content of [new Uint8Array(), junk, amdSev.slice(7)]) {
      assert.equal(error(core.measureSnp(milan, { [field]: content })).field, field);
    }
  }
  assert.equal(error(core.measureSnp(milan, { firmware: amdSev, igvm: junk })).field, 'igvm');
  assert.equal(error(core.measureSnp(milan, { firmware: amdSev, kernel: { sha256: 'zz', size: 1 } })).field, 'kernel');
  // What is no text counts as not given.
  assert.equal(error(core.measureSnp({ numCpus: 4, cpu: null }, { firmware: amdSev })).field, 'numCpus');
});

test('texts by themselves', () => {
  assert.match(value(core.checkSnpText('cpu', 'EPYC-Genoa')).description, /signature 0xa10f10/);
  assert.match(value(core.checkSnpText('guestFeatures', '0x21')).description, /DebugSwap/);
  assert.match(value(core.checkSnpText('numCpus', '1,2,4-64')).description, /^63 numbers/);
  const { digest } = published[0];
  for (const text of [digest, digest.toUpperCase(), ` ${Buffer.from(digest, 'hex').toString('base64')}\n`]) {
    assert.equal(value(core.checkSnpText('launchDigest', text)).description, digest);
  }
  assert.match(error(core.checkSnpText('launchDigest', 'ab'.repeat(32))).hint, /SHA-256/);
  assert.deepEqual(value(core.checkSnpText('policy', '0xb0000')).findings.map(({ code }) => code), ['snp-policy-debug-allowed']);
  assert.equal(error(core.checkSnpText('nonsense', '')).kind, 'internal');
});

const idKey = bytesOf('idblock/id_key_test.pem');
const authorKey = bytesOf('idblock/author_key_test.pem');
const wish = { launchDigest: published[0].digest, policy: '0x30000', familyId: '01'.repeat(16), guestSvn: '2' };

test('an ID block: the program\'s files, which it accepts', { skip }, () => {
  const { report, files } = value(core.createIdBlock(wish, { idKey, authorKey }, 'vm'));
  assert.deepEqual(files.map(({ name }) => name), ['vm_idblock.bin', 'vm_idauth.bin', 'vm_idblock.b64', 'vm_idauth.b64',
    'vm_launchsecurity.xml', 'vm_qemu.txt']);
  for (const { name, base64 } of files) writeFileSync(join(scratch, name), Buffer.from(base64, 'base64'));
  const checked = JSON.parse(ofProgram('id-block', 'check', '--id-block', join(scratch, 'vm_idblock.b64'),
    '--id-auth', join(scratch, 'vm_idauth.bin'), '--launch-digest', wish.launchDigest, '--policy', '0x30000'));
  assert.equal(checked.verdict, 'match');
  assert.equal(checked.idKeyDigest, JSON.parse(report).idKeyDigest);
  const [block, auth] = files.map(({ base64 }) => new Uint8Array(Buffer.from(base64, 'base64')));
  const own = value(core.checkIdBlock(wish, { idBlock: block, idAuth: auth })).report;
  assert.equal(JSON.parse(own).verdict, 'match');
  const other = JSON.parse(value(core.checkIdBlock({ ...wish, policy: '0xb0000' }, { idBlock: block, idAuth: auth })).report);
  assert.equal(other.verdict, 'mismatch');
});

test('the program says the same of a pair that another tool made', { skip }, () => {
  const files = { idBlock: bytesOf('idblock/id-block.bin'), idAuth: bytesOf('idblock/id-auth.bin') };
  assert.equal(value(core.checkIdBlock({}, files)).report,
    ofProgram('id-block', 'check', '--id-block', 'idblock/id-block.bin', '--id-auth', 'idblock/id-auth.bin'));
});

test('an ID block for a guest with a kernel asks for kernel hashes', () => {
  const textOf = (texts, end) => Buffer.from(value(core.createIdBlock(texts, { idKey }, 'vm')).files
    .find(({ name }) => name.endsWith(end)).base64, 'base64').toString();
  assert.match(textOf({ ...wish, kernelHashes: 'yes' }, '.xml'), /<launchSecurity type='sev-snp' kernelHashes='yes'>/);
  assert.match(textOf({ ...wish, kernelHashes: 'yes' }, '.txt'), /,kernel-hashes=on\n/);
  assert.doesNotMatch(textOf(wish, '.xml') + textOf(wish, '.txt'), /kernel/);
});

test('an ID block: what is wrong is said of its field', () => {
  const fieldOf = (texts, keys, name = 'vm') => error(core.createIdBlock(texts, keys, name)).field;
  assert.equal(fieldOf({}, { idKey }), 'launchDigest');
  assert.equal(fieldOf(wish, {}), 'idKey');
  assert.equal(fieldOf(wish, { idKey: new Uint8Array(40) }), 'idKey');
  assert.equal(fieldOf(wish, { idKey, authorKey: new Uint8Array(3) }), 'authorKey');
  assert.equal(fieldOf({ ...wish, familyId: 'xy' }, { idKey }), 'familyId');
  assert.equal(fieldOf({ ...wish, policy: 'none' }, { idKey }), 'policy');
  assert.equal(fieldOf({ ...wish, policy: '30000' }, { idKey }), 'policy');
  assert.equal(fieldOf(wish, { idKey }, '../vm'), 'blockName');
  const pair = { idBlock: new Uint8Array(95), idAuth: new Uint8Array(4096) };
  assert.equal(error(core.checkIdBlock({}, pair)).field, 'idBlock');
  assert.equal(error(core.checkIdBlock({}, { ...pair, idBlock: new Uint8Array(96), idAuth: new Uint8Array(9) })).field, 'idAuth');
  assert.equal(error(core.checkIdBlock({}, {})).field, 'idBlock');
});

/** The bytes of the report once the search is over. */
function explained(texts, files, measurement, candidates = []) {
  const search = new core.DiagnosisSearch();
  try {
    for (const each of candidates) value(search.add(each));
    let step = value(search.beginSnp(texts, files, measurement));
    while (!step.done) step = value(search.run(1000));
    return value(search.report()).report;
  } finally {
    search.delete();
  }
}

const digestOfLaunch = (texts, files) => measured(texts, files).computed.launchDigest;
const longSearch = ['--diagnose', '600'];

test('another digest is explained: the program\'s bytes', { skip }, () => {
  const files = { firmware: amdSev };
  for (const started of [{ ...milan, numCpus: '3' }, { ...milan, cpu: 'EPYC-Genoa' }, { ...milan, guestFeatures: '0x21' },
    { ...milan, vmm: 'gce' }]) {
    const digest = digestOfLaunch(started, files);
    assert.equal(explained(milan, files, digest),
      ofProgram('explain', '-m', digest, ...image, '--num-cpus', '1', '--cpu', 'EPYC-Milan', ...longSearch));
  }
});

test('what no launch has is not explained: the program\'s bytes', { skip }, () => {
  const igvm = '../igvm/snp-basic.igvm';
  const unknown = '07'.repeat(48);
  const text = explained({}, { igvm: bytesOf(igvm) }, unknown);
  assert.equal(JSON.parse(text).diagnosis.outcome, 'not-explained');
  assert.equal(text, ofProgram('explain', '-m', unknown, '--igvm', igvm, ...longSearch));
});

test('a candidate that was started instead is named', () => {
  const other = new Uint8Array(amdSev);
  other[0] ^= 1;
  const digest = digestOfLaunch(milan, { firmware: other });
  const candidates = [{ name: 'other.fd', file: digestOf(other), content: other }];
  const { diagnosis } = JSON.parse(explained(milan, { firmware: amdSev }, digest, candidates));
  assert.deepEqual(diagnosis.changes.map(({ code }) => code), ['firmware-candidate']);
  assert.match(diagnosis.changes[0].message, /other\.fd/);
});

test('a search needs a digest that is another', () => {
  const files = { firmware: amdSev };
  const search = new core.DiagnosisSearch();
  const begin = (texts, measurement) => error(search.beginSnp(texts, files, measurement));
  assert.match(begin(milan, digestOfLaunch(milan, files)).message, /nothing to explain/);
  assert.equal(begin(milan, '07').field, 'expectedDigest');
  assert.equal(begin({}, '07'.repeat(48)).field, 'numCpus');
  assert.equal(error(search.run(1)).kind, 'invalid');
  search.delete();
});

test('a domain\'s XML is held against the launch, and names what was started', () => {
  const domainXml = new TextEncoder().encode(`<domain><name>g</name><vcpu>3</vcpu><cpu mode='custom'><model>EPYC</model></cpu>
    <os><loader>/fw</loader></os><launchSecurity type='sev-snp'><policy>0xb0000</policy></launchSecurity></domain>`);
  const files = { firmware: amdSev, domainXml };
  const report = measured(milan, files);
  assert.deepEqual([report.domain.name, report.inputs.vcpus.from], ['g', 'owner']);
  assert.ok(report.findings.some(({ code }) => code === 'domain-vcpus-differ'));
  const digest = digestOfLaunch({ ...milan, numCpus: '3' }, files);
  const { diagnosis } = JSON.parse(explained(milan, files, digest));
  assert.deepEqual(diagnosis.changes.map(({ code }) => code), ['said-vcpus']);
  assert.equal(measured({ ...milan, vmm: 'gce' }, files).domain, null, 'GCE starts no domain');
  const of = (xml) => core.measureSnp(milan, { firmware: amdSev, domainXml: new TextEncoder().encode(xml) });
  assert.equal(error(of('<domain')).field, 'domainXml');
  assert.equal(JSON.parse(value(of('<domain><launchSecurity type="sev"/></domain>')).report).domain, null);
});

test('says of the host\'s words whether they are of such a guest', () => {
  const isSnp = (text) => {
    const bytes = new TextEncoder().encode(text);
    return value(core.recognise('', bytes, bytes.slice(-48), bytes.length)).isSnp;
  };
  assert.equal(isSnp('{"return": {"enabled": true, "sev-type": "sev-snp", "snp-policy": 196608}}'), true);
  assert.equal(isSnp('<domain><launchSecurity type="sev-snp"/></domain>'), true);
  assert.equal(isSnp('sev-policy: 3\nsev-api-major: 1\n'), false);
  assert.equal(isSnp('<domain><launchSecurity type="sev"/></domain>'), false);
});
