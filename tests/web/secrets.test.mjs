// Secrets: offered only after a match, packed, saved, and opened again by the stand-in firmware.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before } from 'node:test';
import { startBrowser, stopBrowser } from './lib/browser.mjs';
import { test } from './lib/cannot.mjs';
import { choose, fill, holdsSoon, isThere, press, waitUntil } from './lib/controls.mjs';
import { requirePage } from './lib/environment.mjs';
import { input, launch, luksKey, opened, write } from './lib/launches.mjs';
import { give, giveAllBut, saved, validate, visit } from './lib/page.mjs';

requirePage();
let browser;
before(async () => { browser = await startBrowser(); });
after(() => stopBrowser(browser));

const other = 'e1cdf8bd-37c4-4e2b-9a2b-4ac31e1e3a4f';

async function matched(page, name = 'sev') {
  await give(page, launch(name));
  await validate(page, 'match');
}

const escaped = (text) => text.replace(/[\^$.*+?()[\]{}|]/g, '\\$&');

const bodySays = (page, pattern) => waitUntil(page, `the page says ${pattern}`,
  (source) => new RegExp(source, 'i').test(document.body.innerText), pattern.source);

/** Packs what is entered, saves both files and opens them. */
async function packet(page, name = 'sev') {
  await press(page, 'Pack secret');
  const header = await saved(page, 'Save secret header', /header.*\.b64$/);
  const payload = await saved(page, 'Save secret payload', /payload.*\.b64$/);
  assert.match(header.toString(), /^[A-Za-z0-9+/]+=*\n?$/);
  assert.equal(Buffer.from(header.toString(), 'base64').length, 52);
  return { header, payload,
    secrets: opened(launch(name).fields.Measurement, header.toString().trim(),
      payload.toString().trim()) };
}

test('are not offered before a match, nor after a mismatch, nor after a change', async () => {
  await visit(browser, async (page) => {
    const offered = async () => await isThere(page, 'Pack secret', 'button')
      && page.evaluate(() => [...document.querySelectorAll('button')]
        .some((button) => button.textContent.trim() === 'Pack secret' && !button.disabled));
    assert.ok(!await offered(), 'at the start');
    await matched(page);
    await waitUntil(page, 'the secret can be entered', () => /secret/i.test(document.body.innerText));
    assert.ok(await isThere(page, 'Secret name', 'field'));
    await choose(page, 'Firmware', input('other.fd'));
    await holdsSoon(page, () => document.querySelector('[data-verdict]')?.dataset.verdict !== 'match');
    assert.ok(!await offered(), 'after a change');
    await validate(page, 'mismatch');
    assert.ok(!await offered(), 'after a mismatch');
  });
});

for (const name of ['sev', 'esSku']) {
  test(`a typed secret arrives in the guest (${name})`, async () => {
    await visit(browser, async (page) => {
      await matched(page, name);
      await fill(page, 'Secret name', 'luks-key');
      await fill(page, 'Secret text', 'correct horse battery staple ü');
      const { secrets } = await packet(page, name);
      assert.deepEqual(Object.keys(secrets), [luksKey]);
      assert.equal(secrets[luksKey].toString(), 'correct horse battery staple ü');
    });
  });
}

test('a secret from a file arrives, by GUID, whatever its bytes are', async () => {
  await visit(browser, async (page) => {
    await matched(page);
    const bytes = readFileSync(input('vmlinuz')).subarray(0, 1000);
    await fill(page, 'Secret name', other.toUpperCase());
    await choose(page, 'Secret file', write('secret.bin', bytes));
    const { secrets } = await packet(page);
    assert.deepEqual(secrets[other], bytes);
  });
});

test('several arrive in one packet, and every packet is another', async () => {
  await visit(browser, async (page) => {
    await matched(page);
    await fill(page, 'Secret name', 'luks-key');
    await fill(page, 'Secret text', 'first');
    await press(page, 'Add secret');
    await fill(page, 'Secret name 2', other);
    await fill(page, 'Secret text 2', 'second');
    const first = await packet(page);
    assert.deepEqual(Object.entries(first.secrets).map(([guid, data]) => [guid, data.toString()]),
      [[luksKey, 'first'], [other, 'second']]);
    const again = await packet(page);
    assert.notEqual(first.header.toString(), again.header.toString());
    assert.notEqual(first.payload.toString(), again.payload.toString());
  });
});

