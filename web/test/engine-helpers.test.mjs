// Large files at the same time: workers beside the main one.
import assert from 'node:assert/strict';
import test from 'node:test';

import {
  fault, healthy, large, never, nextWorkers, ok, taken, turn, withEngine, workers,
} from './engine_workers.mjs';

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
  nextWorkers(null);
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
