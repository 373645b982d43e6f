// Calls with another number of values than declared are refused, whatever the module does with them.
import assert from 'node:assert/strict';
import test from 'node:test';

import { importSource } from './bundle.mjs';

const { withCounts } = await importSource('core/counted.ts');
const { default: createCore } = await importSource('../test/fake_core.mjs');

const started = async () => withCounts(await createCore());

test('functions', async () => {
  const core = await started();
  assert.deepEqual(JSON.parse(core.checkText('policy', '7')).value, { field: 'policy', text: '7' });
  assert.throws(() => core.checkText('policy'), /checkText takes 2 values, got 1/);
  assert.throws(() => core.checkText('policy', '7', undefined), /checkText takes 2 values, got 3/);
  assert.throws(() => core.selfTests('superfluous'), /selfTests takes 0 values, got 1/);
  assert.throws(() => core.unpack('{}', {}, 'header'), /unpack takes 4 values, got 3/);
});

test('methods, which still know their object', async () => {
  const core = await started();
  const [one, other] = [new core.StreamHash(), new core.StreamHash()];
  one.room(3).set(Buffer.from('abc'));
  one.update(3);
  assert.notEqual(one.digest(), other.digest());
  assert.throws(() => other.room(), /room takes 1 values, got 0/);
  assert.throws(() => other.update(1, 2), /update takes 1 values, got 2/);
  const search = new core.DiagnosisSearch();
  assert.throws(() => search.run(), /run takes 1 values, got 0/);
  for (const each of [one, other, search]) each.delete();
});

test('a module that lacks something is refused as a whole', async () => {
  const lacking = async (change) => {
    const core = await createCore();
    change(core);
    return () => withCounts(core);
  };
  assert.throws(await lacking((core) => { delete core.pack; }), /the core has no pack/);
  assert.throws(await lacking((core) => { core.StreamHash = class {}; }), /the core has no room/);
});