test('shows the lines to run on the host', async () => {
  await visit(browser, async (page) => {
    await matched(page);
    await fill(page, 'Secret name', 'luks-key');
    await choose(page, 'Secret file', input('secret.txt'));
    await packet(page);
    await bodySays(page, /virsh domsetlaunchsecstate/);
    await bodySays(page, /virsh resume/);
  });
});

test('one name twice is refused, by alias and GUID too', async () => {
  await visit(browser, async (page) => {
    await matched(page);
    await fill(page, 'Secret name', 'luks-key');
    await fill(page, 'Secret text', 'first');
    await press(page, 'Add secret');
    await fill(page, 'Secret name 2', luksKey.toUpperCase());
    await fill(page, 'Secret text 2', 'second');
    await press(page, 'Pack secret');
    await bodySays(page, /is given twice/);
    assert.ok(!await isThere(page, 'Save secret header', 'button'));
  });
});

test('names that are neither alias nor GUID are refused', async () => {
  await visit(browser, async (page) => {
    await matched(page);
    await fill(page, 'Secret text', 'a secret');
    for (const name of ['luks-keys', `${luksKey}0`, `{${luksKey}}`, luksKey.replaceAll('-', '')]) {
      await fill(page, 'Secret name', name);
      await press(page, 'Pack secret');
      await bodySays(page, new RegExp(`expected the alias luks-key or a GUID.*${escaped(name)}'`));
      assert.ok(!await isThere(page, 'Save secret header', 'button'), name);
    }
  });
});

test('more than the firmware takes is refused, more than its area holds is warned about', async () => {
  await visit(browser, async (page) => {
    await matched(page);
    await fill(page, 'Secret name', 'luks-key');
    await choose(page, 'Secret file', write('large', Buffer.alloc(16345, 'x')));
    await press(page, 'Pack secret');
    await bodySays(page, /at most 16384/);
    assert.ok(!await isThere(page, 'Save secret header', 'button'));
    const bytes = Buffer.alloc(3100, 'x');
    await choose(page, 'Secret file', write('too-large-for-area', bytes));
    await bodySays(page, /do(es)? not fit/);
    const { secrets } = await packet(page);
    assert.deepEqual(secrets[luksKey], bytes);
  });
});

test('a newline at the end is warned about', async () => {
  await visit(browser, async (page) => {
    await matched(page);
    await fill(page, 'Secret name', 'luks-key');
    await choose(page, 'Secret file', write('with-newline', 'a key\n'));
    await bodySays(page, /A secret ends in a newline/);
  });
});

test('a launch that was validated with the TIK alone needs the TEK to pack', async () => {
  await visit(browser, async (page) => {
    await giveAllBut(page, launch('sev'), 'TK');
    await choose(page, 'TIK', input('tik.bin'));
    await validate(page, 'match');
    await fill(page, 'Secret name', 'luks-key');
    await fill(page, 'Secret text', 'a secret');
    await bodySays(page, /packing needs the TEK/);
    await choose(page, 'TEK', input('tek.bin'));
    await validate(page, 'match');
    const { secrets } = await packet(page);
    assert.equal(secrets[luksKey].toString(), 'a secret');
  });
});

test('a packet does not outlive the match that it was made for', async () => {
  await visit(browser, async (page) => {
    await matched(page);
    await fill(page, 'Secret name', 'luks-key');
    await fill(page, 'Secret text', 'a secret');
    await packet(page);
    await fill(page, 'Policy', '1');
    await holdsSoon(page, () => document.querySelector('[data-verdict]')?.dataset.verdict !== 'match');
    assert.ok(!await isThere(page, 'Save secret header', 'button'));
    assert.ok(!await isThere(page, 'Save secret payload', 'button'));
  });
});
