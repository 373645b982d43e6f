// Values as text for people. Pure functions.

import { formatSize } from '../../engine/sizes';

/** "39.7 of 64.0 MiB · 62 %" */
export function formatProgress(done: number, total: number): string {
  const percent = total === 0 ? 100 : Math.floor((done / total) * 100);
  return `${formatSize(done)} of ${formatSize(total)} · ${percent} %`;
}

/** The first and last digits of a hash. */
export function shortHash(hex: string): string {
  return hex.length <= 16 ? hex : `${hex.slice(0, 8)}…${hex.slice(-4)}`;
}

/** Pieces of `size` characters. */
export function chunks(text: string, size: number): string[] {
  const pieces: string[] = [];
  for (let at = 0; at < text.length; at += size) pieces.push(text.slice(at, at + size));
  return pieces;
}

// Controls, bidirectional and zero-width marks, line and paragraph separators, halves of pairs, and all
// that fonts draw nothing for: what could hide or reorder the rest of a text.
export const hiddenCharacter =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;
const everyHidden = new RegExp(hiddenCharacter.source, 'gu');

export function escapeCharacter(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

/** Long ones lose their middle, and no character is cut in two. */
export function shortened(text: string, longest: number): string {
  const characters = [...text];
  if (characters.length <= longest) return text;
  const end = Math.min(40, longest >> 1);
  return `${characters.slice(0, longest - end - 1).join('')}…${characters.slice(-end).join('')}`;
}

/** For paper, to the minute. */
export function clockTime(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC, by the clock of this computer`;
}

/** A foreign name with everything visible; long ones lose their middle. */
export function visibleName(name: string, longest = 120): string {
  return shortened(name.replace(everyHidden, escapeCharacter), longest);
}

export interface Spaces {
  leading: number;
  trailing: number;
  /** Whether all of them are U+0020, and none a tab, a newline or another. */
  spaces: boolean;
}

const space = /\s/u;

/** How many spaces a text begins and ends with; one of spaces only counts as leading. */
export function countSpaces(text: string): Spaces {
  let leading = 0;
  while (leading < text.length && space.test(text.charAt(leading))) leading += 1;
  let trailing = 0;
  while (trailing < text.length - leading && space.test(text.charAt(text.length - 1 - trailing))) {
    trailing += 1;
  }
  const ends = text.slice(0, leading) + text.slice(text.length - trailing);
  return { leading, trailing, spaces: /^ *$/u.test(ends) };
}

/** "1 leading and 2 trailing spaces: they are measured too", or nothing. */
export function describeSpaces({ leading, trailing, spaces }: Spaces): string {
  const total = leading + trailing;
  if (total === 0) return '';
  const parts = [];
  if (leading > 0) parts.push(`${leading} leading`);
  if (trailing > 0) parts.push(`${trailing} trailing`);
  const them = total === 1 ? 'it is' : 'they are';
  const name = `${spaces ? 'space' : 'white-space character'}${total === 1 ? '' : 's'}`;
  return `${parts.join(' and ')} ${name}: ${them} measured too`;
}

export interface Run {
  text: string;
  differs: boolean;
}

/** Two hex strings byte by byte, joined to runs of what is the same and what is not. */
export function compareHex(mine: string, other: string): Run[] {
  const theirs = chunks(other, 2);
  const runs: Run[] = [];
  chunks(mine, 2).forEach((byte, at) => {
    const differs = byte !== theirs[at];
    const last = runs[runs.length - 1];
    if (last && last.differs === differs) last.text += byte;
    else runs.push({ text: byte, differs });
  });
  return runs;
}

/** "A", "A and B", "A, B and C" */
export function joinWords(words: readonly string[], last = 'and'): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${last} ${words[words.length - 1]}`;
}

/** Each once, in the order in which they come first: "Firmware, Kernel, keys". */
export function groupOf(words: readonly string[]): string {
  return [...new Set(words)].join(', ');
}

/** A sentence of the core, which ends without a full stop, as one that stands alone. */
export function sentence(text: string): string {
  // vCPUs stays as it is, and so does the name of a file.
  const isWord = text.charAt(1) === text.charAt(1).toLowerCase() && !/^[^ ]*\.[^ ]+/.test(text);
  const upper = isWord ? text.charAt(0).toUpperCase() + text.slice(1) : text;
  return /[.!?:]$/.test(upper) ? upper : `${upper}.`;
}
