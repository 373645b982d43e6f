// The page's side of the worker: what it says when the worker answers, fails, dies or is silent.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import test from 'node:test';

import { importSource, web } from './bundle.mjs';

const { expose } = createRequire(`${web}/package.json`)('comlink');
const { createEngine } = await importSource('engine/create.ts');

const ok = (value) => ({ ok: true, value });
const never = () => new Promise(() => {});
const digest = { sha256: '00', size: 1 };
const healthy = {
  start: () => ok('ab12'),
  ping: () => true,
  about: () => ok({ version: '1.2.3' }),
  selfTests: () => ok([{ name: 'one', passed: true }]),
  hash: () => ok(digest),
  cancel: () => ok(null),
  validate: ({ measurement }) =>
    ok({ report: JSON.stringify({ verdict: measurement === 'good' ? 'match' : 'mismatch' }) }),
  checkText: (field, text) => ok(text),
};

const blocks = {
  'sevproof-worker': '', 'sevproof-core': '',
  'sevproof-samples': JSON.stringify({
    texts: { matching: { measurement: 'good' }, failing: { measurement: 'bad' } },
    files: [{ place: 'kernel', name: 'k', base64: 'AAAA' }, { place: 'tk', name: 't', base64: 'AAAA' }],
  }),
};
globalThis.window = globalThis;
globalThis.document = { getElementById: (id) => ({ textContent: blocks[id] }) };
globalThis.File ??= class { constructor(parts, name) { Object.assign(this, { parts, name }); } };

let workers = [];
let api = healthy;
globalThis.Worker = class extends EventTarget {
  constructor() {
    super();
    if (api === null) throw new Error('no workers here');
    const { port1, port2 } = new MessageChannel();
    expose(api, port1);
    port2.addEventListener('message', ({ data }) => this.dispatchEvent(new MessageEvent('message', { data })));
    port2.start();
    // A File is more than Node can send.
    const sendable = (argument) => (argument.value instanceof File ? { ...argument, value: {} } : argument);
    this.postMessage = (message, transfer) =>
      port2.postMessage({ ...message, argumentList: message.argumentList?.map(sendable) }, transfer);
    this.end = () => { port1.close(); port2.close(); };
    this.terminate = () => { this.isTerminated = true; this.end(); };
    workers.push(this);
  }
};

function withEngine(workerApi, use) {
  return async () => {
    workers = [];
    api = workerApi;
    const states = [];
    const engine = createEngine();
    engine.onState(({ status, message }) => states.push(message === '' ? status : `${status}: ${message}`));
    try {
      await use(engine, states);
    } finally {
      workers.forEach((worker) => worker.end());
    }
  };
}

const fault = (type, message) => Object.assign(new Event(type, { cancelable: true }), { message });
const turn = () => new Promise((resolve) => { setTimeout(resolve, 20); });

test('gets ready with the core\'s self-tests and both samples', withEngine(healthy, async (engine, states) => {
  const { value } = await engine.ready();
  await turn();
  assert.deepEqual(states, ['starting', 'ready']);
  assert.equal(value.coreSha256, 'ab12');
  assert.deepEqual(value.selfTests.map(({ passed }) => passed), [true, true, true]);
  assert.match(value.selfTests[2].name, /must not match/);
}));

test('a sample with the wrong verdict is a failed self-test', withEngine(
  { ...healthy, validate: () => ok({ report: '{"verdict":"match"}' }) }, async (engine) => {
    const { value } = await engine.ready();
    assert.deepEqual(value.selfTests.map(({ passed }) => passed), [true, true, false]);
  }));

test('a worker that dies answers what is open and what comes later', withEngine(
  { ...healthy, parseLaunchInfo: never }, async (engine, states) => {
    await engine.ready();
    const open = engine.parseLaunchInfo('');
    workers[0].dispatchEvent(fault('error', 'out of memory'));
    for (const { error } of [await open, await engine.checkText('policy', '7')]) {
      assert.equal(error.kind, 'crashed');
      assert.match(error.message, /out of memory/);
    }
    assert.ok(workers[0].isTerminated);
    assert.match(states.at(-1), /^failed: .*out of memory/);
    engine.restart();
    assert.equal((await engine.ready()).ok, true);
    assert.equal((await engine.checkText('policy', '7')).value, '7');
    assert.deepEqual(states.slice(-2), ['starting', 'ready']);
  }));

