// What is shown and said of a SEV-SNP guest depends on what starts it, and holds for SEV-SNP.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { loadModule } from '../../tests/wasm/core.mjs';
import { settle, start } from './ui-engine.mjs';

const core = await loadModule();
const firmwareOf = (name) => readFileSync(new URL(`../../tests/vectors/${name}`, import.meta.url));
const amdSev = firmwareOf('snp/firmware/ovmf_AmdSev_suffix.bin');

async function until(condition, what) {
  for (let turn = 0; !condition(); turn += 1) {
    assert.ok(turn < 800, what);
    await settle();
  }
}

async function fresh() {
  const { ui } = await start();
  ui.clearAll();
  ui.showMoment('digest');
  return ui;
}

test('rows that a VMM does not have are not asked for', async () => {
  const ui = await fresh();
  const shown = () => {
    const of = ui.starter();
    return [ui.bootsKernels(of), ui.hasVmsaChoice(of), ui.cpuRow(of).placeholder];
  };
  assert.deepEqual(shown(), [true, false, 'EPYC-Milan']);
  ui.snpTexts.vmm.set('ec2');
  assert.deepEqual(shown(), [false, false, '']);
  ui.snpTexts.vmm.set('gce');
  assert.deepEqual(shown(), [false, true, '']);
  ui.snpTexts.vmm.set('');
  await ui.putFile('igvm', new File([firmwareOf('igvm/snp-basic.igvm')], 'svsm.igvm'));
  assert.deepEqual(shown(), [false, false, '']);
});

test('EC2 and GCE are spoken of where they were chosen, and each of itself alone', async () => {
  const ui = await fresh();
  const said = (vmm) => {
    const of = { vmm, isIgvm: false };
    return [ui.cpuRow(of).source, ui.featuresSource(of), ui.countSource(of)].join(' ');
  };
  assert.doesNotMatch(said('qemu'), /EC2|GCE/);
  assert.match(said('ec2'), /EC2/);
  assert.doesNotMatch(said('ec2'), /GCE/);
  assert.match(said('gce'), /GCE/);
  assert.doesNotMatch(said('gce'), /EC2/);
});

test('of EC2 no digest is promised, and a difference is no proof', async () => {
  const ui = await fresh();
  const measured = () => until(() => ui.snpDigest.value.kind === 'measured', 'measured');
  await ui.putFile('firmware', new File([amdSev], 'OVMF.fd'));
  ui.snpTexts.numCpus.set('1');
  ui.snpTexts.cpu.set('EPYC');
  await measured();
  assert.match(ui.standing().words, /must be this/);
  ui.snpTexts.vmm.set('ec2');
  await measured();
  assert.match(ui.standing().words, /AWS publishes gives another digest/);
  assert.doesNotMatch(ui.standing().words, /must be/);
  ui.expected.set('07'.repeat(48));
  await ui.expected.read();
  assert.match(ui.standing().words, /proves nothing/);
  ui.snpTexts.vmm.set('gce');
  await measured();
  assert.doesNotMatch(ui.standing().words, /EC2/);
});

const described = (ui, image) => {
  const { value } = JSON.parse(core.describeFirmwareTable(image));
  return { words: ui.firmwareWords({ firmware: value }), facts: Object.fromEntries(ui.firmwareFacts(value)) };
};

test('of firmware it is said what SEV-SNP takes of it', async () => {
  const ui = await fresh();
  const { words, facts } = described(ui, amdSev);
  assert.equal(words, '7 sections · kernel hashes at 0x810c00 · APs start at 0x80b004');
  assert.equal(facts['Kernel hashes at'], '0x810c00');
  assert.doesNotMatch(JSON.stringify([words, facts]), /SEV-ES|[Ss]ecret/);
  const { value } = JSON.parse(core.describeFirmwareTable(amdSev));
  const sevMetadata = value.sevMetadata.map((one) => (one.type === 16 ? { ...one, gpa: '0x900000' } : one));
  assert.match(ui.firmwareWords({ firmware: { ...value, sevMetadata } }), /no place for kernel hashes/);
  // Without an OVMF table.
  assert.equal(described(ui, Buffer.alloc(65536)).words,
    'no SEV metadata, which SEV-SNP needs · no place for kernel hashes · no address at which APs start');
});
