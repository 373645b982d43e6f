import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadUi } from './ui-load.mjs';

const ui = await loadUi('model/format.ts');
const sizes = await loadUi('../engine/sizes.ts');

test('sizes', () => {
  assert.equal(sizes.formatSize(0), '0 bytes');
  assert.equal(sizes.formatSize(1), '1 byte');
  assert.equal(sizes.formatSize(1023), '1023 bytes');
  assert.equal(sizes.formatSize(1024), '1.0 KiB');
  assert.equal(sizes.formatSize(4 * 1024 * 1024), '4.0 MiB');
  assert.equal(sizes.formatSize(1024 * 1024 - 1), '1.0 MiB');
  assert.equal(sizes.formatSize(5e9), '4.7 GiB');
  assert.equal(sizes.formatExactSize(1), '1 byte');
  assert.equal(sizes.formatExactSize(4097), '4097 bytes');
  assert.equal(sizes.formatExactSize(4194304), '4.0 MiB (4,194,304 bytes)');
});

test('progress', () => {
  assert.equal(ui.formatProgress(41628467, 67108864), '39.7 MiB of 64.0 MiB · 62 %');
  assert.equal(ui.formatProgress(0, 0), '0 bytes of 0 bytes · 100 %');
  assert.equal(ui.formatProgress(999, 1000), '999 bytes of 1000 bytes · 99 %');
});

test('names show what would hide or reorder them, and markup stays text', () => {
  assert.equal(ui.visibleName('a\u202egnp.exe'), 'a\\u{202e}gnp.exe');
  assert.equal(ui.visibleName('a\nb\u0000c\u200bd\ufeff'), 'a\\u{a}b\\u{0}c\\u{200b}d\\u{feff}');
  assert.equal(ui.visibleName('\u{e0041}\ud800'), '\\u{e0041}\\u{d800}');
  assert.equal(ui.visibleName('<img src=x>'), '<img src=x>');
  assert.equal(ui.visibleName('Größe 日本 😀.img'), 'Größe 日本 😀.img');
  const long = ui.visibleName(`${'x'.repeat(300)}.fd`);
  assert.equal(long.length, 120);
  assert.match(long, /…x+\.fd$/);
});

test('spaces at the ends of a command line', () => {
  const said = (text) => ui.describeSpaces(ui.countSpaces(text));
  assert.equal(said(''), '');
  assert.equal(said('root=/dev/vda1 ro'), '');
  assert.equal(said('ro '), '1 trailing space: it is measured too');
  assert.equal(said('\tro'), '1 leading white-space character: it is measured too');
  assert.equal(said(' ro  '), '1 leading and 2 trailing spaces: they are measured too');
  assert.equal(said('   '), '3 leading spaces: they are measured too');
  assert.equal(said('ro\u00a0'), '1 trailing white-space character: it is measured too');
  assert.equal(said(' ro\n'), '1 leading and 1 trailing white-space characters: they are measured too');
});

test('comparison marks bytes, not digits', () => {
  assert.deepEqual(ui.compareHex('a1b2c3', 'a1b3c3'), [
    { text: 'a1', differs: false }, { text: 'b2', differs: true }, { text: 'c3', differs: false }]);
  assert.deepEqual(ui.compareHex('a1b2', 'a1b2'), [{ text: 'a1b2', differs: false }]);
  assert.deepEqual(ui.compareHex('a1b2', 'a1'), [
    { text: 'a1', differs: false }, { text: 'b2', differs: true }]);
});

test('sentences', () => {
  assert.equal(ui.sentence('the number is needed'), 'The number is needed.');
  assert.equal(ui.sentence('vCPUs: expected a number'), 'vCPUs: expected a number.');
  assert.equal(ui.joinWords([]), '');
  assert.equal(ui.joinWords(['a', 'b', 'c']), 'a, b and c');
  assert.equal(ui.shortHash('ab'.repeat(32)), 'abababab…abab');
});
