// The module under test, and launches for it: the golden pairs and the sample.
import { createHash, webcrypto } from 'node:crypto';
import { readFileSync, readdirSync, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const folder = process.env.SEVPROOF_CORE ?? join(root, 'build', 'wasm', 'bin');

// Node 18 has it in a module only; browsers have it here.
globalThis.crypto ??= webcrypto;

export const wasm = readFileSync(join(folder, 'sevproof_core.wasm'));

/** The module itself. */
export async function loadModule() {
  const glue = await import(pathToFileURL(join(folder, 'sevproof_core.mjs')));
  return glue.default({ wasmBinary: wasm });
}

/** A launch as an object, with the bytes of its files: as the core takes it. */
export function question(launch, secrets = []) {
  const request = {};
  const files = {};
  const from = {};
  for (const [key, given] of Object.entries(launch)) {
    if (given === undefined || given === null || given === '') continue;
    if (key === 'fromXml') for (const field of given) from[field] = 'xml';
    else if (key === 'fromLaunchInfo') for (const field of given) from[field] = 'launch-info';
    else if (typeof given === 'object') [request[key], files[key]] = [key, given];
    else request[key] = given;
  }
  if (Object.keys(from).length > 0) request.from = from;
  if (secrets.length > 0) {
    request.secrets = secrets.map(({ name, data }, at) => {
      files[`secret ${at}`] = data;
      return { name, file: `secret ${at}` };
    });
  }
  return [JSON.stringify(request), files];
}

/** The module, with launches and secrets given as objects. */
export async function loadCore() {
  const core = await loadModule();
  const { validate, pack, unpack, checkSecrets } = core;
  const { begin } = core.DiagnosisSearch.prototype;
  core.validate = (launch) => validate(...question(launch));
  core.pack = (launch, secrets) => pack(...question(launch, secrets));
  core.unpack = (launch, header, payload) => unpack(...question(launch), header, payload);
  core.checkSecrets = (firmware, secrets) => checkSecrets(...question({ firmware }, secrets));
  core.DiagnosisSearch.prototype.begin = function beginWith(launch) {
    return begin.apply(this, question(launch));
  };
  return core;
}

/** The answer's value; a refusal is a failed test. */
export function value(text) {
  const answer = JSON.parse(text);
  if (!answer.ok) throw new Error(`refused: ${JSON.stringify(answer.error)}`);
  return answer.value;
}

/** The answer's error; a value is a failed test. */
export function error(text) {
  const answer = JSON.parse(text);
  if (answer.ok) throw new Error(`not refused: ${text.slice(0, 200)}`);
  return answer.error;
}

export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
export const digestOf = (bytes) => ({ sha256: sha256(bytes), size: bytes.length });

const goldenFolder = join(root, 'tests', 'golden');

export const goldenCases = readdirSync(goldenFolder)
  .filter((name) => existsSync(join(goldenFolder, name, 'request.json')));

const bytesFields = ['firmware', 'vmsaCpu0', 'vmsaCpu1', 'tik', 'tek', 'tk'];

/** A golden pair as the page would ask it: {request, secrets, report}. */
export function loadGolden(name) {
  const file = (path) => new Uint8Array(readFileSync(join(goldenFolder, name, path)));
  const plain = JSON.parse(readFileSync(join(goldenFolder, name, 'request.json'), 'utf8'));
  const request = {};
  for (const [key, given] of Object.entries(plain)) {
    if (bytesFields.includes(key)) request[key] = file(given);
    else if (key === 'kernel' || key === 'initrd') request[key] = digestOf(file(given));
    else if (key !== 'secrets') request[key] = String(given);
  }
  const secrets = (plain.secrets ?? []).map((each) => ({ name: each.name, data: file(each.file) }));
  return { request, secrets, report: readFileSync(join(goldenFolder, name, 'report.json'), 'utf8') };
}

export function sample(launchInfo = 'launch-info.txt') {
  const file = (name) => new Uint8Array(readFileSync(join(root, 'public', 'sample', name)));
  return (core) => ({
    ...value(core.parseLaunchInfo(Buffer.from(file(launchInfo)).toString())),
    firmware: file('firmware.fd'),
    kernel: digestOf(file('vmlinuz')),
    initrd: digestOf(file('initrd.img')),
    cmdline: Buffer.from(file('cmdline.txt')).toString(),
    numCpus: '4',
    cpu: 'EPYC-Milan',
    tk: file('tk.bin'),
  });
}
