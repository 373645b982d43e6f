// The npm package, used by Node, by a bundler and by TypeScript.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createReadStream, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { runInNewContext } from 'node:vm';

import { web } from './bundle.mjs';
import { archive, bundleConsumer, folder, installed, pack, run } from './npm_package.mjs';

const sample = join(dirname(web), 'public', 'sample');
const { load } = await import(pathToFileURL(join(installed, 'node.js')));
const bytes = (name) => new Uint8Array(readFileSync(join(sample, name)));

async function launchOf(sevproof, reported = 'launch-info.txt') {
  const info = sevproof.parseLaunchInfo(readFileSync(join(sample, reported), 'utf8'));
  assert.ok(info.ok);
  return {
    ...info.value,
    policy: 15,
    tk: bytes('tk.bin'),
    firmware: bytes('firmware.fd'),
    kernel: await sevproof.digest(createReadStream(join(sample, 'vmlinuz'))),
    initrd: await sevproof.digest(bytes('initrd.img')),
    cmdline: readFileSync(join(sample, 'cmdline.txt'), 'utf8'),
    numCpus: 4,
    cpu: 'EPYC-Milan',
  };
}

test('has all that it needs, and nothing of this machine', () => {
  const files = readdirSync(installed).sort();
  assert.deepEqual(files, ['LICENSE', 'README.md', 'THIRD-PARTY-NOTICES.txt', 'browser.d.ts', 'browser.js', 'face.d.ts',
    'face_report.d.ts', 'face_snp.d.ts', 'node.d.ts', 'node.js', 'package.json', 'platforms.d.ts', 'reports.d.ts', 'sevproof.d.ts', 'sevproof_core.wasm',
    'snp.d.ts', 'snp_reports.d.ts', 'values.d.ts']);
  const { version, dependencies } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  assert.match(version, /^[1-9]|^0\.[1-9]/);
  assert.equal(dependencies, undefined);
  for (const file of files) {
    assert.ok(!readFileSync(join(installed, file), 'latin1').includes(dirname(web)), `${file} names ${dirname(web)}`);
  }
  const notices = readFileSync(join(installed, 'THIRD-PARTY-NOTICES.txt'), 'utf8');
  for (const name of ['Mbed TLS', 'pugixml', 'LZMA SDK', 'JSON for Modern C++']) assert.ok(notices.includes(name), name);
});

test('is the same to the byte when it is packed again', () => {
  assert.deepEqual(readFileSync(pack('second')), readFileSync(archive));
});

test('passes its self-tests', async () => {
  const tests = (await load()).selfTests();
  assert.ok(tests.length >= 10 && tests.every(({ passed }) => passed));
});

test('validates a launch, packs a secret for it, and opens the packet', async () => {
  const sevproof = await load();
  const launch = await launchOf(sevproof);
  const { ok, value } = sevproof.validate(launch);
  assert.ok(ok);
  assert.equal(value.report.verdict, 'match');
  assert.deepEqual(JSON.parse(value.text), value.report);
  assert.deepEqual(sevproof.missing({}).value.length > 3, true);
  assert.deepEqual(sevproof.missing(launch).value, []);
  const packed = sevproof.pack(launch, [{ name: 'luks-key', data: Buffer.from('correct horse') }]);
  assert.ok(packed.ok, JSON.stringify(packed));
  const opened = sevproof.unpack(launch, packed.value.header, packed.value.payload);
  assert.equal(opened.value.secrets[0].size, 13);
});

test('names the reason of a mismatch, and packs nothing for it', async () => {
  const sevproof = await load();
  const launch = await launchOf(sevproof, 'launch-info-tampered.txt');
  assert.equal(sevproof.validate(launch).value.report.verdict, 'mismatch');
  const steps = [];
  const { value } = await sevproof.diagnose(launch, { seconds: 60, onProgress: (step) => steps.push(step) });
  assert.equal(value.report.verdict, 'mismatch');
  assert.match(JSON.stringify(value.report.diagnosis), /init=\/bin\/sh/);
  assert.equal(sevproof.pack(launch, [{ name: 'luks-key', data: Buffer.from('x') }]).ok, false);
});

test('answers bad input with an error', async () => {
  const sevproof = await load();
  const launch = await launchOf(sevproof);
  const { ok, error } = sevproof.validate({ ...launch, cpu: 'EPYC-Mars' });
  assert.equal(ok, false);
  assert.equal(error.field, 'cpu');
  assert.match(error.message, /EPYC-Mars/);
  assert.equal(sevproof.parseLaunchInfo('nothing').ok, false);
  await assert.rejects(sevproof.diagnose(launch).then((answer) => assert.ok(answer.ok)), assert.AssertionError);
});

