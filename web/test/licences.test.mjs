// The notices that the page carries, against the packages that are in it.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';

import { bundleBoot, bundlePage, bundleStyle, bundleWorker } from '../build/bundle.mjs';
import { checkPackages, pageComponents, pageNotices } from '../build/notices.mjs';
import { web } from './bundle.mjs';

const project = dirname(web);
const components = pageComponents(project);
const ofNpm = components.filter(({ npm }) => npm !== undefined);
const folder = mkdtempSync(join(tmpdir(), 'sevproof licences '));
after(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, 'sevproof_core.mjs'), 'export default async () => ({});\n');

const oneLine = (text) => text.replace(/\s+/g, ' ').trim();
const fileOf = (npm, name) => readFileSync(join(web, 'node_modules', npm, name), 'utf8');

/** All that the dialog shows. */
function shownText({ components: shown, texts }) {
  const lines = shown.flatMap(({ name, copyright, licence, notes }) => [name, ...copyright, licence, ...notes]);
  return oneLine([...lines, ...texts.flatMap(({ name, paragraphs }) => [name, ...paragraphs])].join('\n'));
}
const shown = shownText(pageNotices(project));

test('the table names the packages that are in the bundles, and no other', async () => {
  const bundles = await Promise.all([bundlePage(web, '0'), bundleBoot(web, '0'), bundleWorker(web, folder),
    bundleStyle(web, 'src/ui/style.css')]);
  const packages = bundles.flatMap((bundle) => bundle.packages);
  assert.ok(packages.includes('comlink') && packages.includes('@preact/signals-core'), packages.join());
  checkPackages(packages, components);
});

test('refuses a package without a notice, and a notice without its package', () => {
  const packages = ofNpm.map(({ npm }) => npm);
  checkPackages([...packages, ...packages], components);
  assert.throws(() => checkPackages([...packages, 'left-pad'], components), /left-pad.*needs its notice/);
  assert.throws(() => checkPackages(packages.slice(1), components), /needs its notice/);
});

for (const { npm, licence } of ofNpm) {
  test(`${npm}: its own licence stands in the notices`, () => {
    assert.equal(JSON.parse(fileOf(npm, 'package.json')).license, licence);
    const own = fileOf(npm, 'LICENSE');
    const copyright = own.split('\n').filter((line) => /^\s*Copyright /.test(line)).map(oneLine);
    assert.ok(copyright.length > 0, own);
    for (const line of copyright) assert.ok(shown.includes(line), line);
    // Without its title and with nobody's name in it, as it stands there once for all.
    const text = oneLine(own.replace(/^(?:The )?MIT License.*$/m, '').replace(/^\s*Copyright .*$/m, '<whose>'));
    const parts = text.split('<whose>').map(oneLine).filter((part) => part !== '');
    assert.ok(parts.join('').length > 900, text);
    for (const part of parts) assert.ok(shown.includes(part), part);
  });
}

test('says all of each component, and each text once', () => {
  for (const { name, purpose, project: address, copyright, licence } of components) {
    for (const text of [name, purpose, address, licence]) assert.ok(text?.length > 2, name);
    assert.ok(copyright.length > 0, name);
  }
  for (const start of ['Permission is hereby granted', 'TERMS AND CONDITIONS FOR USE', 'As an exception, if, as a'])
    assert.equal(shown.split(start).length, 2, start);
  assert.doesNotMatch(shown, /libstdc/, 'what is in the program alone');
});
