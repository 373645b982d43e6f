// Clearing everything, with a way back for all but keys and secrets.

import { batch } from '@preact/signals';
import { forgetKeys } from './blockFiles';
import { isKey, isPlace, placeNames, textFields, type PlaceName } from './fields';
import {
  countClearing, expectedFiles, onChanged, places, reportedPolicy, texts, type Place,
} from './inputs';
import { entries, isOfKey, type Entry } from './intake';
import { dropSession, hasUnsavedSession } from './launchSession';
import { inform, withdrawUndo } from './notices';
import { hasUnsavedPacket } from './packet';
import { clearPlace, putBack } from './places';
import {
  clearPlatform, isAnyPlatformGiven, restorePlatform, snapshotPlatform, type PlatformSnapshot,
} from './platformFiles';
import { wipeSecrets } from './secrets';
import { clearCheckKeys } from './sessionCheck';
import { clearWish } from './sessionWish';
import { clearSnp, isSnpGiven, snapshotSnp } from './snpInputs';
import { restoreTexts, setText, snapshotTexts, type TextSnapshot } from './texts';
import { asked, verdict } from './verdict';

onChanged(withdrawUndo);

export interface Snapshot {
  texts: TextSnapshot;
  places: [PlaceName, Place][];
  expected: typeof expectedFiles.value;
  entries: typeof entries.value;
  platform: PlatformSnapshot;
  restoreSnp: () => void;
}

function isOfSecret(entry: Entry): boolean {
  return entry.role === 'secret' || isOfKey(entry) || (isPlace(entry.role) && isKey(entry.role));
}

function snapshot(): Snapshot {
  return {
    texts: snapshotTexts(),
    places: placeNames.filter((name) => !isKey(name)).map((name) => [name, places[name].value]),
    expected: expectedFiles.value,
    entries: entries.value.filter((entry) => !isOfSecret(entry)),
    platform: snapshotPlatform(),
    restoreSnp: snapshotSnp(),
  };
}

export function isAnythingGiven(): boolean {
  return textFields.some((field) => texts[field].value !== '')
    || placeNames.some((name) => places[name].value.status !== 'empty')
    || entries.value.length > 0 || isAnyPlatformGiven.value || isSnpGiven.value;
}

/** Clears all inputs and gives what is needed to bring them back. */
export function clearAll(): Snapshot {
  const before = snapshot();
  countClearing();
  batch(() => {
    placeNames.forEach((name) => clearPlace(name));
    clearPlatform();
    clearWish();
    clearCheckKeys();
    dropSession();
    clearSnp();
    wipeSecrets();
    entries.value = [];
    expectedFiles.value = {};
    reportedPolicy.value = '';
    textFields.forEach((field) => setText(field, ''));
    verdict.value = { kind: 'incomplete', reason: 'fresh', problems: [] };
    asked.value = false;
  });
  return before;
}

export function restore(before: Snapshot): void {
  clearAll();
  batch(() => {
    expectedFiles.value = before.expected;
    before.places.forEach(([name, place]) => putBack(name, place));
    entries.value = before.entries;
    restorePlatform(before.platform);
    before.restoreSnp();
  });
  restoreTexts(before.texts);
  inform('Everything is back except keys and secrets, which were wiped.');
}

/** What would be lost for good; nothing where nothing would. */
export function unsavedWords(): string {
  if (hasUnsavedSession()) return 'The session is not saved, and its keys would be lost.';
  return hasUnsavedPacket() ? 'The packet is not saved.' : '';
}

export function startOver(): void {
  const unsaved = unsavedWords();
  if (unsaved !== '' && !window.confirm(`${unsaved} Clear everything?`)) return;
  const before = clearAll();
  inform('Everything was cleared, and the keys were wiped.', () => restore(before));
}

/** When the page is left: it may come back from the browser's cache, and then without keys. */
export function wipeAllKeys(): void {
  countClearing();
  entries.value = entries.value.filter((entry) => entry.state !== 'recognising' && !isOfKey(entry));
  for (const name of placeNames.filter(isKey)) {
    // Whatever its state: a key that is still being read is not to arrive later.
    if (places[name].value.status !== 'empty') {
      clearPlace(name, 'It was wiped when you left the page: give it again.');
    }
  }
  dropSession('Its keys were wiped when you left the page: make a new one.');
  clearCheckKeys();
  forgetKeys();
  withdrawUndo();
  wipeSecrets();
}
