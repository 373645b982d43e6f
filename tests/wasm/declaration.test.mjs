// web/src/core/face.d.ts, face_report.d.ts, face_snp.d.ts, values.d.ts, reports.d.ts and platforms.d.ts say what the module has, no less and no more.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import test from 'node:test';

import { loadCore, root, sample } from './core.mjs';

const core = await loadCore();
const ts = createRequire(join(root, 'web', 'package.json'))('typescript');
const declaration = join(root, 'web', 'src', 'core', 'face.d.ts');
const program = ts.createProgram([declaration], { strict: true, noEmit: true });
const checker = program.getTypeChecker();
const source = program.getSourceFile(declaration);
const sources = ['face', 'face_report', 'face_snp', 'values', 'reports', 'platforms']
  .map((name) => program.getSourceFile(join(root, 'web', 'src', 'core', `${name}.d.ts`)));

/** Members of a declared interface: name -> number of parameters, null for what is no function. */
function members(name) {
  const node = sources.flatMap(({ statements }) => statements)
    .find((statement) => statement.name?.text === name);
  assert.ok(node, `${name} is declared`);
  return Object.fromEntries(checker.getTypeAtLocation(node).getProperties().map((property) => {
    const [signature] = checker.getTypeOfSymbolAtLocation(property, source).getCallSignatures();
    return [property.name, signature ? signature.parameters.length : null];
  }));
}

test('the declaration is sound', () => {
  const problems = ts.getPreEmitDiagnostics(program).map(({ messageText }) => messageText);
  assert.deepEqual(problems, []);
});

// What the module adds for itself differs between versions of Emscripten; what is ours is bound here.
const face = readdirSync(join(root, 'wasm')).filter((name) => /^calls_\w+\.cc$/.test(name))
  .map((name) => readFileSync(join(root, 'wasm', name), 'utf8')).join('\n');
const bound = [...face.matchAll(/^ {2}(?:emscripten::function\(|bind_object<\w+>\()"(\w+)/gm)]
  .map(([, name]) => name);

test('the module has what is declared, and nothing else', () => {
  const declared = Object.keys(members('Core')).sort();
  assert.deepEqual([...bound].sort(), declared);
  for (const name of declared) assert.equal(typeof core[name], 'function', name);
});

// Not asked of the module: newer Embind does not count. What the page asks is held to the declaration by
// the compiler.

/** How many values the C++ function behind a binding takes. */
function valuesOf(cppName) {
  const pattern = new RegExp(`^ *(?:val|void|std::string) ${cppName}\\(([^()]*)\\)`, 'm');
  const found = pattern.exec(face);
  assert.ok(found, `${cppName} is declared`);
  return found[1].trim() === '' ? 0 : found[1].split(',').length;
}

test('functions and methods take as many values as declared', () => {
  const bindings = [
    ...[...face.matchAll(/function\("(\w+)", &(\w+)\)/g)].map(([, name, cppName]) => [name, '', cppName]),
    ...[...face.matchAll(/bind_method<&(\w+)::(\w+)>\("\w+\.(\w+)"\)/g)]
      .map(([, owner, cppName, name]) => [name, owner, cppName]),
  ];
  const declared = { '': members('Core'), StreamHash: members('StreamHash'),
    DiagnosisRun: members('DiagnosisSearch'), SessionRun: members('SessionMaker') };
  const expected = Object.values(declared).flatMap(Object.values).filter((count) => count !== null);
  // delete() is bound with the class.
  assert.equal(bindings.length, expected.length - 3);
  for (const [name, owner, cppName] of bindings) {
    assert.equal(valuesOf(cppName), declared[owner][name], name);
  }
});

for (const name of ['StreamHash', 'DiagnosisSearch', 'SessionMaker']) {
  test(`${name} has its methods`, () => {
    const own = Object.getOwnPropertyNames(core[name].prototype).filter((method) => method !== 'constructor');
    assert.deepEqual(own.sort(), Object.keys(members(name)).sort());
    const functions = Object.keys(core).filter((key) => key.startsWith(`${name}.`));
    assert.deepEqual(functions.sort(), [...own, 'new'].map((method) => `${name}.${method}`).sort());
  });
}

test('answers have the declared shape', () => {
  const about = JSON.parse(core.about()).value;
  assert.deepEqual(Object.keys(about).sort(), Object.keys(members('About')).sort());
  assert.deepEqual(Object.keys(about.policyFlags[0]).sort(), Object.keys(members('PolicyFlag')).sort());
  assert.deepEqual(Object.keys(about.fileSizes).sort(),
    ['certs', 'domainXml', 'firmware', 'idAuth', 'idKey', 'igvm', 'initrd', 'kernel', 'launchInfo', 'platform', 'secret', 'tek',
      'tik', 'tk', 'vmsaCpu0', 'vmsaCpu1']);
  assert.deepEqual(Object.keys(about.snp).sort(), Object.keys(members('SnpChoices')).sort());
  const seen = JSON.parse(core.recognise('tk.bin', new Uint8Array(32), new Uint8Array(32), 32)).value;
  assert.deepEqual(Object.keys(seen).sort(), Object.keys(members('Recognised')).sort());
  assert.equal(seen.role, 'tk');
  const [missing] = JSON.parse(core.missing([], '', '')).value;
  assert.deepEqual(Object.keys(missing).sort(), Object.keys(members('MissingPart')).sort());
  const refusal = JSON.parse(core.validate({})).error;
  assert.deepEqual(Object.keys(refusal).sort(), Object.keys(members('CoreError')).sort());
  const view = JSON.parse(core.checkText('policy', '3')).value;
  assert.deepEqual(Object.keys(view).sort(), Object.keys(members('TextView')).sort());
  assert.deepEqual(Object.keys(view.findings[0]).sort(), Object.keys(members('Finding')).sort());
  const search = new core.DiagnosisSearch();
  const step = JSON.parse(search.begin({ ...sample()(core), numCpus: '3' })).value;
  assert.deepEqual(Object.keys(step).sort(), Object.keys(members('DiagnosisStep')).sort());
  const { diagnosis } = JSON.parse(JSON.parse(search.report()).value.report);
  assert.deepEqual(Object.keys(diagnosis).sort(), Object.keys(members('Diagnosis')).sort());
  search.delete();
  const maker = new core.SessionMaker();
  const pdh = { pdh: readFileSync(join(root, 'tests/vectors/platform/chains/rome/pdh.cert')) };
  const wish = { policy: '0xf', name: 'vm', insecure: true, kernelHashes: false };
  const made = JSON.parse(maker.make(pdh, {}, '', wish)).value;
  assert.deepEqual(Object.keys(made).sort(), Object.keys(members('SessionMade')).sort());
  assert.deepEqual(Object.keys(made.files[0]).sort(), Object.keys(members('SessionFileInfo')).sort());
  maker.delete();
});
