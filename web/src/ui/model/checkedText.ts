// A text that the core reads by itself, for fields of SEV-SNP. A text that is half typed is not judged.

import { signal, type Signal } from '@preact/signals';
import type { TextView } from '../../core/face';
import type { BlockTextField, SnpTextField } from '../../core/face_snp';
import type { Outcome } from '../../engine/engine';
import type { Check } from './inputs';
import { withdrawUndo } from './notices';
import { engine, raise } from './session';

export interface CheckedText {
  text: Signal<string>;
  /** What the core says of it, if it is still that text. */
  check: Signal<Check | null>;
  set(text: string): void;
  /** Resolves when the check is about what stands there now. */
  read(): Promise<void>;
}

export function checkedText(
  field: SnpTextField | BlockTextField, text = signal(''), change = (next: string): void => { text.value = next; },
): CheckedText {
  return checkedBy((asked) => engine().ask('checkSnpText', field, asked), text, change);
}

/** `ask`: what the core says of it, where it says anything. */
export function checkedBy(
  ask: (text: string) => Promise<Outcome<TextView | null>>, text = signal(''),
  change = (next: string): void => { text.value = next; },
): CheckedText {
  const check = signal<Check | null>(null);
  const read = async (): Promise<void> => {
    const asked = text.peek();
    if (asked.trim() === '') {
      check.value = null;
      return;
    }
    if (check.peek()?.text === asked) return;
    const outcome = await ask(asked);
    if (text.peek() !== asked) return;
    if (outcome.ok) check.value = { text: asked, view: outcome.value, error: null };
    else if (!raise(outcome.error)) check.value = { text: asked, view: null, error: outcome.error };
  };
  const set = (next: string): void => {
    if (text.peek() === next) return;
    check.value = null;
    change(next);
    withdrawUndo();
  };
  return { text, check, set, read };
}

/** The same of a text that the core has nothing to say of. */
export function plainText(): CheckedText {
  const text = signal('');
  const set = (next: string): void => {
    text.value = next;
    withdrawUndo();
  };
  return { text, check: signal(null), set, read: () => Promise.resolve() };
}

/** Sets it at once and has it read. */
export function fillText(of: CheckedText, text: string): void {
  of.set(text);
  void of.read();
}

/** The texts of those in which something stands, by their fields. */
export function givenTexts<F extends string>(list: { readonly [field in F]: CheckedText }): { [field in F]?: string } {
  const given: { [field in F]?: string } = {};
  for (const [field, { text }] of Object.entries<CheckedText>(list)) {
    if (text.value.trim() !== '') given[field as F] = text.value;
  }
  return given;
}
