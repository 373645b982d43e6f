// The build: what it refuses, and that its policy fits what it writes.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';

import { checkEmbeddable, checkPage, checkScript, checkStyle, maxSize } from '../build/checks.mjs';
import { pageNotices } from '../build/notices.mjs';
import { readSamples } from '../build/samples.mjs';
import { built as builtCore } from './built.mjs';
import { importSource, web } from './bundle.mjs';

const { unpackParts } = await importSource('boot/parts.ts');

const folder = mkdtempSync(join(tmpdir(), 'sevproof build '));
after(() => rmSync(folder, { recursive: true }));

const wasm = Buffer.alloc(1000, 'wasm');
const { texts } = readSamples(join(dirname(web), 'public', 'sample'));

const packing = ['sevproof_packer.wasm', 'sevproof_unpacker.wasm'];

/** A folder with a core whose glue is fake_core.mjs, after `glue`; what packs is as it was built. */
function coreWith(name, glue = '', tests = '[{"name":"one","passed":true}]') {
  const made = join(folder, name);
  mkdirSync(made);
  for (const module of packing) copyFileSync(join(builtCore, module), join(made, module));
  writeFileSync(join(made, 'sevproof_core.wasm'), wasm);
  writeFileSync(join(made, 'sevproof_core.json'), '{"compiler": "Emscripten 1.2.3"}\n');
  writeFileSync(join(made, 'sevproof_core.mjs'), `
    let verdict = ({ measurement }) => measurement === '${texts.matching.measurement}' ? 'match' : 'mismatch';
    const answer = (value) => JSON.stringify({ ok: true, value });
    export default async ({ wasmBinary }) => {
      ${glue}
      if (wasmBinary.length !== ${wasm.length}) throw new Error('another module');
      return { selfTests: () => answer(${tests}),
        validate: (request) => answer({ report: JSON.stringify({ verdict: verdict(JSON.parse(request)) }) }) };
    };\n`);
  return made;
}
const core = coreWith('core');

function build(name, coreFolder = core) {
  const out = join(folder, name);
  const { status, stdout, stderr } = spawnSync(process.execPath,
    [join(web, 'build.mjs'), '--out', out, '--core', coreFolder], { encoding: 'utf8', cwd: folder });
  return { status, stdout, stderr, out };
}
const pageOf = ({ out }) => readFileSync(join(out, 'sevproof.html'), 'utf8');
const sha256 = (text, form) => createHash('sha256').update(text).digest(form);

const built = build('first');

const unpackedOf = (page) => {
  const [unpacker, parts] = ['unpacker', 'parts'].map((name) =>
    new RegExp(`id="sevproof-${name}">([^<]+)<`).exec(page)[1]);
  return unpackParts({ unpacker, parts });
};

test('builds, and says how large each part is', () => {
  assert.equal(built.status, 0, built.stderr);
  for (const part of ['boot', 'style', 'unpacker', 'parts', 'page']) {
    assert.match(built.stdout, new RegExp(`^${part} +\\d+ bytes`, 'm'));
  }
});

test('says what compiled the core, in the page too, and that the core was started', () => {
  assert.match(built.stdout, /^SHA-256 .*Emscripten 1\.2\.3$/m);
  assert.match(built.stdout, /3 of 3 self-tests passed/);
  assert.match(pageOf(built), /compiled with Emscripten 1\.2\.3/);
});

for (const [name, glue, tests, words] of [
  ['that stops', 'throw new WebAssembly.RuntimeError("memory access out of bounds");', undefined,
    /memory access out of bounds/],
  ['that loads its module from elsewhere', 'await fetch("sevproof_core.wasm");', undefined, /not a function/],
  ['with a failed self-test', '', '[{"name":"one","passed":true},{"name":"two","passed":false}]', /self-tests: two/],
  ['without self-tests', '', '[]', /no self-tests/],
  ['whose memory gives out with a whole launch', 'verdict = () => { throw new RangeError("too deep"); };',
    undefined, /too deep/],
  ['that matches everything', 'verdict = () => "match";', undefined, /self-tests: the failing sample/],
]) {
  test(`makes no page of a core ${name}`, () => {
    const { status, stderr, out } = build(`out ${name}`, coreWith(name, glue, tests));
    assert.equal(status, 1);
    assert.match(stderr, /does not work/);
    assert.match(stderr, words);
    assert.ok(!existsSync(out), 'nothing is written');
  });
}

