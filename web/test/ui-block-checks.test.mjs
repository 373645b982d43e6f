// The check of an ID block in words: each says what was compared and what came, or what to give so that it is.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { start } from './ui-engine.mjs';

const vectors = new URL('../../tests/vectors/snp/idblock/', import.meta.url);
const block = readFileSync(new URL('id-block.bin', vectors));
const auth = readFileSync(new URL('id-auth.bin', vectors));

/** What the core says of the pair, each field given as in `texts`, in the words of the page. */
async function checked({ idBlock = block, idAuth = auth, texts = {} } = {}) {
  const { ui, engine } = await start();
  const { ok, value } = await engine.askOfBlock('checkIdBlock', texts,
    { idBlock: new File([idBlock], 'block.bin'), idAuth: new File([idAuth], 'auth.bin') }, '');
  assert.ok(ok);
  const report = JSON.parse(value.report);
  const checks = Object.fromEntries(ui.blockChecks(report).map(({ name, outcome, words }) => [name, `${outcome}: ${words}`]));
  for (const { code } of report.checks) assert.ok(!JSON.stringify(checks).includes(code), 'no internal name');
  return { report, checks, verdict: ui.blockVerdict(report) };
}

const changedAt = (bytes, at) => {
  const changed = Buffer.from(bytes);
  changed[at] ^= 1;
  return changed;
};

test('with nothing given: what it is, and what to give', async () => {
  const { report, checks, verdict } = await checked();
  assert.equal(verdict, 'They belong together.');
  assert.match(checks.Form, /^pass: Version, algorithms/);
  assert.equal(checks['Signature of the ID block'], 'pass: The ID key signed this block.');
  assert.equal(checks['Signature of the ID key'], 'pass: The author key signed the ID key.');
  assert.match(checks['Launch digest'], /^not-checked: It is [0-9a-f]{8}…[0-9a-f]{4}\. To compare it, describe the guest/);
  assert.match(checks.Policy, /^not-checked: It is 0x[0-9a-f]+ \(.*\)\. To compare it, give a policy above\.$/);
  assert.equal(checks['Guest SVN'], `not-checked: It is ${report.idBlock.guestSvn}. To compare it, give a guest SVN above.`);
  assert.equal(checks['Family id'], `not-checked: It is ${report.idBlock.familyId}. To compare it, give a family id above.`);
});

test('what is the same, and what is another', async () => {
  const { report } = await checked();
  const { launchDigest, familyId, policy } = report.idBlock;
  const same = await checked({ texts: { launchDigest, familyId, policy: policy.hex, idKeyDigest: report.idKeyDigest } });
  assert.equal(same.verdict, 'They belong together.');
  for (const name of ['Launch digest', 'Family id', 'Policy', 'ID key']) assert.match(same.checks[name], /^pass: .+, as you gave it\.$/);
  const other = await checked({ texts: { launchDigest: '07'.repeat(48), policy: '0xb0000', guestSvn: '77',
    authorKeyDigest: '08'.repeat(48) } });
  assert.equal(other.verdict, 'They belong together, but are not what you expect.');
  assert.match(other.checks['Launch digest'], /^fail: Expected 07070707…0707, got [0-9a-f]{8}…[0-9a-f]{4}\.$/);
  assert.match(other.checks.Policy, /^fail: Expected 0xb0000 \(.*\), got 0x/);
  assert.equal(other.checks['Guest SVN'], `fail: Expected 77, got ${report.idBlock.guestSvn}.`);
  assert.match(other.checks['Author key'], /^fail: Expected 08080808…0808, got [0-9a-f]{8}/);
});

test('files of two blocks, and a form that firmware does not take', async () => {
  const other = await checked({ idBlock: changedAt(block, 0) });
  assert.equal(other.verdict, 'They do not belong together: firmware starts no guest with them.');
  assert.match(other.checks['Signature of the ID block'], /^fail: The ID key did not sign this block/);
  const bad = await checked({ idAuth: changedAt(auth, 0) });
  assert.match(bad.checks.Form, /^fail: Firmware does not take it: the ID key's algorithm\.$/);
  assert.equal(bad.checks['Signature of the ID block'], 'not-checked: The form must be right first.');
  assert.equal(bad.checks['Signature of the ID key'], 'not-checked: The form must be right first.');
});

test('without an author key that is said, and not that something is missing', async () => {
  const { engine } = await start();
  const key = new File([readFileSync(new URL('id_key_test.pem', vectors))], 'id.pem');
  const made = await engine.askOfBlock('createIdBlock', { launchDigest: '07'.repeat(48) }, { idKey: key }, 'vm');
  const [idBlock, idAuth] = made.value.files.map(({ base64 }) => Buffer.from(base64, 'base64'));
  const { checks, verdict } = await checked({ idBlock, idAuth });
  assert.equal(verdict, 'They belong together.');
  assert.equal(checks['Signature of the ID key'], 'not-checked: There is no author key that could have signed it.');
  assert.equal(checks['Author key'], 'not-checked: There is no author key, and you gave no digest of one.');
  const expecting = await checked({ idBlock, idAuth, texts: { authorKeyDigest: '08'.repeat(48) } });
  assert.equal(expecting.checks['Author key'], 'fail: Expected 08080808…0808, but there is no author key.');
});
