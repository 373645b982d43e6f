// The built-in samples: of the kind of guest that is shown, and as the core says that they are.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { test } from 'node:test';
import { readSamples } from '../build/samples.mjs';
import { importSource, web } from './bundle.mjs';
import { settle, start } from './ui-engine.mjs';

globalThis.sevproofParts = { samples: JSON.stringify(readSamples(join(web, '..', 'public', 'sample'))) };
const { loadSample, loadSnpSample } = await importSource('samples/index.ts');

async function until(condition, what) {
  for (let turn = 0; !condition(); turn += 1) {
    assert.ok(turn < 800, what);
    await settle();
  }
}

/** In the view of SEV-SNP, the sample with all its files read. */
async function loaded(kind) {
  const { ui, engine } = await start();
  ui.connectSamples({ sev: loadSample, snp: loadSnpSample });
  ui.clearAll();
  ui.showMoment('digest');
  const loading = ui.loadSample(kind);
  for (const place of ['kernel', 'initrd']) {
    const { bytes } = loadSnpSample(kind).files.find((file) => file.place === place);
    await engine.answer('hash', { ok: true, value: { sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.length } });
  }
  await loading;
  await until(() => ui.comparison.value, 'it is compared');
  return { ui, engine };
}

test('of SEV-SNP one that has its digest, and nothing of SEV', async () => {
  const { ui, engine } = await loaded('matching');
  assert.equal(ui.shownMoment.value, 'digest');
  assert.equal(ui.comparison.value.of, '4 vCPUs');
  assert.ok(ui.sampleInUse.value);
  assert.deepEqual([ui.places.tk.value.status, ui.texts.measurement.value, ui.texts.policy.value], ['empty', '', '']);
  assert.ok(!engine.asks('validate'));
  assert.match(ui.notice.value.text, /firmware is made up/);
});

test('and one that has another, which is explained', async () => {
  const { ui } = await loaded('failing');
  assert.equal(ui.comparison.value.of, null);
  await until(() => ui.snpExplained.value, 'explained');
  const { changes } = ui.snpExplained.value.report.diagnosis;
  assert.match(JSON.stringify(changes), /init=\/bin\/sh/);
});

test('starting over after it brings nothing of it back', async () => {
  const { ui } = await loaded('matching');
  ui.clearAll();
  assert.equal(ui.expected.text.value, '');
  assert.ok(!ui.sampleInUse.value);
});
