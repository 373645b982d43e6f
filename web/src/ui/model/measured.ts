// Text that is measured byte for byte, with everything in it made visible. Pure functions.

import { escapeCharacter, hiddenCharacter } from './format';

export interface Piece {
  text: string;
  /** Whether it stands for a character that does not show by itself. */
  made: boolean;
}

const otherSpace = /[^\S ]|\p{Zs}/u;
const loneSurrogate = /\p{Cs}/gu;

function isHidden(character: string): boolean {
  return character !== ' ' && (hiddenCharacter.test(character) || otherSpace.test(character));
}

/** UTF-8 has no half of a pair: a replacement character is measured in its place. */
function wellFormed(text: string): string {
  return text.replace(loneSurrogate, '\ufffd');
}

/** The text in pieces: spaces at its ends as dots, what hides or misleads as its code. */
export function measuredPieces(text: string): Piece[] {
  const characters = [...wellFormed(text)];
  const isSpace = (character: string | undefined): boolean => /\s/u.test(character ?? 'x');
  let begin = 0;
  while (isSpace(characters[begin])) begin += 1;
  let end = characters.length;
  while (end > begin && isSpace(characters[end - 1])) end -= 1;
  const pieces: Piece[] = [];
  characters.forEach((character, at) => {
    const hidden = isHidden(character);
    const made = hidden || (character === ' ' && (at < begin || at >= end));
    const shown = hidden ? escapeCharacter(character) : made ? '·' : character;
    const last = pieces[pieces.length - 1];
    if (last && last.made === made) last.text += shown;
    else pieces.push({ text: shown, made });
  });
  return pieces;
}

/** Whether the text shows as it is measured, but for ASCII spaces at its ends. */
export function hidesNothing(text: string): boolean {
  return ![...wellFormed(text)].some(isHidden);
}

/** "3 characters that do not show or mislead (U+00A0, U+202E): they are measured too", or nothing. */
export function describeHidden(text: string): string {
  const found = [...wellFormed(text)].filter(isHidden);
  if (found.length === 0) return '';
  const codes = [...new Set(found)].map((character) => (
    `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`));
  const listed = codes.slice(0, 6).join(', ') + (codes.length > 6 ? ', …' : '');
  return found.length === 1
    ? `1 invisible or misleading character (${listed}): it is measured too`
    : `${found.length} invisible or misleading characters (${listed}): they are measured too`;
}

/** Controls and halves of pairs: no text of a settings file has any. */
export function hasControls(text: string): boolean {
  return /[\p{Cc}\p{Cs}]/u.test(text);
}

/** What of a pasted text fits a field of one line. */
export type OneLine =
  | { kind: 'fits' }
  /** Only a newline at the end is too much. */
  | { kind: 'ended'; text: string }
  | { kind: 'broken'; firstLine: string };

export function asOneLine(text: string): OneLine {
  if (!/[\r\n]/.test(text)) return { kind: 'fits' };
  const ended = text.replace(/\r?\n$/, '');
  if (!/[\r\n]/.test(ended)) return { kind: 'ended', text: ended };
  return { kind: 'broken', firstLine: text.split(/\r\n|\r|\n/, 1)[0] ?? '' };
}