test('a fault of the core ends the worker', withEngine(
  { ...healthy, checkText: () => ({ ok: false, error: { kind: 'crashed', message: 'unreachable' } }) },
  async (engine, states) => {
    await engine.ready();
    assert.equal((await engine.checkText('policy', '7')).error.kind, 'crashed');
    assert.ok(workers[0].isTerminated);
    assert.equal((await engine.validate({ measurement: 'good' })).error.kind, 'crashed');
    assert.equal(states.at(-1), 'failed: unreachable');
  }));

test('an error of an input does not', withEngine(
  { ...healthy, checkText: () => ({ ok: false, error: { kind: 'invalid', message: 'no' } }) },
  async (engine, states) => {
    await engine.ready();
    assert.equal((await engine.checkText('policy', 'x')).error.kind, 'invalid');
    await turn();
    assert.equal(states.at(-1), 'ready');
  }));

test('what the worker throws is a crash', withEngine(
  { ...healthy, checkText: () => { throw new TypeError('odd'); } }, async (engine, states) => {
    await engine.ready();
    assert.match((await engine.checkText('policy', '7')).error.message, /odd/);
    assert.match(states.at(-1), /^failed: /);
  }));

for (const [name, workerApi, pattern] of [
  ['no worker can be made', null, /no workers here/],
  ['the core does not start', { ...healthy, start: () => { throw new Error('no WebAssembly'); } }, /no WebAssembly/],
  ['the core refuses to say what it is', { ...healthy,
    about: () => ({ ok: false, error: { kind: 'internal', message: 'who knows' } }) }, /who knows/],
]) {
  test(`fails when ${name}, and a restart heals it`, withEngine(workerApi, async (engine, states) => {
    const { error } = await engine.ready();
    assert.equal(error.kind, 'crashed');
    assert.match(error.message, pattern);
    await turn();
    assert.match(states.at(-1), pattern);
    api = healthy;
    engine.restart();
    assert.equal((await engine.ready()).ok, true);
  }));
}

test('a restart answers open questions, and the old worker is no news', withEngine(
  { ...healthy, parseLaunchInfo: never }, async (engine, states) => {
    await engine.ready();
    const open = engine.parseLaunchInfo('');
    engine.restart();
    assert.equal((await open).error.kind, 'crashed');
    await engine.ready();
    workers[0].dispatchEvent(fault('error', 'too late'));
    await turn();
    assert.ok(!states.some((state) => state.startsWith('failed')), states.join());
  }));

test('cancel does not wait for the worker, and tells it', async () => {
  let told = null;
  let isSlow = false;
  await withEngine({ ...healthy, hash: () => (isSlow ? never() : ok(digest)),
    cancel: (job) => { told = job; return ok(null); } }, async (engine) => {
    await engine.ready();
    isSlow = true;
    const job = engine.hash('initrd', {}, () => assert.fail('no progress after the end'));
    job.cancel();
    assert.equal((await job.outcome).error.kind, 'cancelled');
    await turn();
    assert.equal(typeof told, 'number');
  })();
});

test('a worker that goes without a word is noticed', async (context) => {
  const ticks = [];
  const real = [globalThis.setInterval, globalThis.clearInterval];
  globalThis.setInterval = (tick) => ticks.push(tick);
  globalThis.clearInterval = (id) => { ticks[id - 1] = () => {}; };
  context.after(() => { [globalThis.setInterval, globalThis.clearInterval] = real; });
  let isSilent = false;
  await withEngine({ ...healthy, ping: () => (isSilent ? never() : true),
    parseLaunchInfo: never }, async (engine, states) => {
    await engine.ready();
    const tick = async (times) => {
      for (let i = 0; i < times; i += 1) ticks.forEach((each) => each());
      await turn();
    };
    const open = engine.parseLaunchInfo('');
    for (let i = 0; i < 30; i += 1) await tick(1);
    assert.equal(states.at(-1), 'ready', 'a slow answer is no silence');
    isSilent = true;
    await tick(3);
    assert.equal(states.at(-1), 'ready', 'a moment is no silence');
    await tick(60);
    assert.match((await open).error.message, /no sign of life/);
    assert.match(states.at(-1), /^failed: /);
  })();
});
