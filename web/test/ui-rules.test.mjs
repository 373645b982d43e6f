// What settings may hold, what a policy blocks, what host output looks like.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadModule, value } from '../../tests/wasm/core.mjs';
import { loadUi } from './ui-load.mjs';

const ui = await loadUi('model/settingsFile.ts', 'model/trust.ts',
  'model/hostText.ts', 'model/fields.ts');

const digest = { name: 'vmlinuz', size: 5, sha256: 'ab'.repeat(32) };
const settings = { kind: 'sevproof-settings', version: 1, fields: { policy: '7', cmdline: ' ro' },
  files: { kernel: digest } };

test('settings go round', () => {
  const parsed = ui.parseSettings(ui.formatSettings(settings));
  assert.deepEqual(parsed, { ok: true, value: settings });
});

test('settings are taken in exactly one shape', () => {
  const refused = (change) => {
    const text = typeof change === 'string' ? change : JSON.stringify({ ...settings, ...change });
    const parsed = ui.parseSettings(text);
    assert.equal(parsed.ok, false, text);
    assert.ok(parsed.message.length > 5);
    return parsed.message;
  };
  refused('');
  refused('null');
  refused('[]');
  refused({ kind: 'other' });
  refused({ version: 2 });
  refused({ extra: 1 });
  refused({ fields: null });
  refused({ fields: { policy: 7 } });
  assert.match(refused({ fields: { measurement: 'x' } }), /unknown key "measurement"/);
  assert.match(refused({ files: { tk: digest } }), /unknown key "tk"/);
  refused({ files: { kernel: { ...digest, sha256: 'AB'.repeat(32) } } });
  refused({ files: { kernel: { ...digest, size: -1 } } });
  refused({ files: { kernel: { ...digest, size: 1.5 } } });
  refused({ files: { kernel: { ...digest, bytes: 'x' } } });
  for (const control of ['\n', '\r', '\0', '\t', '\x7f', '\x85', '\ud800']) {
    assert.match(refused({ fields: { cmdline: `ro${control}init=/bin/sh` } }), /fields\.cmdline: .*control/);
    refused({ fields: { cpu: `EPYC${control}` } });
    refused({ files: { kernel: { ...digest, name: `vm${control}linuz` } } });
  }
  refused('{"kind":"sevproof-settings","version":1,"fields":{"__proto__":{"x":1}},"files":{}}');
});

test('the policy is read as the browser reads it', () => {
  const good = "default-src 'none'; script-src 'sha256-abc=' 'wasm-unsafe-eval'; connect-src 'none'; "
    + "form-action 'none'";
  const blocked = (text) => ui.whatIsBlocked(ui.parsePolicy(text));
  const all = { scripts: true, requests: true, images: true, forms: true };
  assert.deepEqual(blocked(good), all);
  assert.deepEqual(blocked(''), { scripts: false, requests: false, images: false, forms: false });
  assert.equal(blocked("default-src 'none'").forms, false);
  assert.equal(blocked(good.replace("'wasm-unsafe-eval'", "'unsafe-eval'")).scripts, false);
  assert.equal(blocked(good.replace("'wasm-unsafe-eval'", 'https:')).scripts, false);
  assert.equal(blocked(`connect-src *; ${good}`).requests, false);
  assert.equal(blocked(`${good}; img-src data:`).images, true);
  for (const more of ['data: https:', '*', 'blob:']) {
    assert.equal(blocked(`${good}; img-src ${more}`).images, false, more);
  }
  assert.equal(blocked(`${good}; connect-src *`).requests, true);
});

test('host output is told from a bare measurement', () => {
  assert.ok(ui.looksLikeHostText('sev-measurement: abc'));
  assert.ok(ui.looksLikeHostText('{"return": {}}'));
  assert.ok(!ui.looksLikeHostText(' 0SUxyznFfhoEtfGx1KQyl0NT0mBtbUSmE9G/fqCgWk8AAQIDBAUGBwgJCgsMDQ4P\n'));
});

test('the core calls the fields as the page does', async () => {
  const core = await loadModule();
  const named = [[], ['initrd'], ['vmsaCpu1'], ['vmsaCpu0']].flatMap((given) => (
    value(core.missing(given, '7', '2'))));
  assert.ok(named.length > 20);
  for (const { field, what } of named) assert.equal(what.replace(/ \(.*/, ''), ui.labelOf(field));
});
