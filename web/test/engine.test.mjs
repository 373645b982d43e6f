// The page's side of the worker: what it says when the worker answers, fails, dies or is silent.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import test from 'node:test';

import { packParts } from '../build/parts.mjs';
import { importSource, web } from './bundle.mjs';

const { expose, releaseProxy } = createRequire(`${web}/package.json`)('comlink');
const { createEngine, openParts } = await importSource('../test/engine_entry.ts');

const ok = (value) => ({ ok: true, value });
const never = () => new Promise(() => {});
const digest = { sha256: '00', size: 1 };
const taken = { recognised: { role: 'kernel' }, as: 'kernel', digest };
const calls = {
  about: () => ok({ version: '1.2.3' }),
  selfTests: () => ok([{ name: 'one', passed: true }]),
  validate: (request) => ok({ report: JSON.stringify({
    verdict: JSON.parse(request).measurement === 'good' ? 'match' : 'mismatch' }) }),
  checkText: (field, text) => ok(text),
};
/** A worker whose core answers some calls otherwise. */
const answering = (others) => ({
  start: () => ok('ab12'),
  ping: () => true,
  ask: (call, values) => ({ ...calls, ...others })[call](...values),
  take: () => ok(taken),
  release: () => undefined,
  cancel: () => ok(null),
});
const healthy = answering({});

const packed = await packParts({ core: 'module', worker: '', licences: '', samples: JSON.stringify({
  texts: { matching: { measurement: 'good' }, failing: { measurement: 'bad' } },
  files: [{ place: 'kernel', name: 'k', base64: 'AAAA' }, { place: 'tk', name: 't', base64: 'AAAA' }],
}) });
globalThis.window = globalThis;
globalThis.document = { getElementById: () => ({ textContent: packed }) };
await openParts();

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
    const withoutFiles = (value) => {
      if (value instanceof File) return {};
      if (Array.isArray(value)) return value.map(withoutFiles);
      if (value === null || typeof value !== 'object') return value;
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutFiles(inner)]));
    };
    const sendable = (argument) => (argument.type === 'RAW'
      ? { ...argument, value: withoutFiles(argument.value) } : argument);
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
  answering({ validate: () => ok({ report: '{"verdict":"match"}' }) }), async (engine) => {
    const { value } = await engine.ready();
    assert.deepEqual(value.selfTests.map(({ passed }) => passed), [true, true, false]);
  }));

test('a worker that dies answers what is open and what comes later', withEngine(
  answering({ parseLaunchInfo: never }), async (engine, states) => {
    await engine.ready();
    const open = engine.ask('parseLaunchInfo', '');
    workers[0].dispatchEvent(fault('error', 'out of memory'));
    for (const { error } of [await open, await engine.ask('checkText', 'policy', '7')]) {
      assert.equal(error.kind, 'crashed');
      assert.match(error.message, /out of memory/);
    }
    assert.ok(workers[0].isTerminated);
    assert.match(states.at(-1), /^failed: .*out of memory/);
    engine.restart();
    assert.equal((await engine.ready()).ok, true);
    assert.equal((await engine.ask('checkText', 'policy', '7')).value, '7');
    assert.deepEqual(states.slice(-2), ['starting', 'ready']);
  }));

test('a fault of the core ends the worker', withEngine(
  answering({ checkText: () => ({ ok: false, error: { kind: 'crashed', message: 'unreachable' } }) }),
  async (engine, states) => {
    await engine.ready();
    assert.equal((await engine.ask('checkText', 'policy', '7')).error.kind, 'crashed');
    assert.ok(workers[0].isTerminated);
    assert.equal((await engine.ask('validate', '{}', {})).error.kind, 'crashed');
    assert.equal(states.at(-1), 'failed: unreachable');
  }));

test('an error of an input does not', withEngine(
  answering({ checkText: () => ({ ok: false, error: { kind: 'invalid', message: 'no' } }) }),
  async (engine, states) => {
    await engine.ready();
    assert.equal((await engine.ask('checkText', 'policy', 'x')).error.kind, 'invalid');
    await turn();
    assert.equal(states.at(-1), 'ready');
  }));

test('what the worker throws is a crash', withEngine(
  answering({ checkText: () => { throw new TypeError('odd'); } }), async (engine, states) => {
    await engine.ready();
    assert.match((await engine.ask('checkText', 'policy', '7')).error.message, /odd/);
    assert.match(states.at(-1), /^failed: /);
  }));