test('answers what is of another type with an error, and throws nothing', async () => {
  const sevproof = await load();
  const launch = await launchOf(sevproof);
  const refused = async (answer, field, message, hint = '') => {
    const { ok, error } = await answer;
    assert.equal(ok, false);
    const { code, kind, status } = error;
    assert.deepEqual({ code, kind, status, field: error.field, message: error.message, hint: error.hint },
      { code: 'malformed-request', kind: 'invalid', status: 2, field, message, hint });
  };
  const { validate, pack, diagnose } = Object.fromEntries(['validate', 'pack', 'diagnose']
    .map((call) => [call, (change, ...rest) => sevproof[call]({ ...launch, ...change }, ...rest)]));
  await refused(validate({ kernel: new Uint8Array(4) }), 'kernel',
    'kernel: expected what digest() gives, got an object (Uint8Array)');
  await refused(validate({ initrd: { sha256: 'ab', size: 1, head: 'x' } }), 'initrd',
    'initrd: expected what digest() gives, got an object (Object)');
  await refused(validate({ tk: 'abc' }), 'tk', 'tk: expected a Uint8Array, got text');
  await refused(validate({ tk: new ArrayBuffer(32) }), 'tk', 'tk: expected a Uint8Array, got an object (ArrayBuffer)');
  await refused(validate({ policy: true }), 'policy', 'policy: expected a number or text, got a boolean');
  await refused(validate({ sevFeatures: 32n }), 'sevFeatures', 'sevFeatures: expected a number or text, got a bigint');
  await refused(validate({ cpu: 25 }), 'cpu', 'cpu: expected text, got a number');
  await refused(validate({ cmdLine: 'ro' }), 'cmdLine', "unknown key 'cmdLine'", 'A Launch has measurement, apiMajor, '
    + 'apiMinor, buildId, policy, firmware, kernel, initrd, cmdline, numCpus, cpu, vmsaLayout, sevFeatures, vmsaCpu0, '
    + 'vmsaCpu1, tk, tik, tek.');
  await refused(sevproof.validate(null), null, 'launch: expected an object, got nothing');
  await refused(sevproof.missing({ tik: 1 }), 'tik', 'tik: expected a Uint8Array, got a number');
  await refused(pack({}, [{ name: 'luks-key', data: 'text' }]), 'secret', 'secrets[0].data: expected a Uint8Array, got text');
  await refused(pack({}, [null]), 'secret', 'secrets[0]: expected an object, got nothing');
  await refused(diagnose({ tk: 'abc' }), 'tk', 'tk: expected a Uint8Array, got text');
  await refused(diagnose({}, { candidates: [{ name: 'a' }] }), 'candidates',
    'candidates[0].file: expected what digest() gives, got nothing');
  await refused(sevproof.unpack(launch, 1, ''), null, 'header: expected text, got a number');
  await refused(sevproof.checkSecrets('fw', []), 'firmware', 'firmware: expected a Uint8Array, got text');
  for (const call of ['describeFirmware', 'describeDomain', 'describeVmsa', 'diffVmsa', 'parseLaunchInfo', 'recognise',
    'checkText', 'checkKey']) {
    const { ok, error } = sevproof[call](7, 7);
    assert.equal(ok, false, call);
    assert.match(error.message, /^\w+: expected (text|a Uint8Array), got a number$/, call);
  }
  const foreign = runInNewContext('new Uint8Array(32)');
  foreign.set(launch.tk);
  assert.equal(validate({ tk: foreign }).value.report.verdict, 'match');
});

test('README\'s program runs as it stands', () => {
  const [, program] = /```js\n([^]*?)```/.exec(readFileSync(join(installed, 'README.md'), 'utf8'));
  const names = { 'OVMF.amdsev.fd': 'firmware.fd', 'root=/dev/vda1': readFileSync(join(sample, 'cmdline.txt'), 'utf8') };
  const changed = Object.entries(names).reduce((text, [from, to]) => text.replace(from, to), program);
  writeFileSync(join(folder, 'readme.mjs'), changed.replaceAll(/(readFile|createReadStream)\('/g, `$1('${sample}/`));
  assert.equal(run(process.execPath, ['readme.mjs']).trim(), 'match');
});

test('goes through a bundler, which hands the module over', async () => {
  const outfile = await bundleConsumer('consumer', `
    import { load } from 'sevproof';
    import wasm from 'sevproof/sevproof_core.wasm';
    export const tests = (await load({ wasm })).selfTests();\n`);
  const { tests } = await import(pathToFileURL(outfile));
  assert.ok(tests.length >= 10 && tests.every(({ passed }) => passed));
});

test('has types that TypeScript takes, and that refuse what is wrong', () => {
  const check = (name, text) => {
    writeFileSync(join(folder, name), text);
    return spawnSync(process.execPath, [join(web, 'node_modules', 'typescript', 'bin', 'tsc'), '--noEmit', '--strict',
      '--module', 'nodenext', '--target', 'es2022', '--lib', 'es2022,dom', name],
    { cwd: folder, encoding: 'utf8' });
  };
  const right = check('right.mts', `
    import { load, type Launch, type Report } from 'sevproof';
    const launch: Launch = { policy: 15, cmdline: 'x' };
    const answer = (await load()).validate(launch);
    if (answer.ok) { const report: Report = answer.value.report; console.log(report.verdict === 'match'); }
    else console.log(answer.error.message, answer.error.field);\n`);
  assert.equal(right.status, 0, right.stdout);
  const wrong = check('wrong.mts', `
    import { load } from 'sevproof';
    (await load()).validate({ policy: 15, firmware: 'a path' });\n`);
  assert.match(wrong.stdout, /firmware|Uint8Array/);
  assert.notEqual(wrong.status, 0);
});
