// Keys for what is done most. None of them is a letter alone: whoever dictates, or types into a field, is
// not to start anything by accident; only ? is, outside of fields.

import { openHelp } from './help';
import { isTextField } from './window';

/** What a key does; the page's own buttons are pressed, so that a key does no more than they do. */
const buttons: Record<string, string> = {
  o: '#choose-files', s: '[data-key=save]', Enter: '[data-key=validate]',
};

function press(selector: string): boolean {
  const found = document.querySelector<HTMLElement>(selector);
  found?.click();
  return found !== null;
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.isComposing || event.altKey || event.defaultPrevented) return;
  // What lies under a dialog is not to be pressed.
  if (document.querySelector('dialog[open]')) return;
  const withControl = event.ctrlKey || event.metaKey;
  if (event.key === 'F1' || (event.key === '?' && !withControl && !isTextField(event.target))) {
    event.preventDefault();
    return openHelp(event.target);
  }
  if (event.key === 'F8' && press('.actions .primary')) return event.preventDefault();
  const selector = withControl && !event.shiftKey ? buttons[event.key] : undefined;
  if (selector !== undefined && press(selector)) event.preventDefault();
}

/** For the help. */
export const keyWords: readonly (readonly [string, string])[] = [
  ['Ctrl+O', 'choose files'],
  ['Ctrl+Enter', 'validate now'],
  ['F8', 'the next action: the filled button'],
  ['Ctrl+S', 'save the report'],
  ['F1, or ? outside of fields', 'this help, beginning with the control that has the focus'],
];

export function listenForKeys(): void {
  window.addEventListener('keydown', onKeyDown);
}
