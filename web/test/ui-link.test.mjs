// Settings in a link: as strict as a settings file.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadUi } from './ui-load.mjs';

const links = await loadUi('model/settingsLink.ts', 'model/settingsFile.ts');
const sha = 'ab'.repeat(32);
const settings = { kind: 'sevproof-settings', version: 1,
  fields: { policy: '0x7', cmdline: ' a  b+c=d&e%20ü ', numCpus: '4' },
  files: { kernel: { name: 'a:b c', size: 70000, sha256: sha }, firmware: { name: '', size: 0, sha256: sha } } };

test('a link holds what a settings file holds', () => {
  const read = links.parseLink(links.formatLink(settings));
  assert.deepEqual(read, { ok: true, value: settings });
  assert.doesNotMatch(links.formatLink(settings), /[\s"<>]/);
});

for (const [text, words] of Object.entries({
  'policy=1&policy=1': /policy: given twice/, 'tk=1': /unknown key "tk"/, 'measurement=x': /unknown key/,
  'cmdline=a%0ab': /no control characters/, [`kernel=${sha}`]: /size/, [`kernel=${sha}:-1:x`]: /size/,
  [`kernel=${sha}:1e3:x`]: /size/, 'kernel=abc:1:x': /SHA-256/, [`kernel=${sha}:1:a%0ab`]: /control/,
  '__proto__=1': /unknown key "__proto__"/,
  'constructor=1': /unknown key/, 'toString=1&toString=1': /toString: given twice/,
  'a%E2%80%AEb=1': /unknown key "a\\u\{202e\}b"/, [`${'x'.repeat(90)}=1`]: /unknown key "x{29}…x{30}"/,
  [`cmdline=${'x'.repeat(65537)}`]: /at most 65536/ })) {
  test(`a link is refused: ${text.slice(0, 24)}`, () => {
    const read = links.parseLink(text);
    assert.equal(read.ok, false);
    assert.match(read.message, words);
  });
}
