// What stands behind the # of the page's address: the moment that is shown, or settings that a run book
// links to.

import { signal } from '@preact/signals';

function fragment(): string {
  return location.hash.slice(1);
}

function withoutFragment(): string {
  return location.href.replace(/#.*$/, '');
}

/** `#paused`; of anything else the first moment is shown. */
export const shownMoment = signal('');

/** `#settings=` and what settingsLink made of them; null where there are none. */
function settingsInAddress(): string | null {
  const text = fragment();
  return text.startsWith('settings=') ? text.slice('settings='.length) : null;
}

export function listenToAddress(takeSettings: (text: string) => void): void {
  const look = (): void => {
    const settings = settingsInAddress();
    if (settings === null) {
      shownMoment.value = fragment();
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
