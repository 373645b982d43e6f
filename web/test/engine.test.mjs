// The page's side of the worker: what it says when the worker answers, fails, dies or is silent.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import test from 'node:test';

import { importSource, web } from './bundle.mjs';

const { expose, releaseProxy } = createRequire(`${web}/package.json`)('comlink');
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

let workers = [];
let api = healthy;
globalThis.Worker = class extends EventTarget {
  constructor() {
    super();
    if (api === null) throw new Error('no workers here');
    const { port1, port2 } = new MessageChannel();
    // What reports progress comes with a port of its own. It ends with the worker, and keeps Node
    // running for as long.
    const received = [];
    port1.addEventListener('message', ({ ports }) => received.push(...ports));
    expose(api, port1);
    port2.addEventListener('message', ({ data }) => this.dispatchEvent(new MessageEvent('message', { data })));
    port2.start();
    // A File is more than Node can send.
    const sendable = (argument) => (argument.value instanceof File ? { ...argument, value: {} } : argument);
    this.postMessage = (message, transfer) =>
      port2.postMessage({ ...message, argumentList: message.argumentList?.map(sendable) }, transfer);
    this.end = () => { [port1, port2, ...received].forEach((port) => port.close()); };
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
      // Whoever waits for an answer hears that there is none, and stops watching for signs of life.
      for (const worker of workers) {
        worker.dispatchEvent(fault('error', 'the test is over'));
        worker.end();
      }
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

test('a search that is cancelled goes on to answer, and says nothing after that', async () => {
  let told = null;
  let tell = null;
  let answer = null;
  const diagnose = (request, candidates, job, onProgress) => {
    tell = onProgress;
    return new Promise((resolve) => { answer = () => resolve(ok({ report: `of ${job}`, leftOut: [] })); });
  };
  await withEngine({ ...healthy, diagnose, cancel: (job) => { told = job; return ok(null); } },
    async (engine) => {
      await engine.ready();
      const seen = [];
      const job = engine.diagnose({ measurement: 'bad' }, [], ({ share }) => seen.push(share));
      await turn();
      tell({ share: 0.25 });
      job.cancel();
      await turn();
      assert.deepEqual(seen, [0.25]);
      answer();
      assert.equal((await job.outcome).value.report, `of ${told}`);
      tell({ share: 0.5 });
      job.cancel();
      await turn();
      assert.deepEqual(seen, [0.25]);
      tell[releaseProxy]();
    })();
});

test('a search is told what was hashed before, and can be told to read no more', async () => {
  const asked = [];
  const open = [];
  let skipped = null;
  const diagnose = async (request, files, job, onProgress) => {
    asked.push(files.map((each) => each.digest));
    await onProgress({ at: 1, digest: { sha256: '11', size: 2 } });
    onProgress[releaseProxy]();
    return new Promise((resolve) => { open.push(() => resolve(ok({ report: `of ${job}`, leftOut: [] }))); });
  };
  await withEngine({ ...healthy, diagnose,
    skipReading: (job) => { skipped = job; return ok(null); } }, async (engine) => {
    await engine.ready();
    const files = [{ size: 1 }, { size: 2 }, { size: 3 }];
    const search = () => engine.diagnose({}, files.map((file) => ({ name: 'n', file })),
      () => assert.fail('a hash is no progress'));
    await engine.hash('kernel', files[0], () => {}).outcome;
    const first = search();
    await turn();
    first.skipReading();
    await turn();
    open[0]();
    assert.equal((await first.outcome).value.report, `of ${skipped}`);
    const second = search();
    await turn();
    open[1]();
    await second.outcome;
    assert.deepEqual(asked, [[digest, null, null], [digest, { sha256: '11', size: 2 }, null]]);
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

/** A file of that many MiB; nothing reads it here. */
function large(mib) {
  const given = new File(['x'], 'large');
  Object.defineProperty(given, 'size', { value: mib * 1024 * 1024 });
  return given;
}

/** Sees to how many cores there are, and lets hash() answer when told to. */
function withHashes(cores, use) {
  const open = [];
  let isReady = false; // the samples are hashed before
  const hash = () => (isReady ? new Promise((resolve) => { open.push(resolve); }) : ok(digest));
  return withEngine({ ...healthy, hash }, async (engine) => {
    await engine.ready();
    isReady = true;
    const before = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
    Object.defineProperty(globalThis, 'navigator',
      { value: { hardwareConcurrency: cores }, configurable: true });
    try {
      await use(engine, open);
    } finally {
      delete globalThis.navigator;
      if (before) Object.defineProperty(globalThis, 'navigator', before);
    }
    // What stays open would be watched over for ever.
    open.forEach((answer) => answer(ok(digest)));
    await turn();
  });
}

test('a second large file gets a helper, which ends with it', withHashes(2, async (engine, open) => {
  const first = engine.hash('kernel', large(64), () => {});
  const second = engine.hash('initrd', large(64), () => {});
  await turn();
  assert.equal(workers.length, 2);
  assert.equal(open.length, 2);
  open.forEach((answer) => answer(ok(digest)));
  assert.deepEqual(await first.outcome, ok(digest));
  assert.deepEqual(await second.outcome, ok(digest));
  assert.deepEqual(workers.map((worker) => worker.isTerminated === true), [false, true]);
  // One file alone needs none, however many there were.
  engine.hash('kernel', large(64), () => {});
  await turn();
  assert.equal(workers.length, 2);
  engine.hash('initrd', large(64), () => {});
  engine.hash('kernel', large(64), () => {});
  await turn();
  assert.equal(workers.length, 3, 'as many as there are cores, and no more');
}));

test('small files, and a single core, need no helper', withHashes(1, async (engine, open) => {
  engine.hash('kernel', large(64), () => {});
  engine.hash('initrd', large(64), () => {});
  await turn();
  assert.equal(workers.length, 1);
  navigator.hardwareConcurrency = 8;
  engine.hash('initrd', large(10), () => {});
  await turn();
  assert.equal(workers.length, 1);
  assert.equal(open.length, 3);
}));

test('the main worker does the work of a helper that is lost', withHashes(2, async (engine, open) => {
  engine.hash('kernel', large(64), () => {});
  const second = engine.hash('initrd', large(64), () => {});
  await turn();
  workers[1].dispatchEvent(fault('error', 'out of memory'));
  await turn();
  assert.equal(open.length, 3);
  open[2](ok(digest));
  assert.deepEqual(await second.outcome, ok(digest));
  assert.equal((await engine.ready()).ok, true, 'the main worker is none the worse');
}));

test('so it does when no helper can be made', withHashes(2, async (engine, open) => {
  engine.hash('kernel', large(64), () => {});
  api = null;
  const second = engine.hash('initrd', large(64), () => {});
  await turn();
  assert.equal(open.length, 2);
  open[1](ok(digest));
  assert.deepEqual(await second.outcome, ok(digest));
}));

test('a helper answers although the main worker is gone', withHashes(2, async (engine, open) => {
  const first = engine.hash('kernel', large(64), () => {});
  const second = engine.hash('initrd', large(64), () => {});
  await turn();
  workers[0].dispatchEvent(fault('error', 'gone'));
  assert.equal((await first.outcome).error.kind, 'crashed');
  open[1](ok(digest));
  assert.deepEqual(await second.outcome, ok(digest));
}));

test('cancel reaches a helper, and the one who stands in', withHashes(2, async (engine) => {
  engine.hash('kernel', large(64), () => {});
  const second = engine.hash('initrd', large(64), () => {});
  second.cancel();
  second.cancel();
  assert.equal((await second.outcome).error.kind, 'cancelled');
  await turn();
  assert.equal(workers[1].isTerminated, true);
  const third = engine.hash('initrd', large(64), () => {});
  workers[2].dispatchEvent(fault('error', 'gone'));
  await turn();
  third.cancel();
  assert.equal((await third.outcome).error.kind, 'cancelled');
}));

test('a restart ends helpers with the rest', withHashes(2, async (engine) => {
  const first = engine.hash('kernel', large(64), () => {});
  const second = engine.hash('initrd', large(64), () => {});
  await turn();
  engine.restart();
  assert.equal((await first.outcome).error.kind, 'crashed');
  assert.equal((await second.outcome).error.kind, 'crashed');
  assert.equal(workers[1].isTerminated, true);
}));
