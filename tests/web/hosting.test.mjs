// The page from the real nginx, with the configuration that docs/hosting.md hands out.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before } from 'node:test';
import { request } from 'node:http';
import { request as secureRequest } from 'node:https';
import { startBrowser, stopBrowser } from './lib/browser.mjs';
import { test } from './lib/cannot.mjs';
import { choose, fill, press, shownText } from './lib/controls.mjs';
import { findProgram, pageFile, requirePage } from './lib/environment.mjs';
import { input, launch, luksKey, opened, reportOf } from './lib/launches.mjs';
import { requireNginx, startNginx } from './lib/nginx.mjs';
import { expectVerdict, give, saved, validate, visit } from './lib/page.mjs';

requirePage();
requireNginx();
let browser;
let site;
before(async () => {
  site = await startNginx();
  browser = await startBrowser();
});
after(async () => {
  await stopBrowser(browser);
  await site?.stop();
});

function ask(path, { method = 'GET', port = site.port, secure = false } = {}) {
  return new Promise((resolve, reject) => {
    const whom = { host: '127.0.0.1', port, path, method, rejectUnauthorized: false };
    const asked = (secure ? secureRequest : request)(whom, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers,
        raw: answer.rawHeaders, body: Buffer.concat(parts) }));
    });
    asked.on('error', reject);
    asked.end();
  });
}

test('answers with every header that the handbook promises, once', async () => {
  const { status, headers, raw, body } = await ask('/sevproof.html');
  assert.equal(status, 200);
  assert.deepEqual(body, readFileSync(pageFile));
  assert.equal(headers['content-type'], 'text/html; charset=utf-8');
  assert.equal(headers['x-content-type-options'], 'nosniff');
  assert.equal(headers['x-frame-options'], 'DENY');
  assert.equal(headers['referrer-policy'], 'no-referrer');
  assert.equal(headers['cross-origin-opener-policy'], 'same-origin');
  assert.equal(headers['cross-origin-resource-policy'], 'same-origin');
  assert.equal(headers['cache-control'], 'no-cache');
  assert.match(headers['permissions-policy'], /camera=\(\)/);
  assert.equal(headers.server, 'nginx');
  const names = raw.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
  assert.deepEqual(names, [...new Set(names)], 'a header came twice');
});

test('its policy is the page\'s own and no framing', async () => {
  const { headers } = await ask('/');
  const policy = headers['content-security-policy'];
  const directives = (text) => text.split(';').map((one) => one.trim()).filter(Boolean).sort();
  let own;
  await visit(browser, async (page) => {
    own = await page.evaluate(() =>
      document.querySelector('meta[http-equiv="Content-Security-Policy" i]').content);
  }, { url: site.url });
  assert.deepEqual(directives(policy), directives(`${own}; frame-ancestors 'none'`));
});

test('serves the two files and nothing else', async () => {
  assert.equal((await ask('/')).status, 200);
  for (const path of ['/nothing', '/../policy.conf', '/%2e%2e/policy.conf', '/site/', '/index.html']) {
    const { status, headers } = await ask(path);
    assert.ok(status === 404 || status === 400, `${path}: ${status}`);
    assert.equal(headers['x-content-type-options'] ?? 'nosniff', 'nosniff');
  }
  for (const method of ['POST', 'PUT', 'DELETE']) {
    assert.ok((await ask('/sevproof.html', { method })).status >= 400, method);
  }
});

/** A request of the test's own: nginx writes its log after the answer, and in the order of requests. */
async function logUntil(mark) {
  await ask(`/${mark}`);
  const line = `GET /${mark}`;
  while (!site.requests().includes(line)) await new Promise((resolve) => { setTimeout(resolve, 10); });
  return site.requests().indexOf(line);
}

test('the whole way, and the server hears of the page alone', async () => {
  const before = await logUntil('before');
  await visit(browser, async (page) => {
    assert.match(await shownText(page), new RegExp(`opened from http://127\\.0\\.0\\.1:${site.port}`));
    const described = launch('esSku');
    await give(page, described);
    await validate(page, 'match');
    assert.equal((await saved(page, 'Save report', /\.json$/)).toString(),
      reportOf(described).stdout.toString());
    await fill(page, 'Secret name', 'luks-key');
    await fill(page, 'Secret text', 'a key');
    await press(page, 'Pack secret');
    const header = await saved(page, 'Save secret header', /header.*\.b64$/);
    const payload = await saved(page, 'Save secret payload', /payload.*\.b64$/);
    assert.equal(opened(described.fields.Measurement, header, payload)[luksKey].toString(), 'a key');
    await choose(page, 'Firmware', input('other.fd'));
    await validate(page, 'mismatch');
  }, { url: site.url });
  const behind = await logUntil('behind');
  assert.deepEqual(site.requests().slice(before + 1, behind), ['GET /sevproof.html']);
});

for (const name of ['sev', 'kernelHashes', 'esFiles', 'init2']) {
  test(`validates ${name}`, async () => {
    await visit(browser, async (page) => {
      await give(page, launch(name));
      await validate(page, 'match');
    }, { url: site.url });
  });
}

test('the sample', async () => {
  await visit(browser, async (page) => {
    await press(page, 'Load matching sample');
    await press(page, 'Validate');
    await expectVerdict(page, 'match');
  }, { url: site.url });
});

test('its HTTPS lines do what they say, with all the other headers', async (context) => {
  const openssl = findProgram(['openssl']);
  if (!openssl) {
    context.skip('openssl is not installed, to make a certificate');
    return;
  }
  const secured = await startNginx({ openssl });
  try {
    const { status, headers, body } =
      await ask('/sevproof.html', { port: secured.port, secure: true });
    assert.equal(status, 200);
    assert.deepEqual(body, readFileSync(pageFile));
    assert.match(headers['strict-transport-security'], /max-age=\d+/);
    assert.match(headers['content-security-policy'], /frame-ancestors 'none'/);
    assert.equal(headers['x-content-type-options'], 'nosniff');
  } finally {
    await secured.stop();
  }
});
