// Calls the core that is WebAssembly and the same face compiled for this machine with the same random values, and
// compares what they answer, byte for byte.
//
// Usage: node tests/fuzz/webassembly/compare.mjs [--seconds N] [--seed N] [--only CALL] [--face PROGRAM]
//
// A seed gives the same calls again, as long as build/fuzz/corpus does not grow. SEVPROOF_CORE names the folder of another
// sevproof_core.mjs. The last line counts; status 1 where an answer differs.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
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
    only: { type: 'string' },
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
const first = Number(options.only ?? 0);
const end = Date.now() + Number(options.seconds) * 1000;
let calls = 0;
let differences = 0;

async function compare(number) {
  const call = callFor(randomFrom(Number(options.seed) ^ Math.imul(number + 1, 0x9e3779b1)));
  const answers = (await answersOf(native, webAssembly, call)).map((each) => JSON.stringify(each));
  calls += 1;
  if (answers[0] === answers[1]) return;
  differences += 1;
  console.log(`${call[0]} differs: --seed ${options.seed} --only ${number}`);
  console.log(`  native:      ${answers[0]}\n  WebAssembly: ${answers[1]}`);
}

for (let number = first; options.only ? number === first : Date.now() < end; number += 1) {
  await compare(number).catch((error) => {
    console.log(`call ${number} of seed ${options.seed}: ${error}`);
    differences += 1;
  });
  if (native.hasEnded()) break;
}
native.end();
console.log(`${calls} executions, ${differences} findings, seed ${options.seed}`);
process.exitCode = differences === 0 ? 0 : 1;
