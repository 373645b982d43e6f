// Files are recognised by content; the name decides only where the content cannot.
import assert from 'node:assert/strict';
import test from 'node:test';

import { readFileSync } from 'node:fs';

import { loadModule, value } from '../../tests/wasm/core.mjs';
import { importSource } from './bundle.mjs';

const { recognise, contentSize, headSize, tailSize } = await importSource('engine/recognise.ts');
const core = await loadModule();

function seen(given, name = 'a file') {
  const bytes = typeof given === 'string' ? new TextEncoder().encode(given) : given;
  const content = value(core.recogniseContent(
    bytes.slice(0, contentSize), bytes.slice(-tailSize), bytes.length));
  return recognise(name, bytes.length, bytes.slice(0, headSize), content);
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

test('launch data in other shapes, which the core reads', () => {
  for (const text of [
    '> sev-policy     : 3\n', '- sev-api-major: 0\n', '`sev-build-id`: 15', 'export SEV_POLICY="3"\n',
    'sev-policy     3\n', 'sev-policy,3\n', '\u2502 sev-policy \u2502 3 \u2502', 'sev\u2011policy: 3', 'sev-policy\uff1a 3',
    '\x1b[1msev-policy\x1b[0m: 3', '(QEMU) query-sev\n{"return": {"policy": 3}}\n',
    "{'sev-policy': 3}", "(QEMU) query-sev\n{u'return': {u'policy': 3}}", '{"apiMinor": 24, "buildID": 15}',
    '(qemu) info sev\nSEV type: sev\nbuild: 15\napi version: 0.24\n', 'api_major:\t0\napi_minor:\t24\nbuild:\t\t15\n',
    '[ 4.1] ccp 0000:22:00.1: SEV API:0.24 build:15', '{"stdout": "sev-policy : 3"}', 'SEV is not enabled\n',
    'sev-snp-policy : 196608\n',
  ]) assert.equal(role(text), 'launchInfo', text);
  for (const text of ['console=ttyS0 ro policy=3 and more', 'selinux policy: strict', 'build: 5', '{"name": "x"}', '{}']) {
    assert.notEqual(role(text), 'launchInfo', text);
  }
});

test('kernel: the Linux boot header', () => {
  assert.equal(role(image(8192, [0x202, 'HdrS'])), 'kernel');
  assert.equal(role(image(0x206, [0x202, 'HdrS'])), 'kernel');
  assert.notEqual(role(image(0x205, [0x202, 'Hdr'])), 'kernel');
  assert.notEqual(role(image(8192, [0x203, 'HdrS'])), 'kernel');
});

test('initrd: every compression', () => {
  for (const magic of ['070701', '070702', '070707', [0x1f, 0x8b, 8], [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0],
    [0x28, 0xb5, 0x2f, 0xfd], [4, 0x22, 0x4d, 0x18], [2, 0x21, 0x4c, 0x18], 'BZh', [0x5d, 0, 0]]) {
    const start = typeof magic === 'string' ? magic : Uint8Array.from(magic);
    assert.equal(role(image(5000, [0, start])), 'initrd', String(magic));
    assert.notEqual(role(image(5000, [1, start])), 'initrd', String(magic));
  }
});

/** A page whose CPU starts at CS base `base` and RIP `rip`, both given as bytes in their order. */
const vmsa = (base, rip, ...more) => image(4096, [0x18, base], [0x178, rip], ...more);

test('VMSA pages: which one, by where it starts', () => {
  const boot = vmsa([0, 0, 0xff, 0xff], [0xf0, 0xff]);
  const further = vmsa([0, 0, 0x80, 0], [4, 0xb0]);
  assert.equal(role(boot), 'vmsaCpu0');
  assert.equal(role(further), 'vmsaCpu1');
  assert.match(seen(further).reason, /0x80b004/);
  assert.notEqual(role(boot.slice(0, 4095)), 'vmsaCpu0');
  assert.notEqual(role(image(4097, [0, boot])), 'vmsaCpu0');
});

test('4096 bytes that are no page of a CPU', () => {
  assert.equal(role(image(4096)), 'unknown');
  const bigEndian = vmsa([0, 0, 0, 0, 0xff, 0xff, 0, 0], [0, 0, 0, 0, 0, 0, 0xff, 0xf0]);
  assert.equal(role(bigEndian), 'unknown');
  assert.equal(role(vmsa([0, 0, 0xff, 0xff, 1], [0xf0, 0xff])), 'unknown', 'base above 4 GiB');
  assert.equal(role(vmsa([0, 0, 0xfe, 0xff], [0xf0, 0xff, 1])), 'unknown', 'RIP above 64 KiB');
  assert.equal(role('x'.repeat(4096)), 'unknown');
  assert.equal(role(image(4096, [0, [0x1f, 0x8b, 8]])), 'initrd');
  assert.equal(role(image(4096, [0x202, 'HdrS'])), 'kernel');
});

test('keys are asked about unless the name says which: 32 bytes may be a disk key', () => {
  const key = (size) => Uint8Array.from({ length: size }, (_, i) => 0x80 + i);
  for (const name of ['tk', 'guest_tk.bin', 'TK.key', 'my-tk-1']) assert.equal(role(key(32), name), 'tk', name);
  for (const name of ['disk.key', 'luks', 'gtk.bin', 'mtk', 'tkey', 'tik.bin', 'guest_tek.bin']) {
    assert.equal(role(key(32), name), 'unknown', name);
    assert.deepEqual(seen(key(32), name).alternatives, ['tk', 'secret'], name);
  }
  for (const name of ['critik.bin', 'biotek', 'atikb']) assert.equal(role(key(16), name), 'unknown', name);
  assert.equal(role(key(16), 'vm_tik.bin'), 'tik');
  assert.equal(role(key(16), 'TEK'), 'tek');
  for (const name of ['key', 'tik-and-tek', 'tk.bin']) {
    assert.equal(role(key(16), name), 'unknown');
    assert.deepEqual(seen(key(16), name).alternatives, ['tik', 'tek']);
  }
  for (const size of [15, 17, 31, 33]) assert.equal(role(key(size), 'tik'), 'unknown');
});

test('keys that begin like something else', () => {
  for (const start of [[0xff, 0xfe], [0xfe, 0xff], [0xef, 0xbb, 0xbf]]) {
    const key = Uint8Array.from({ length: 32 }, (_, i) => start[i] ?? 0x80 + i);
    assert.equal(role(key, 'tk'), 'tk', String(start));
  }
});

test('text as long as a key is asked about, unless its name says that it is one', () => {
  const cmdline = 'root=/dev/vda1 ro console=ttyS0\n';
  assert.equal(cmdline.length, 32);
  assert.equal(role(cmdline, 'cmdline.txt'), 'unknown');
  assert.deepEqual(seen(cmdline, 'cmdline.txt').alternatives, ['tk', 'secret']);
  assert.match(seen('0123456789abcdef').reason, /raw bytes/);
  assert.equal(role('sample TEK: 16 bsample TIK: 16 b', 'tk.bin'), 'tk');
});

test('keys as hex or base64 are no keys', () => {
  for (const [size, places] of [[16, ['tik', 'tek']], [32, ['tk', 'secret']]]) {
    const key = Buffer.from(Uint8Array.from({ length: size }, (_, i) => 0x80 + i));
    for (const form of ['hex', 'base64']) {
      for (const text of [key.toString(form), `${key.toString(form)}\n`]) {
        assert.equal(role(text, 'tk tik'), 'unknown', text);
        assert.match(seen(text).reason, /raw bytes/);
        assert.deepEqual(seen(text).alternatives, places);
      }
    }
  }
});

test('what sevctl session writes: two keys, and two files for the host', () => {
  const base64 = (size) => Buffer.alloc(size, 7).toString('base64');
  assert.equal(role(Uint8Array.from({ length: 16 }, (_, i) => 0x80 + i), 'guest_tek.bin'), 'tek');
  for (const [name, size, element] of [['guest_godh.b64', 2084, '<dhCert>'],
    ['guest_session.b64', 128, '<session>']]) {
    for (const text of [base64(size), `${base64(size)}\n`]) {
      assert.equal(role(text, name), 'forHost', name);
      assert.match(seen(text, name).reason, new RegExp(`for the host.*${element}.*not needed here`));
    }
    assert.equal(role('sev-policy: 3', name), 'launchInfo', 'by its content first');
    assert.equal(role(base64(size), 'other.b64'), 'unknown');
  }
});

test('host output', () => {
  assert.equal(role('sev-measurement : AAAA\nsev-policy: 3\n'), 'launchInfo');
  assert.equal(role('\n  sev-api-major  : 1\r\n'), 'launchInfo');
  assert.equal(role('{"return": {"policy": 3}}'), 'launchInfo');
  assert.equal(role(' {"data": "AAAA"}'), 'launchInfo');
  assert.equal(role('[{"return": {"policy": 3}}]'), 'launchInfo');
  assert.equal(role('{"QMP": {}}\n{"return": {}}\n{"return": {"data": "AAAA"}}'), 'launchInfo');
  assert.equal(role('\ufeffsev-policy: 3'), 'launchInfo');
  assert.equal(role('{"schemaVersion": 1, "inputs": {"policy": {}}}'), 'unknown');
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

test('text in UTF-16 is said to be that', () => {
  for (const bytes of [Buffer.from('\ufeffsev-policy : 3 and more', 'utf16le'), image(40, [0, [0xfe, 0xff]])]) {
    assert.equal(role(bytes), 'unknown');
    assert.match(seen(bytes).reason, /UTF-16/);
  }
});

test('hostile text costs no more time than its length', () => {
  const start = performance.now();
  for (const piece of ['<!-' + '-a--' + '>', '<?a?>', '<!-' + '-', '{"data', ' ', '<']) {
    role(piece.repeat(headSize / piece.length));
  }
  assert.ok(performance.now() - start < 2000);
});

test('the sample: all that its content can tell', () => {
  const roles = {
    'firmware.fd': 'firmware', 'vmlinuz': 'kernel', 'initrd.img': 'initrd', 'tk.bin': 'tk',
    'launch-info.txt': 'launchInfo', 'launch-info-tampered.txt': 'launchInfo', 'cmdline.txt': 'unknown',
  };
  for (const [name, wanted] of Object.entries(roles)) {
    const content = readFileSync(new URL(`../../public/sample/${name}`, import.meta.url));
    assert.equal(role(new Uint8Array(content), name), wanted, name);
  }
});

test('nothing, and nothing known', () => {
  assert.equal(role(''), 'empty');
  for (const size of [1, 2, 47, 48, 100]) assert.equal(role(image(size)), 'unknown');
  assert.equal(role('hello'), 'unknown');
});
