// The page's side of the worker: what it says when the worker answers, fails, dies or is silent.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import test from 'node:test';

import { web } from './bundle.mjs';
import {
  answering, digest, fault, healthy, large, never, nextWorkers, ok, sized, taken, turn, withEngine, workers,
} from './engine_workers.mjs';

const { releaseProxy } = createRequire(`${web}/package.json`)('comlink');

test('gets ready with the core\'s self-tests and all samples', withEngine(healthy, async (engine, states) => {
  const { value } = await engine.ready();
  await turn();
  assert.deepEqual(states, ['starting', 'ready']);
  assert.equal(value.coreSha256, 'ab12');
  assert.deepEqual(value.selfTests.map(({ passed }) => passed), [true, true, true, true]);
  assert.match(value.selfTests[2].name, /must not match/);
}));

test('a sample with the wrong verdict is a failed self-test', withEngine(
  answering({ validate: () => ok({ report: '{"verdict":"match"}' }) }), async (engine) => {
    const { value } = await engine.ready();
    assert.deepEqual(value.selfTests.map(({ passed }) => passed), [true, true, false, true]);
  }));

test('so is a sample with the wrong digest', withEngine(
  answering({ measureSnp: () => ok({ report: '{"computed":{"launchDigest":"e"}}' }) }), async (engine) => {
    const { value } = await engine.ready();
    assert.deepEqual(value.selfTests.map(({ passed }) => passed), [true, true, true, false]);
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
    nextWorkers(healthy);
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