test('a core may ask where it lies', () => {
  const asking = 'new URL("sevproof_core.wasm", import.meta.url);';
  assert.equal(build('out asking', coreWith('asking', asking)).status, 0);
  const otherwise = build('out asking otherwise', coreWith('asking otherwise', 'import.meta.resolve("x");'));
  assert.equal(otherwise.status, 1);
  assert.match(otherwise.stderr, /import\.meta/);
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

test('the policy has the hashes of each script and the one style, and stands before them', async () => {
  const page = pageOf(built);
  const scripts = [...page.matchAll(/<script>([^]*?)<\/script>/g)].map(([, text]) => text);
  const styles = [...page.matchAll(/<style>([^]*?)<\/style>/g)].map(([, text]) => text);
  assert.deepEqual([scripts.length, styles.length], [1, 1]);
  const { script: packed } = await unpackedOf(page);
  const hashes = [...scripts, packed].map((text) => `'sha256-${sha256(text, 'base64')}'`).join(' ');
  const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page);
  const directives = policy.split('; ');
  assert.ok(directives.includes("default-src 'none'"));
  assert.ok(directives.includes(`script-src ${hashes} 'wasm-unsafe-eval'`));
  assert.ok(directives.includes(`style-src 'sha256-${sha256(styles[0], 'base64')}'`));
  assert.ok(directives.includes("require-trusted-types-for 'script'"));
  assert.ok(page.indexOf(policy) < page.search(/<style|<script/));
  assert.ok(page.indexOf('<meta charset') < 1024, 'where browsers look for it');
});

test('what it runs has its names, its lines and the files that they are from', async () => {
  const { script, worker } = await unpackedOf(pageOf(built));
  for (const [text, file, name] of [
    [script, 'src/ui/model/verdict.ts', /^ +function takeDiagnosis/m],
    [script, 'node_modules/preact/', /^ +function/m],
    [worker, 'src/worker/worker.ts', /^ +async function hashFile/m],
  ]) {
    assert.ok(text.includes(`\n  // ${file}`), file);
    assert.match(text, name);
  }
  const [, boot] = /<script>([^]*?)<\/script>/.exec(pageOf(built));
  assert.match(boot, /\n {2}\/\/ src\/boot\/unpack\.ts\n/);
});

test('another reader takes the same parts out of it', async () => {
  const parts = await unpackedOf(pageOf(built));
  const files = { core: 'core.wasm', script: 'script.js', worker: 'worker.js', style: 'style.css' };
  const out = join(folder, 'parts');
  const tool = join(dirname(web), 'scripts', 'page-parts');
  const page = join(built.out, 'sevproof.html');
  const { status, stderr } = spawnSync(tool, [page, out], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  for (const [name, content] of Object.entries(parts)) {
    assert.deepEqual(readFileSync(join(out, files[name] ?? `${name}.json`)), Buffer.from(content), name);
  }
  const again = spawnSync(tool, [page, out], { encoding: 'utf8' });
  assert.equal(again.status, 1, 'nothing is overwritten');
  const other = spawnSync(tool, [join(web, 'build.mjs'), join(folder, 'none')], { encoding: 'utf8' });
  assert.deepEqual([other.status, existsSync(join(folder, 'none'))], [1, false]);
  assert.match(other.stderr, /expected a page of sevproof/);
});

test('has the style of its first look as it is, and packs the rest', async () => {
  const page = pageOf(built);
  const { style } = await unpackedOf(page);
  const [, first] = /<style>([^]*?)<\/style>/.exec(page);
  assert.match(first, /--ground:.*\.card\.alone/s);
  assert.match(style, /@media print/);
  assert.doesNotMatch(first, /@media print/);
});

test('carries its notices, packed, and says so at its head', async () => {
  const page = pageOf(built);
  assert.match(page.slice(0, page.indexOf('<html')), /shows their notices, which are in this file too/);
  const notices = JSON.parse((await unpackedOf(page)).licences);
  assert.deepEqual(notices, pageNotices(dirname(web)));
  assert.ok(notices.components.some(({ name }) => name === 'Preact') && notices.texts.length >= 3);
});

test('says who makes a core that is missing', () => {
  for (const lacking of ['sevproof_core.wasm', 'sevproof_core.mjs', 'sevproof_core.json', ...packing]) {
    const half = coreWith(`without ${lacking}`);
    rmSync(join(half, lacking));
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

test('refuses a style that loads something', () => {
  for (const text of ['@import "x"', 'i{background:url(x)}', 'i{background:URL("x")}']) {
    assert.throws(() => checkStyle(text, 'it'), /must not/, text);
  }
  checkStyle('i{color:red}', 'it');
});

test('refuses markup that refers to something outside, and too much of it', () => {
  const page = (body, parts = 'parts-text', unsplit = null) => checkPage(`<p>${body}</p>`,
    { boot: 'boot-text', style: '', unpacker: 'unpacker-text', parts, unsplit });
  for (const body of ['<img alt>', '<i src="x">', '<i src=x>', '<link rel=icon>', '<a href="x">', '<iframe>', '<form>',
    '<base>', '<style>i{background:url(x)}', '@import "x"', 'http://example.org', 'https://example.org']) {
    assert.throws(() => page(body), /the page (?:has|names)/, body);
  }
  page('<b>plain</b>');
  page('<b>url(@import</b>', 'url(@import');
  for (const parts of ['', 'a<b', 'a\0', 'a\rb', 'a\n\r', '\x0e', '\x0f', '\x1b', 'ä']) {
    assert.throws(() => page('<b>plain</b>', parts), /other letters/, parts);
  }
  page('<b>plain</b>', '&>\n\t\x7f ');
  for (const [unsplit, most] of [[null, 520_000], ['an instruction', 560_000]]) {
    assert.equal(maxSize(unsplit), most);
    page('x'.repeat(most - 7), 'parts-text', unsplit);
    assert.throws(() => page('x'.repeat(most - 6), 'parts-text', unsplit), new RegExp(`more than ${most}`));
  }
});
