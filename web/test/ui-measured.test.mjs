// What is shown of a text that is measured: all of it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadUi } from './ui-load.mjs';

const ui = await loadUi('model/measured.ts');
const shown = (text) => ui.measuredPieces(text)
  .map((piece) => (piece.made ? `[${piece.text}]` : piece.text)).join('');

test('what shows as it is, is left as it is', () => {
  for (const text of ['', 'root=/dev/vda1 ro', 'a  b', 'größe=日本😀']) {
    assert.equal(shown(text), text);
    assert.equal(ui.describeHidden(text), '');
    assert.ok(ui.hidesNothing(text));
  }
});

test('spaces at the ends are dots', () => {
  assert.equal(shown(' ro  '), '[·]ro[··]');
  assert.equal(shown('  '), '[··]');
  assert.equal(ui.describeHidden(' ro '), '');
});

test('what hides or misleads shows anywhere', () => {
  const codes = [0, 9, 10, 13, 0x7f, 0x85, 0xa0, 0xad, 0x34f, 0x61c, 0x115f, 0x1680, 0x180e, 0x2000, 0x200b,
    0x200d, 0x200e, 0x2028, 0x2029, 0x202a, 0x202e, 0x202f, 0x205f, 0x2060, 0x2066, 0x2069, 0x2800, 0x3000,
    0x3164, 0xfe0f, 0xfeff, 0xfff9, 0xe0041, 0xe0100];
  for (const code of codes) {
    const character = String.fromCodePoint(code);
    for (const [before, after] of [['a', 'b'], ['', 'b'], ['a', '']]) {
      assert.equal(shown(before + character + after), `${before}[\\u{${code.toString(16)}}]${after}`);
    }
    assert.match(ui.describeHidden(`a${character}b`),
      new RegExp(`U\\+0*${code.toString(16)}\\b`, 'i'));
  }
  assert.match(ui.describeHidden('a\u00a0b\u202ec'), /^2 invisible or misleading characters .*U\+00A0, U\+202E/);
});

test('half a pair shows as what is measured for it', () => {
  assert.equal(ui.measuredPieces('a\ud800b').map(({ text }) => text).join(''), 'a\ufffdb');
});

test('pasted text and one line', () => {
  assert.deepEqual(ui.asOneLine('ro'), { kind: 'fits' });
  assert.deepEqual(ui.asOneLine('ro \n'), { kind: 'ended', text: 'ro ' });
  assert.deepEqual(ui.asOneLine('ro\r\n'), { kind: 'ended', text: 'ro' });
  assert.deepEqual(ui.asOneLine('ro\n\n'), { kind: 'broken', firstLine: 'ro' });
  assert.deepEqual(ui.asOneLine('ro\r'), { kind: 'broken', firstLine: 'ro' });
  assert.deepEqual(ui.asOneLine(' a\nb'), { kind: 'broken', firstLine: ' a' });
});
