// Packets that the page packs are opened by the stand-in firmware, which shares no code with it.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';

import { error, loadCore, root, sample, value } from './core.mjs';

const core = await loadCore();
const python = process.env.SEVPROOF_PYTHON ?? 'python3';
const guid = '00112233-4455-6677-8899-aabbccddeeff';

/** What firmware and guest find: {guid: hex}. */
function openWithStandIn(t, request, packed) {
  const folder = mkdtempSync(join(tmpdir(), 'sevproof-wasm-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const put = (name, content) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const text = execFileSync(python, ['-B', join(root, 'tests', 'standin', 'host.py'), 'open',
    '--tk', put('tk', request.tk), '--blob', request.measurement,
    '--header', put('header', packed.header), '--payload', put('payload', packed.payload)]);
  return JSON.parse(text);
}

test('the guest finds the secrets that were packed', (t) => {
  const request = sample()(core);
  const secrets = [
    { name: 'luks-key', data: randomBytes(32) },
    { name: guid, data: randomBytes(77) },
  ];
  const packed = value(core.pack(request, secrets));
  const found = JSON.stringify(openWithStandIn(t, request, packed));
  for (const { data } of secrets) assert.ok(found.includes(data.toString('hex')));
  const listed = value(core.unpack(request, packed.header, packed.payload)).secrets;
  assert.deepEqual(listed.map(({ size }) => size), [32, 77]);
});

test('each packet has an IV of its own', () => {
  const request = sample()(core);
  const packets = Array.from({ length: 50 }, () =>
    value(core.pack(request, [{ name: 'luks-key', data: Buffer.from('x') }])).header);
  assert.equal(new Set(packets.map((header) => header.slice(6, 26))).size, packets.length);
});

test('nothing is packed for a guest that does not match, whatever the page believes', () => {
  const request = sample('launch-info-tampered.txt')(core);
  const refusal = error(core.pack(request, [{ name: 'luks-key', data: Buffer.from('x') }]));
  assert.equal(refusal.kind, 'invalid');
  assert.match(refusal.message, /does not match/);
});

test('secrets are checked', () => {
  const { firmware } = sample()(core);
  const check = (...secrets) => core.checkSecrets(firmware, secrets);
  const secret = (name, size) => ({ name, data: new Uint8Array(size) });
  assert.equal(value(check(secret('luks-key', 8))).payloadSize, 48);
  assert.equal(error(check()).field, 'secret');
  assert.match(error(check(secret('luks-kee', 1))).message, /luks-kee/);
  assert.match(error(check(secret(guid, 1), secret(guid, 2))).message, /twice/);
  value(check(secret(guid, 16 * 1024 - 40)));
  assert.match(error(check(secret(guid, 16 * 1024 - 39))).message, /16384|16 KiB/);
});

test('packing needs a TEK', () => {
  const { tk, ...request } = sample()(core);
  request.tik = tk.slice(16);
  const refusal = error(core.pack(request, [{ name: 'luks-key', data: Buffer.from('x') }]));
  assert.deepEqual([refusal.kind, refusal.field], ['incomplete', 'tek']);
});

test('a packet that was touched is not opened', () => {
  const request = sample()(core);
  const { header, payload } = value(core.pack(request, [{ name: 'luks-key', data: Buffer.from('x') }]));
  const bytes = Buffer.from(payload, 'base64');
  bytes[0] ^= 1;
  assert.equal(error(core.unpack(request, header, bytes.toString('base64'))).field, 'packet');
  assert.equal(error(core.unpack(request, header.slice(4), payload)).field, 'packet');
  assert.equal(error(core.unpack(request, 'rubbish!', payload)).field, 'packet');
});
