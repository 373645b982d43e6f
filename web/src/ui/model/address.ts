// What stands behind the # of the page's address: the moment that is shown, or settings that a run book
// links to.

import { computed, signal } from '@preact/signals';
import { momentLabels, usualMoment, type MomentId } from './moment';

function fragment(): string {
  return location.hash.slice(1);
}

function withoutFragment(): string {
  return location.href.replace(/#.*$/, '');
}

/** What stands behind the #. */
const named = signal('');

/** `#before`; of anything else the usual moment is shown. */
export const shownMoment = computed<MomentId>(() => (
  Object.hasOwn(momentLabels, named.value) ? named.value as MomentId : usualMoment));

/** The browser's own way back leads to where one was. */
export function showMoment(id: MomentId): void {
  if (id === shownMoment.peek()) return;
  location.hash = id;
  named.value = id;
  window.scrollTo(0, 0);
}

/** `#settings=` and what settingsLink made of them; null where there are none. */
function settingsInAddress(): string | null {
  const text = fragment();
  return text.startsWith('settings=') ? text.slice('settings='.length) : null;
}

export function listenToAddress(takeSettings: (text: string) => void): void {
  const look = (): void => {
    const settings = settingsInAddress();
    if (settings === null) {
      named.value = fragment();
      return;
    }
    // Once: going back to it later would undo what was entered since.
    history.replaceState(null, '', withoutFragment());
    takeSettings(settings);
  };
  window.addEventListener('hashchange', look);
  look();
}

/** The page's own address, with settings. */
export function addressWith(settings: string): string {
  return `${withoutFragment()}#settings=${settings}`;
}
