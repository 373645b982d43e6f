// The command line, in a file.

import { signal } from '@preact/signals';
import { sentence, visibleName } from './format';
import { clearingsSoFar, origins, texts, type Origin } from './inputs';
import { asOneLine } from './measured';
import { inform } from './notices';
import { raise } from './session';
import type { Taking } from './taking';
import { checkField, setText } from './texts';

type Line = { ok: true; line: string; isEnded: boolean } | { ok: false; why: string };

/** As it is pasted: an editor's newline at the end is no part of it, and every other byte is. */
function lineOf(text: string): Line {
  const found = asOneLine(text);
  if (found.kind === 'broken') return { ok: false, why: 'Expected one line, as a command line is, got more.' };
  const isEnded = found.kind === 'ended';
  const line = isEnded ? found.text : text;
  if (line === '') return { ok: false, why: 'Expected a command line, got an empty one. For none, leave the field empty.' };
  if (/[\0\ufffd]/.test(line)) return { ok: false, why: 'Expected text in UTF-8.' };
  return { ok: true, line, isEnded };
}

/** Of which entry's file the line is. */
const taken = signal<{ owner: number; line: string } | null>(null);

/** Whether the field has what that entry's file gave. */
export function isCmdlineOf(owner: number): boolean {
  return taken.value?.owner === owner && taken.value.line === texts.cmdline.value;
}

function fill(text: string, origin: Origin): void {
  setText('cmdline', text, origin);
  void checkField('cmdline');
}

export function removeCmdlineOf(owner: number): void {
  if (isCmdlineOf(owner)) fill('', '');
}

/** What went wrong, or nothing. `owner` is the entry. */
export async function takeCmdlineFile(taking: Taking, owner: number): Promise<string> {
  const clearings = clearingsSoFar();
  const outcome = await taking.outcome;
  if (clearings !== clearingsSoFar()) return '';
  if (!outcome.ok) {
    raise(outcome.error);
    return sentence(outcome.error.message);
  }
  const found = lineOf(outcome.value.text ?? '');
  if (!found.ok) return found.why;
  const [before, origin] = [texts.cmdline.value, origins.cmdline.value];
  fill(found.line, '');
  taken.value = { owner, line: found.line };
  const ended = found.isEnded ? ', without the newline at its end: a command line is one line' : '';
  inform(`${visibleName(taking.file.name, 60)}: filled Command line${ended}.`,
    before === '' || before === found.line ? null : () => {
      fill(before, origin);
      inform('The command line is back as it was.');
    });
  return '';
}
