// One short message about what the page just did or could not do, with an undo where there is one.

import { signal } from '@preact/signals';

export interface Notice {
  text: string;
  hint: string;
  tone: 'info' | 'error';
  undo: (() => void) | null;
  /** Another view to go back to. */
  back?: WayBack | null;
}

export interface WayBack {
  label: string;
  run: () => void;
}

export const notice = signal<Notice | null>(null);

let together = 0;
let isFirst = true;

/** While `action` runs, what is said is added to what it said before. */
export async function asOneNotice<T>(action: () => Promise<T>): Promise<T> {
  if (together === 0) isFirst = true;
  together += 1;
  try {
    return await action();
  } finally {
    together -= 1;
  }
}

function join(before: Notice, next: Notice): Notice {
  return {
    text: [before.text, before.hint, next.text].filter(Boolean).join(' '),
    hint: next.hint,
    tone: before.tone === 'error' ? 'error' : next.tone,
    undo: next.undo ?? before.undo,
    back: next.back ?? before.back,
  };
}

function show(next: Notice): void {
  const before = together > 0 && !isFirst ? notice.peek() : null;
  isFirst = false;
  notice.value = before ? join(before, next) : next;
}

export function inform(text: string, undo: (() => void) | null = null): void {
  show({ text, hint: '', tone: 'info', undo });
}

/** Of a view that was changed for the user. */
export function informOfView(text: string, back: WayBack): void {
  show({ text, hint: '', tone: 'info', undo: null, back });
}

export function complain(text: string, hint = ''): void {
  show({ text, hint, tone: 'error', undo: null });
}

export function dismiss(): void {
  notice.value = null;
}

/** An undo would overwrite what was entered since: it is withdrawn with the first change. */
export function withdrawUndo(): void {
  const shown = notice.peek();
  if (!shown?.undo) return;
  // What else was said stays true.
  notice.value = together > 0 || shown.back ? { ...shown, undo: null } : null;
}
