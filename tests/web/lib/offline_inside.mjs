// Runs inside the namespace of offline.test.mjs.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { networkInterfaces } from 'node:os';
import { startBrowser, stopBrowser } from './browser.mjs';
import { fill, press } from './controls.mjs';
import { browserName, python } from './environment.mjs';
import { launch, luksKey, opened } from './launches.mjs';
import { give, saved, validate, visit } from './page.mjs';

const names = JSON.parse(execFileSync(python,
  ['-c', 'import json, socket; print(json.dumps([name for _, name in socket.if_nameindex()]))'],
  { encoding: 'utf8' }));
assert.deepEqual(names, ['lo'], 'interfaces');
assert.deepEqual(networkInterfaces(), {}, 'interfaces that are up');

// Chromium is driven through a pipe. The others' drivers speak over a local socket, for which the
// loopback must be up; it leads nowhere.
const raiseLoopback = `
import fcntl, socket, struct
with socket.socket() as one:
    fcntl.ioctl(one, 0x8914, struct.pack('16sh14x', b'lo', 0x41))
`;
if (browserName !== 'chromium') execFileSync(python, ['-c', raiseLoopback]);

const browser = await startBrowser();
try {
  await visit(browser, async (page) => {
    await give(page, launch('esSku'));
    await validate(page, 'match');
    await fill(page, 'Secret name', 'luks-key');
    await fill(page, 'Secret text', 'a key');
    await press(page, 'Pack secret');
    const header = await saved(page, 'Save secret header', /header.*\.b64$/);
    const payload = await saved(page, 'Save secret payload', /payload.*\.b64$/);
    const secrets = opened(launch('esSku').fields.Measurement, header, payload);
    assert.equal(secrets[luksKey].toString(), 'a key');
    await fill(page, 'vCPUs', '5');
    await validate(page, 'mismatch');
  });
} finally {
  await stopBrowser(browser);
}
