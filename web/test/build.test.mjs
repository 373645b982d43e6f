// The build: what it refuses, and that its policy fits what it writes.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { gunzipSync } from 'node:zlib';

import { checkEmbeddable, checkPage, checkScript, kMaxSize } from '../build/checks.mjs';
import { pageNotices } from '../build/notices.mjs';
import { web } from './bundle.mjs';

const folder = mkdtempSync(join(tmpdir(), 'sevproof build '));
after(() => rmSync(folder, { recursive: true }));

const core = join(folder, 'core');
mkdirSync(core);
writeFileSync(join(core, 'sevproof_core.wasm'), Buffer.alloc(1000, 'wasm'));
writeFileSync(join(core, 'sevproof_core.mjs'), 'export default async () => ({});\n');

function build(name, coreFolder = core) {
  const out = join(folder, name);
  const { status, stdout, stderr } = spawnSync(process.execPath,
    [join(web, 'build.mjs'), '--out', out, '--core', coreFolder], { encoding: 'utf8', cwd: folder });
  return { status, stdout, stderr, out };
}
const pageOf = ({ out }) => readFileSync(join(out, 'sevproof.html'), 'utf8');
const sha256 = (text, form) => createHash('sha256').update(text).digest(form);

const built = build('first');

test('builds, and says how large each part is', () => {
  assert.equal(built.status, 0, built.stderr);
  for (const part of ['core', 'script', 'worker', 'style', 'samples', 'licences', 'page']) {
    assert.match(built.stdout, new RegExp(`^${part} +\\d+ bytes`, 'm'));
  }
});

test('the same input gives the same bytes', () => {
  const again = build('second');
  assert.equal(pageOf(again), pageOf(built));
  assert.ok(!pageOf(built).includes(folder) && !pageOf(built).includes(web), 'no path of the machine');
});

test('SHA256SUMS is what sha256sum -c takes', () => {
  const digest = sha256(pageOf(built), 'hex');
  assert.equal(readFileSync(join(built.out, 'SHA256SUMS'), 'utf8'), `${digest}  sevproof.html\n`);
});

test('the policy has the hashes of the one script and the one style, and stands before them', () => {
  const page = pageOf(built);
  const scripts = [...page.matchAll(/<script>([^]*?)<\/script>/g)].map(([, text]) => text);
  const styles = [...page.matchAll(/<style>([^]*?)<\/style>/g)].map(([, text]) => text);
  assert.deepEqual([scripts.length, styles.length], [1, 1]);
  const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page);
  const directives = policy.split('; ');
  assert.ok(directives.includes("default-src 'none'"));
  assert.ok(directives.includes(`script-src 'sha256-${sha256(scripts[0], 'base64')}' 'wasm-unsafe-eval'`));
  assert.ok(directives.includes(`style-src 'sha256-${sha256(styles[0], 'base64')}'`));
  assert.ok(directives.includes("require-trusted-types-for 'script'"));
  assert.ok(page.indexOf(policy) < page.search(/<style|<script/));
  assert.ok(page.indexOf('<meta charset') < 1024, 'where browsers look for it');
});

test('carries its notices, packed, and says so at its head', () => {
  const page = pageOf(built);
  assert.match(page.slice(0, page.indexOf('<html')), /shows their notices, which are in this file too/);
  const [, packed] = /id="sevproof-licences">([^<]+)</.exec(page);
  const notices = JSON.parse(gunzipSync(Buffer.from(packed, 'base64')));
  assert.deepEqual(notices, pageNotices(dirname(web)));
  assert.ok(notices.components.some(({ name }) => name === 'Preact') && notices.texts.length >= 3);
});

test('says who makes a core that is missing', () => {
  for (const lacking of ['sevproof_core.wasm', 'sevproof_core.mjs']) {
    const half = join(folder, `without ${lacking}`);
    mkdirSync(half);
    const other = lacking.endsWith('wasm') ? 'sevproof_core.mjs' : 'sevproof_core.wasm';
    writeFileSync(join(half, other), '');
    const { status, stderr } = build('none', half);
    assert.equal(status, 1);
    assert.match(stderr, /scripts\/build-page/);
    assert.ok(stderr.includes(lacking), stderr);
  }
});

test('refuses text that would end its element', () => {
  for (const text of ['"</script>"', '</SCRIPT', '<!-' + '-', '<script', '</style']) {
    assert.throws(() => checkEmbeddable(text, 'it'), /would end/, text);
  }
  checkEmbeddable('a < b; "<\\/script>"; c<!d', 'it');
});

test('refuses scripts that could reach out or make code', () => {
  for (const text of ['fetch("x")', 'new XMLHttpRequest', 'new WebSocket(u)', 'new EventSource(u)', 'import(u)',
    'navigator.sendBeacon(u)', 'importScripts(u)', 'eval("1")', 'new Function("a")', 'Function("a")',
    '//# sourceMappingURL=a', 'localStorage.a', 'document.cookie']) {
    assert.throws(() => checkScript(text, 'it'), /must not/, text);
  }
  checkScript('prefetch (a); medieval(b); reimport(c)', 'it');
});

test('refuses markup that refers to something outside, and too much of it', () => {
  const page = (body) => checkPage(`<p>${body}</p>`, { script: 'script-text', worker: 'worker-text', style: '' });
  for (const body of ['<img alt>', '<i src="x">', '<i src=x>', '<link rel=icon>', '<a href="x">', '<iframe>', '<form>',
    '<base>', '<style>i{background:url(x)}', '@import "x"', 'http://example.org', 'https://example.org']) {
    assert.throws(() => page(body), /the page (?:has|names)/, body);
  }
  page('<b>plain</b>');
  page('x'.repeat(kMaxSize - 7));
  assert.throws(() => page('x'.repeat(kMaxSize - 6)), /more than 520000/);
});