for (const [name, workerApi, pattern] of [
  ['no worker can be made', null, /no workers here/],
  ['the core does not start', { ...healthy, start: () => { throw new Error('no WebAssembly'); } }, /no WebAssembly/],
  ['the core refuses to say what it is', answering({
    about: () => ({ ok: false, error: { kind: 'internal', message: 'who knows' } }) }), /who knows/],
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
  answering({ parseLaunchInfo: never }), async (engine, states) => {
    await engine.ready();
    const open = engine.ask('parseLaunchInfo', '');
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
  await withEngine({ ...healthy, take: () => (isSlow ? never() : ok(taken)),
    cancel: (job) => { told = job; return ok(null); } }, async (engine) => {
    await engine.ready();
    isSlow = true;
    const job = engine.take(large(1), 'initrd', () => assert.fail('no progress after the end'));
    job.cancel();
    assert.equal((await job.outcome).error.kind, 'cancelled');
    await turn();
    assert.equal(typeof told, 'number');
  })();
});

test('what comes of a file that nobody waits for is let go', async () => {
  const released = [];
  let answer = null;
  await withEngine({ ...healthy, release: ({ handle }) => { released.push(handle); },
    take: ({ handle }) => (answer === 'wait' ? new Promise((resolve) => {
      answer = () => resolve(ok({ ...taken, held: { handle } })); }) : ok(taken)) }, async (engine) => {
    await engine.ready();
    answer = 'wait';
    const job = engine.take(large(1), 'firmware', () => {});
    await turn();
    job.cancel();
    assert.equal((await job.outcome).error.kind, 'cancelled');
    assert.deepEqual(released, []);
    answer();
    await turn();
    assert.equal(released.length, 1);
    assert.equal(typeof released[0], 'number');
  })();
});

test('what it is comes before what is in it', async () => {
  const news = [];
  const take = async (wanted, tell) => {
    await tell({ recognised: { role: 'kernel' } });
    await tell({ progress: { done: 1, total: 2 } });
    tell[releaseProxy]();
    return ok(taken);
  };
  await withEngine({ ...healthy, take }, async (engine) => {
    await engine.ready();
    const { outcome } = engine.take(large(1), null, (each) => news.push(Object.keys(each)[0]));
    assert.deepEqual(await outcome, ok(taken));
    assert.deepEqual(news, ['recognised', 'progress']);
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
      const job = engine.diagnose(['{}', {}], [], ({ share }) => seen.push(share));
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
    const files = [1, 2, 3].map((size) => sized(size));
    const search = () => engine.diagnose(['{}', {}], files.map((file) => ({ name: 'n', file })),
      () => assert.fail('a hash is no progress'));
    await engine.take(files[0], 'kernel', () => {}).outcome;
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
  await withEngine({ ...answering({ parseLaunchInfo: never }), ping: () => (isSilent ? never() : true) }, async (engine, states) => {
    await engine.ready();
    const tick = async (times) => {
      for (let i = 0; i < times; i += 1) ticks.forEach((each) => each());
      await turn();
    };
    const open = engine.ask('parseLaunchInfo', '');
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

/** A file of that many bytes; nothing reads it here. */
function sized(bytes) {
  const given = new File(['x'], 'large');
  Object.defineProperty(given, 'size', { value: bytes });
  return given;
}
const large = (mib) => sized(mib * 1024 * 1024);

/** Sees to how many cores there are, and lets take() answer when told to. */
function withHashes(cores, use) {
  const open = [];
  let isReady = false; // the samples are hashed before
  const take = () => (isReady ? new Promise((resolve) => { open.push(resolve); }) : ok(taken));
  return withEngine({ ...healthy, take }, async (engine) => {
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
    open.forEach((answer) => answer(ok(taken)));
    await turn();
  });
}

test('a second large file gets a helper, which ends with it', withHashes(2, async (engine, open) => {
  const first = engine.take(large(64), 'kernel', () => {});
  const second = engine.take(large(64), 'initrd', () => {});
  await turn();
  assert.equal(workers.length, 2);
  assert.equal(open.length, 2);
  open.forEach((answer) => answer(ok(taken)));
  assert.deepEqual(await first.outcome, ok(taken));
  assert.deepEqual(await second.outcome, ok(taken));
  assert.deepEqual(workers.map((worker) => worker.isTerminated === true), [false, true]);
  // One file alone needs none, however many there were.
  engine.take(large(64), 'kernel', () => {});
  await turn();
  assert.equal(workers.length, 2);
  engine.take(large(64), 'initrd', () => {});
  engine.take(large(64), 'kernel', () => {});
  await turn();
  assert.equal(workers.length, 3, 'as many as there are cores, and no more');
}));

test('small files, and a single core, need no helper', withHashes(1, async (engine, open) => {
  engine.take(large(64), 'kernel', () => {});
  engine.take(large(64), 'initrd', () => {});
  await turn();
  assert.equal(workers.length, 1);
  navigator.hardwareConcurrency = 8;
  engine.take(large(10), 'initrd', () => {});
  await turn();
  assert.equal(workers.length, 1);
  assert.equal(open.length, 3);
}));

test('the main worker does the work of a helper that is lost', withHashes(2, async (engine, open) => {
  engine.take(large(64), 'kernel', () => {});
  const second = engine.take(large(64), 'initrd', () => {});
  await turn();
  workers[1].dispatchEvent(fault('error', 'out of memory'));
  await turn();
  assert.equal(open.length, 3);
  open[2](ok(taken));
  assert.deepEqual(await second.outcome, ok(taken));
  assert.equal((await engine.ready()).ok, true, 'the main worker is none the worse');
}));

test('it is told what the file is to be read as, then and before', async () => {
  const told = [];
  const asked = [];
  const take = ({ as }) => { asked.push(as); return never(); };
  const readAs = (job, role) => { told.push(role); return ok(null); };
  await withEngine({ ...healthy, take, readAs }, async (engine) => {
    // The samples are never done, which is of no matter here.
    await turn();
    const before = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
    Object.defineProperty(globalThis, 'navigator', { value: { hardwareConcurrency: 2 }, configurable: true });
    asked.length = 0;
    engine.take(large(64), 'kernel', () => {});
    const second = engine.take(large(64), null, () => {});
    await turn();
    assert.deepEqual(asked, ['kernel', null]);
    second.readAs('initrd');
    await turn();
    assert.deepEqual(told, ['initrd']);
    workers.at(-1).dispatchEvent(fault('error', 'gone'));
    await turn();
    assert.deepEqual(asked, ['kernel', null, 'initrd']);
    delete globalThis.navigator;
    if (before) Object.defineProperty(globalThis, 'navigator', before);
  })();
});

test('so it does when no helper can be made', withHashes(2, async (engine, open) => {
  engine.take(large(64), 'kernel', () => {});
  api = null;
  const second = engine.take(large(64), 'initrd', () => {});
  await turn();
  assert.equal(open.length, 2);
  open[1](ok(taken));
  assert.deepEqual(await second.outcome, ok(taken));
}));

test('a helper answers although the main worker is gone', withHashes(2, async (engine, open) => {
  const first = engine.take(large(64), 'kernel', () => {});
  const second = engine.take(large(64), 'initrd', () => {});
  await turn();
  workers[0].dispatchEvent(fault('error', 'gone'));
  assert.equal((await first.outcome).error.kind, 'crashed');
  open[1](ok(taken));
  assert.deepEqual(await second.outcome, ok(taken));
}));

test('cancel reaches a helper, and the one who stands in', withHashes(2, async (engine) => {
  engine.take(large(64), 'kernel', () => {});
  const second = engine.take(large(64), 'initrd', () => {});
  second.cancel();
  second.cancel();
  assert.equal((await second.outcome).error.kind, 'cancelled');
  await turn();
  assert.equal(workers[1].isTerminated, true);
  const third = engine.take(large(64), 'initrd', () => {});
  workers[2].dispatchEvent(fault('error', 'gone'));
  await turn();
  third.cancel();
  assert.equal((await third.outcome).error.kind, 'cancelled');
}));

test('a restart ends helpers with the rest', withHashes(2, async (engine) => {
  const first = engine.take(large(64), 'kernel', () => {});
  const second = engine.take(large(64), 'initrd', () => {});
  await turn();
  engine.restart();
  assert.equal((await first.outcome).error.kind, 'crashed');
  assert.equal((await second.outcome).error.kind, 'crashed');
  assert.equal(workers[1].isTerminated, true);
}));
