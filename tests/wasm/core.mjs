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

export async function loadCore() {
  const glue = await import(pathToFileURL(join(folder, 'sevproof_core.mjs')));
  return glue.default({ wasmBinary: wasm });
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

function cpuOf(plain) {
  if (plain.cpuFamily === undefined) return plain.cpu;
  return `${plain.cpuFamily}/${plain.cpuModel}/${plain.cpuStepping}`;
}

/** A golden pair as the page would ask it: {request, secrets, report}. */
export function loadGolden(name) {
  const file = (path) => new Uint8Array(readFileSync(join(goldenFolder, name, path)));
  const plain = JSON.parse(readFileSync(join(goldenFolder, name, 'request.json'), 'utf8'));
  const request = {};
  for (const [key, given] of Object.entries(plain)) {
    if (bytesFields.includes(key)) request[key] = file(given);
    else if (key === 'kernel' || key === 'initrd') request[key] = digestOf(file(given));
    else if (key !== 'injectSecret' && !key.startsWith('cpu')) request[key] = String(given);
  }
  const cpu = cpuOf(plain);
  if (cpu !== undefined) request.cpu = cpu;
  const secrets = (plain.injectSecret ?? []).map((pair) => {
    const colon = pair.indexOf(':');
    return { name: pair.slice(0, colon), data: file(pair.slice(colon + 1)) };
  });
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
