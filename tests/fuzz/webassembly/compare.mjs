// Calls the core that is WebAssembly and the same face compiled for this machine with the same random values, and
// compares what they answer, byte for byte.
//
// Usage: node tests/fuzz/webassembly/compare.mjs [--seconds N] [--seed N] [--call FILE] [--face PROGRAM]
//
// A seed gives the same calls again, as long as build/fuzz/corpus does not grow. A call whose answers differ is kept in
// build/fuzz/artefacts/webassembly, and --call makes it alone. SEVPROOF_CORE names the folder of another
// sevproof_core.mjs. The last line counts; status 1 where an answer differs.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

import { loadModule, root } from '../../wasm/core.mjs';
import { callFor } from './calls.mjs';
import { randomFrom } from './mutate.mjs';

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    seed: { type: 'string', default: String(randomBytes(4).readUInt32LE()) },
    call: { type: 'string' },
    face: { type: 'string', default: join(root, 'build', 'fuzz', 'bin', 'sevproof_native_face') },
  },
});

const base64 = (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');

/** As the native face reads it: bytes by their base64, and what else they have. */
function plain(value) {
  if (value instanceof Uint8Array) {
    const more = Object.entries(value).filter(([key]) => !/^\d+$/.test(key));
    return { $bytes: base64(value), ...plain(Object.fromEntries(more)) };
  }
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
}

/** The reverse of plain(). */
function lively(value) {
  if (Array.isArray(value)) return value.map(lively);
  if (typeof value !== 'object' || value === null) return value;
  const { $bytes, ...more } = value;
  const members = Object.entries(more).map(([key, each]) => [key, lively(each)]);
  const whole = $bytes === undefined ? Object.create(null) : new Uint8Array(Buffer.from($bytes, 'base64'));
  return Object.assign(whole, Object.fromEntries(members));
}

function startFace() {
  const face = spawn(options.face, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: face.stdout })[Symbol.asyncIterator]();
  let ended = false;
  face.stdin.on('error', () => {});
  return {
    hasEnded: () => ended,
    async ask(call) {
      face.stdin.write(`${JSON.stringify(plain(call))}\n`);
      const { value, done } = await lines.next();
      ended = done === true;
      if (ended) throw new Error('the native face has ended');
      return JSON.parse(value);
    },
    end: () => face.stdin.end(),
  };
}

/** The same of WebAssembly. A trap is an answer too: the native face has none like it. */
function coreOf(core) {
  return {
    async ask([name, values]) {
      try {
        return core[name](...values);
      } catch (error) {
        return `thrown: ${error}`;
      }
    },
  };
}

/** A search to its end; without that there is nothing to compare. */
async function diagnose(face, values) {
  const at = await face.ask(['DiagnosisSearch.new', []]);
  const said = [await face.ask(['DiagnosisSearch.begin', [at, ...values]])];
  const run = await face.ask(['DiagnosisSearch.run', [at, 1000]]);
  const isDone = !run.includes('"done":false');
  if (isDone) said.push(run, await face.ask(['DiagnosisSearch.report', [at]]));
  await face.ask(['DiagnosisSearch.delete', [at]]);
  return { said, isDone };
}

/** No two packets are the same: what `other` finds in this one takes its place. */
async function pack(face, other, values) {
  const answer = JSON.parse(await face.ask(['pack', values]));
  if (!answer.ok) return answer;
  const { header, payload, report } = answer.value;
  return { report, opened: await other.ask(['unpack', [...values, header, payload]]) };
}

/** What both say of a call. */
async function answersOf(native, webAssembly, [name, values]) {
  if (name === 'pack') return [await pack(native, webAssembly, values), await pack(webAssembly, native, values)];
  if (name !== 'diagnose') return Promise.all([native.ask([name, values]), webAssembly.ask([name, values])]);
  const found = [await diagnose(native, values), await diagnose(webAssembly, values)];
  return found.every(({ isDone }) => isDone) ? found : [];
}

const native = startFace();
const webAssembly = coreOf(await loadModule());
const end = Date.now() + Number(options.seconds) * 1000;
const artefacts = join(root, 'build', 'fuzz', 'artefacts', 'webassembly');
let calls = 0;
let differences = 0;

const callOf = (number) => callFor(randomFrom(Number(options.seed) ^ Math.imul(number + 1, 0x9e3779b1)));

function report(name, call, said) {
  differences += 1;
  const file = join(artefacts, `${name}.json`);
  mkdirSync(artefacts, { recursive: true });
  writeFileSync(file, JSON.stringify(plain(call)));
  console.log(`${call[0]} differs: --call ${file}\n${said}`);
}

async function compare(name, call) {
  calls += 1;
  try {
    const answers = (await answersOf(native, webAssembly, call)).map((each) => JSON.stringify(each));
    if (answers[0] === answers[1]) return;
    report(name, call, `  native:      ${answers[0]}\n  WebAssembly: ${answers[1]}`);
  } catch (error) {
    report(name, call, `  ${error}`);
  }
}

if (options.call) {
  await compare('again', lively(JSON.parse(readFileSync(options.call, 'utf8'))));
} else {
  for (let number = 0; Date.now() < end && !native.hasEnded(); number += 1) {
    await compare(`${options.seed}-${number}`, callOf(number));
  }
}
native.end();
console.log(`${calls} executions, ${differences} findings, seed ${options.seed}`);
process.exitCode = differences === 0 ? 0 : 1;
