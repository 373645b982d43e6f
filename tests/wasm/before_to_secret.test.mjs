// The whole way through this face: a platform is verified, a session is made for it, the stand-in firmware opens
// the session and starts the guest, its measurement is validated, and a secret arrives.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';

import { loadCore, root, value } from './core.mjs';

const core = await loadCore();
const python = process.env.SEVPROOF_PYTHON ?? 'python3';
const standIn = (name, ...words) => execFileSync(
  python, ['-B', join(root, 'tests', 'standin', name), ...words], { encoding: 'utf8' });

/** Files of a host and its session, in a folder of their own. */
function makeHost(t) {
  const folder = mkdtempSync(join(tmpdir(), 'sevproof-wasm-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = (name) => join(folder, name);
  standIn('host.py', 'platform', '--out', path('host'), '--seed', 'a');
  standIn('firmware_image.py', '--out', path('fw.fd'), '--size', '8192', '--secret-area', '0x80c000/0xc00');
  const file = (name) => ({ [name]: new Uint8Array(readFileSync(path(join('host', name)))) });
  return { path, file, state: path('host/platform.json') };
}

/** The six files by their ends: {"_tik.bin": bytes}. */
function makeSession({ path }, files, named) {
  const maker = new core.SessionMaker();
  try {
    const made = value(maker.make(files, named, '',
      { policy: 'nodbg,noks,nosend', name: 'vm', insecure: false, kernelHashes: false }));
    return Object.fromEntries(made.files.map(({ name }, at) => {
      const bytes = maker.content(at).slice();
      writeFileSync(path(name), bytes);
      return [name.slice(2), bytes];
    }));
  } finally {
    maker.delete();
  }
}

test('from the host\'s certificates to a secret in the guest', (t) => {
  const host = makeHost(t);
  const { path, file, state } = host;
  const files = { ...file('nodesevinfo.txt'), ...file('cek.cert'), ...file('ask.cert') };
  const named = file('ark.cert');
  const { report } = value(core.verifyPlatform(files, named, ''));
  assert.equal(JSON.parse(report).computed.vouchedForBy, 'named-root');

  const session = makeSession(host, files, named);
  const printed = standIn('host.py', 'launch', '--platform', state, '--firmware', path('fw.fd'), '--policy', '0xb',
    '--session', path('vm_session.b64'), '--godh', path('vm_godh.b64'), '--as-qemu');
  const launch = {
    ...value(core.parseLaunchInfo(printed)),
    firmware: new Uint8Array(readFileSync(path('fw.fd'))),
    tik: session['_tik.bin'],
    tek: session['_tek.bin'],
  };
  assert.equal(JSON.parse(value(core.validate(launch)).report).verdict, 'match');
  const secret = Buffer.from('correct horse\0');
  const packed = value(core.pack(launch, [{ name: 'luks-key', data: secret }]));
  writeFileSync(path('header'), packed.header);
  writeFileSync(path('payload'), packed.payload);
  const found = JSON.parse(standIn('host.py', 'open', '--platform', state, '--header', path('header'),
    '--payload', path('payload')));
  assert.deepEqual(Object.values(found), [secret.toString('hex')]);

  // The keys of another session are those of another guest.
  const other = makeSession(host, files, named);
  const wrong = { ...launch, tik: other['_tik.bin'], tek: other['_tek.bin'] };
  assert.equal(JSON.parse(value(core.validate(wrong)).report).verdict, 'mismatch');
});
