// Texts that are longer than anything they could be: laid out in a field, they would stop the page for
// seconds, so that they are refused before.

import { groupThousands } from '../../engine/sizes';
import { longestField } from './fields';
import { complain } from './notices';

// Of host output; a domain's XML has some thousands.
const longestText = 1024 * 1024;

function limitAt(target: EventTarget | null): number {
  return target instanceof HTMLInputElement ? longestField : longestText;
}

/** Says so where the text is not taken. */
export function isTooLong(text: string, target: EventTarget | null, origin: string): boolean {
  const most = limitAt(target);
  if (text.length <= most) return false;
  complain(`${origin}: expected at most ${groupThousands(most)} characters, got `
    + `${groupThousands(text.length)}.`, 'None of it was used.');
  return true;
}

function refuse(event: Event, data: DataTransfer | null, origin: string): void {
  if (!isTooLong(data?.getData('text') ?? '', event.target, origin)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** Before anything else looks at what is pasted or dropped. */
export function refuseLongTexts(): void {
  window.addEventListener('paste', (event) => refuse(event, event.clipboardData, 'Pasted text'), true);
  window.addEventListener('drop', (event) => {
    if (!event.dataTransfer?.types.includes('Files')) refuse(event, event.dataTransfer, 'Dropped text');
  }, true);
}
