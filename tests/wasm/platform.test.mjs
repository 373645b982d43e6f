// Platforms before the start: the same bytes of JSON as the program's, whoever vouches.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';

import { error, loadCore, root, value } from './core.mjs';

const core = await loadCore();
const folder = join(root, 'tests', 'vectors', 'platform');
const program = process.env.SEVPROOF_PROGRAM ?? join(root, 'build', 'release', 'bin', 'sevproof');
const isBuilt = existsSync(program);

const filesOf = (names) => Object.fromEntries(names.map((name) => (
  [name, new Uint8Array(readFileSync(join(folder, name)))])));

/** What the program says, whether it vouches or not. */
function ofProgram(words) {
  try {
    return execFileSync(program, words, { encoding: 'utf8', stdio: 'pipe', cwd: folder });
  } catch (ended) {
    return ended.stdout;
  }
}

const inFolder = (part, ...names) => names.map((name) => `${part}/${name}`);
const standIn = inFolder('stand-in-a', 'nodesevinfo.txt', 'cek.cert', 'ask.cert');
const ofFour = (part) => inFolder(part, 'pdh.cert', 'pek.cert', 'oca.cert', 'cek.cert');

const cases = [
  { what: 'a chain of Naples', files: ofFour('chains/naples'), by: 'amd', generation: 'Naples' },
  { what: 'a chain of Rome', files: ofFour('chains/rome'), by: 'amd', generation: 'Rome' },
  { what: 'an unsigned CEK', files: inFolder('chains/naples-unsigned', 'pdh.cert', 'pek_oca_cek.cert'), by: 'nobody' },
  { what: 'the stand-in alone', files: standIn, by: 'nobody' },
  { what: 'the stand-in with its ARK among the files', files: [...standIn, 'stand-in-a/ark.cert'], by: 'nobody' },
  { what: 'the stand-in with its ARK named', files: standIn, root: ['stand-in-a/ark.cert'], by: 'named-root' },
];

for (const { what, files, root: named = [], by, generation = null } of cases) {
  test(`who vouches: ${what}`, () => {
    const { report } = value(core.verifyPlatform(filesOf(files), filesOf(named), ''));
    const { computed, verdict } = JSON.parse(report);
    assert.equal(computed.vouchedForBy, by);
    assert.equal(computed.generation, generation);
    assert.equal(verdict, by === 'nobody' ? 'mismatch' : 'match');
  });
  test(`the program prints the same: ${what}`, { skip: !isBuilt && 'the program is not built' }, () => {
    const { report } = value(core.verifyPlatform(filesOf(files), filesOf(named), ''));
    const root = named.flatMap((name) => ['--root', name]);
    assert.equal(report, ofProgram(['platform', 'verify', '--json', ...root, ...files]));
  });
}

test('the chip id names the address of the signed CEK', () => {
  const id = readFileSync(join(folder, 'stand-in-a', 'chip-id.txt'), 'utf8').trim();
  const { report } = value(core.verifyPlatform(filesOf(ofFour('chains/rome')), {}, id));
  assert.equal(JSON.parse(report).computed.cekAddress, `https://kdsintf.amd.com/cek/id/${id}`);
  const refusal = error(core.verifyPlatform(filesOf(ofFour('chains/rome')), {}, `${id.slice(0, -1)}0`));
  assert.equal(refusal.field, 'chipId');
});

test('what is wrong is said of its field', () => {
  const rome = filesOf(ofFour('chains/rome'));
  const junk = { junk: new Uint8Array(2084) };
  assert.equal(error(core.verifyPlatform(junk, {}, '')).field, 'platform');
  assert.equal(error(core.verifyPlatform(rome, junk, '')).field, 'root');
  assert.equal(error(core.verifyPlatform(rome, filesOf(['chains/rome/cek.cert']), '')).field, 'root');
  const two = error(core.verifyPlatform({ ...rome, ...filesOf(['chains/naples/pdh.cert']) }, {}, ''));
  assert.equal(two.field, 'platform');
});

test('what a file holds', () => {
  const names = ['stand-in-a/nodesevinfo.txt', 'stand-in-a/ark.cert', 'stand-in-a/attestation_report.bin'];
  const { files } = value(core.describePlatform(filesOf(names)));
  assert.deepEqual(files.map(({ certificates }) => certificates.map(({ type }) => type.slice(0, 3))),
    [['PDH', 'PEK', 'OCA', 'CEK'], ['ARK'], []]);
  assert.equal(files[0].chipId.length, 128);
  assert.ok(files[2].attestation);
});
