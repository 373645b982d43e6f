// One short message about what the page just did or could not do, with an undo where there is one.

import { signal } from '@preact/signals';

export interface Notice {
  text: string;
  hint: string;
  tone: 'info' | 'error';
  undo: (() => void) | null;
}

export const notice = signal<Notice | null>(null);

export function inform(text: string, undo: (() => void) | null = null): void {
  notice.value = { text, hint: '', tone: 'info', undo };
}

export function complain(text: string, hint = ''): void {
  notice.value = { text, hint, tone: 'error', undo: null };
}

export function dismiss(): void {
  notice.value = null;
}

/** An undo would overwrite what was entered since: it is withdrawn with the first change. */
export function withdrawUndo(): void {
  if (notice.value?.undo) notice.value = null;
}
