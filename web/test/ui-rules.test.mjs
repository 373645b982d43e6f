// What is missing, what settings may hold, what a policy blocks.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadUi } from './ui-load.mjs';

const ui = await loadUi('model/missing.ts', 'model/settingsFile.ts', 'model/trust.ts',
  'model/hostText.ts', 'model/fields.ts');

function given({ texts = {}, places = {}, es = false, vcpus = null, boots = [] } = {}) {
  const each = (names, value) => Object.fromEntries(names.map((name) => [name, value]));
  return {
    texts: { ...each(ui.textFields, ''), ...texts },
    places: { ...each(ui.placeNames, 'empty'), ...places }, es, vcpus, boots,
  };
}
const host = { measurement: 'm', apiMajor: '1', apiMinor: '55', buildId: '21', policy: '3' };
const files = { firmware: 'held', tk: 'held' };

/** In the words of the page. */
const missingWords = (all) => ui.missingInputs(all).map(({ words }) => words);

test('missing inputs are named by their labels', () => {
  assert.deepEqual(missingWords(given()), ['Measurement', 'API major', 'API minor', 'Build ID',
    'Policy', 'Firmware', 'TIK (or TK)']);
  assert.deepEqual(missingWords(given({ texts: host, places: files })), []);
  assert.deepEqual(missingWords(given({ texts: host, places: { firmware: 'held', tik: 'held' } })), []);
  assert.deepEqual(missingWords(given({ texts: host, places: { firmware: 'held', tek: 'held' } })),
    ['TIK (or TK)']);
  assert.deepEqual(missingWords(given({ texts: { ...host, cmdline: 'ro' }, places: files })),
    ['Kernel (initrd and command line need one)']);
  assert.deepEqual(missingWords(given({ texts: host, places: { ...files, kernel: 'held' },
    boots: ['kernel', 'initrd'] })), ['Initrd (the domain\'s XML has one)']);
  assert.deepEqual(missingWords(given({ texts: { ...host, cmdline: 'ro' }, places: files,
    boots: ['kernel'] })), ['Kernel (initrd and command line need one)']);
});

test('each leads to where it is to be given', () => {
  assert.deepEqual(ui.missingInputs(given({ es: true })).map(({ field }) => field),
    ['measurement', 'apiMajor', 'apiMinor', 'buildId', 'policy', 'firmware', 'numCpus', 'cpu', 'tik']);
});

test('a SEV-ES guest needs its CPUs', () => {
  const missing = (texts, places, vcpus = null) => missingWords(given({
    texts: { ...host, ...texts }, places: { ...files, ...places }, es: true, vcpus }));
  assert.deepEqual(missing({}, {}), ['vCPUs', 'CPU model (or VMSA CPU 0)']);
  assert.deepEqual(missing({ numCpus: '4', cpu: 'EPYC' }, {}, 4), []);
  assert.deepEqual(missing({ numCpus: '1' }, { vmsaCpu0: 'held' }, 1), []);
  assert.deepEqual(missing({ numCpus: '2' }, { vmsaCpu0: 'held' }, 2), ['VMSA CPU 1']);
  assert.deepEqual(missing({ numCpus: '2' }, { vmsaCpu1: 'held' }, 2), ['VMSA CPU 0']);
});

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
