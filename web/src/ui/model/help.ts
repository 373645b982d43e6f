// Whether the help is open, and at which control it begins.

import { signal } from '@preact/signals';

/** Null where it is closed; else the id of a control, or nothing. */
export const helpAt = signal<string | null>(null);

/** Of the control that has the focus, if the help speaks of it. */
export function openHelp(target: EventTarget | null = null): void {
  helpAt.value = target instanceof HTMLElement ? target.id : '';
}

/** Where the help speaks of a control. */
export function helpId(controlId: string): string {
  return `help-${controlId}`;
}
