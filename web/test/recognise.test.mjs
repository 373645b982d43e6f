// Files are recognised by content; the name decides only where the content cannot.
import assert from 'node:assert/strict';
import test from 'node:test';

import { importSource } from './bundle.mjs';

const { recognise, headSize, tailSize } = await importSource('engine/recognise.ts');

function seen(bytes, name = 'a file') {
  const content = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes;
  return recognise(name, content.length, content.slice(0, headSize), content.slice(-tailSize));
}
const role = (bytes, name) => seen(bytes, name).role;

/** `size` zero bytes with pieces put in: [offset, bytes or text]. */
function image(size, ...pieces) {
  const bytes = new Uint8Array(size);
  for (const [at, piece] of pieces) {
    bytes.set(typeof piece === 'string' ? new TextEncoder().encode(piece) : piece, at < 0 ? size + at : at);
  }
  return bytes;
}
const guid = (hex) => Uint8Array.from(hex.match(/../g), (byte) => parseInt(byte, 16));
const footer = guid('de82b596b21ff745baeaa366c55a082d');

test('firmware: its table, wherever the file is large or small', () => {
  assert.equal(role(image(48, [-48, footer])), 'firmware');
  assert.equal(role(image(4096, [-48, footer])), 'firmware');
  assert.equal(role(image(2 << 20, [-48, footer])), 'firmware');
  assert.notEqual(role(image(2 << 20, [-47, footer])), 'firmware');
  assert.notEqual(role(image(2 << 20, [-49, footer])), 'firmware');
  assert.equal(role(image(1 << 20, [0x28, '_FVH'])), 'firmware');
});

test('kernel: the Linux boot header', () => {
  assert.equal(role(image(8192, [0x202, 'HdrS'])), 'kernel');
  assert.equal(role(image(0x206, [0x202, 'HdrS'])), 'kernel');
  assert.notEqual(role(image(0x205, [0x202, 'Hdr'])), 'kernel');
  assert.notEqual(role(image(8192, [0x203, 'HdrS'])), 'kernel');
});

test('initrd: every compression', () => {
  for (const magic of ['070701', '070702', '070707', [0x1f, 0x8b], [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0],
    [0x28, 0xb5, 0x2f, 0xfd], [4, 0x22, 0x4d, 0x18], [2, 0x21, 0x4c, 0x18], 'BZh', [0x5d, 0, 0]]) {
    const start = typeof magic === 'string' ? magic : Uint8Array.from(magic);
    assert.equal(role(image(5000, [0, start])), 'initrd', String(magic));
    assert.notEqual(role(image(5000, [1, start])), 'initrd', String(magic));
  }
});

test('VMSA pages: which one, by where it starts', () => {
  const boot = image(4096, [0x18, [0, 0, 0xff, 0xff, 0, 0, 0, 0]], [0x178, [0xf0, 0xff]]);
  const further = image(4096, [0x18, [0, 0, 0x80, 0, 0, 0, 0, 0]], [0x178, [4, 0xb0]]);
  assert.equal(role(boot), 'vmsaCpu0');
  assert.equal(role(further), 'vmsaCpu1');
  assert.match(seen(further).reason, /0x80b004/);
  assert.equal(role(image(4096)), 'unknown');
  assert.notEqual(role(boot.slice(0, 4095)), 'vmsaCpu0');
});

test('keys: 32 bytes are a TK, 16 are asked about unless the name says', () => {
  const key = (size) => Uint8Array.from({ length: size }, (_, i) => 0x80 + i);
  assert.equal(role(key(32)), 'tk');
  assert.equal(role(key(16), 'vm_tik.bin'), 'tik');
  assert.equal(role(key(16), 'TEK'), 'tek');
  for (const name of ['key', 'tik-and-tek']) {
    assert.equal(role(key(16), name), 'unknown');
    assert.deepEqual(seen(key(16), name).alternatives, ['tik', 'tek']);
  }
  for (const size of [15, 17, 31, 33]) assert.equal(role(key(size), 'tik'), 'unknown');
});

test('keys as text are no keys', () => {
  assert.equal(role('00112233445566778899aabbccddeeff'), 'unknown');
  assert.match(seen('0123456789abcdef').reason, /raw bytes/);
});

test('host output', () => {
  assert.equal(role('sev-measurement : AAAA\nsev-policy: 3\n'), 'launchInfo');
  assert.equal(role('\n  sev-api-major  : 1\r\n'), 'launchInfo');
  assert.equal(role('{"return": {"policy": 3}}'), 'launchInfo');
  assert.equal(role(' {"data": "AAAA"}'), 'launchInfo');
  assert.equal(role('sev-something: 1'), 'unknown');
  assert.equal(role(`sev-policy: 3\n${' '.repeat(headSize)}`), 'unknown');
});

test('domain XML, with what may stand before it', () => {
  for (const start of ['', '\n ', '\ufeff', '<?xml version="1.0"?>\n', '<!-- made by hand -->']) {
    assert.equal(role(`${start}<domain type='kvm'>`), 'domainXml', JSON.stringify(start));
  }
  assert.equal(role('<domainsnapshot>'), 'unknown');
  assert.equal(role(`<domain>${'x'.repeat(100_000)}`), 'domainXml');
});

test('settings of the page', () => {
  assert.equal(role('{"kind":"sevproof-settings","version":1}'), 'settings');
  assert.equal(role('{"kind":"other"}'), 'unknown');
  assert.equal(role('{"kind":"sevproof-settings"'), 'unknown');
});

test('nothing, and nothing known', () => {
  assert.equal(role(''), 'empty');
  for (const size of [1, 2, 47, 48, 100]) assert.equal(role(image(size)), 'unknown');
  assert.equal(role('hello'), 'unknown');
});
