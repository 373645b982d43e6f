// Settings: what stays the same from one start of a guest to the next. Never a key, a secret or a
// measurement.

import { labelOf } from './fields';
import { joinWords, sentence } from './format';
import {
  clearingsSoFar, currentGeneration, expectedFiles, fieldsFromXml, held, places, texts, type Place,
} from './inputs';
import { missingNow, type Missing } from './missing';
import { complain, inform } from './notices';
import { clearPlace, putBack, putDigest } from './places';
import { saveText } from './save';
import { raise } from './session';
import {
  formatSettings, parseSettings, settingsFields, settingsFiles, type Settings,
} from './settingsFile';
import { checkAllFields, fillTexts, restoreTexts, snapshotTexts } from './texts';
import type { Taking } from './taking';

const streamed = ['kernel', 'initrd'] as const;

/** What is the host's word: loaded again, it would pass for the user's. */
function notSaved(): (typeof settingsFields[number])[] {
  const ofXml: readonly string[] = fieldsFromXml();
  return settingsFields.filter((field) => ofXml.includes(field));
}

export function collect(): Settings {
  const settings: Settings = { kind: 'sevproof-settings', version: 1, fields: {}, files: {} };
  const left = notSaved();
  for (const key of settingsFields) {
    if (texts[key].value !== '' && !left.includes(key)) settings.fields[key] = texts[key].value;
  }
  for (const key of settingsFiles) {
    const file = held(key);
    const known = file?.sha256 ? { name: file.name, size: file.size, sha256: file.sha256 } : null;
    const digest = known ?? expectedFiles.value[key];
    if (digest) settings.files[key] = digest;
  }
  return settings;
}

export function saveSettings(): void {
  saveText('sevproof-settings.json', formatSettings(collect()), 'application/json');
  const left = notSaved().map(labelOf);
  const words = 'Settings saved. They hold no key, no secret and no measurement';
  inform(left.length === 0 ? `${words}.`
    : `${words}, nor ${joinWords(left)}, which the host's XML gave.`);
}

/** A way back to before the settings. Keys and secrets are not touched by them. */
function remember(): () => void {
  const before = {
    texts: snapshotTexts(),
    expected: expectedFiles.value,
    places: streamed.map((name): [typeof name, Place] => [name, places[name].value]),
  };
  return () => {
    expectedFiles.value = before.expected;
    restoreTexts(before.texts);
    for (const [name, place] of before.places) {
      if (places[name].value !== place) putBack(name, place);
    }
    inform('The settings were undone.');
  };
}

/** Takes the hashes, but for a place that holds a file. Names the places that were filled. */
function takeDigests({ files }: Settings): string[] {
  const taken: string[] = [];
  for (const name of streamed) {
    const digest = files[name];
    const place = places[name].value;
    const free = place.status === 'empty' || place.source === 'settings';
    if (free && digest) {
      putDigest(name, digest);
      taken.push(labelOf(name));
    } else if (place.status === 'held' && place.source === 'settings') {
      // Of other settings than these.
      clearPlace(name);
    }
  }
  return taken;
}

function describeLoaded(
  settings: Settings, taken: readonly string[], missing: readonly Missing[] | null,
): string {
  const left = settingsFields.filter((field) => (
    settings.fields[field] === undefined && texts[field].value !== ''));
  const parts = ['Settings loaded.'];
  if (taken.length > 0) {
    parts.push(`Used by the hash in the settings, and not read again: ${joinWords(taken)}.`);
  }
  if (left.length > 0) {
    parts.push(`Not in the settings, so left as before: ${joinWords(left.map(labelOf))}.`);
  }
  if (missing) parts.push(missing.length > 0 ? `Still missing: ${missing.map(({ words }) => words).join(', ')}.`
    : 'Nothing is missing.');
  return parts.join(' ');
}

async function apply(settings: Settings): Promise<void> {
  const undo = remember();
  fillTexts(settings.fields);
  expectedFiles.value = settings.files;
  const taken = takeDigests(settings);
  const generation = currentGeneration();
  await checkAllFields();
  const missing = await missingNow();
  const untouched = generation === currentGeneration();
  inform(describeLoaded(settings, taken, missing), untouched ? undo : null);
}

/** What went wrong, or nothing. */
export async function takeSettingsFile(taking: Taking): Promise<string> {
  const clearings = clearingsSoFar();
  const content = await taking.outcome;
  if (clearings !== clearingsSoFar()) return '';
  if (!content.ok) {
    raise(content.error);
    complain(`Settings: ${sentence(content.error.message)}`, content.error.hint);
    return sentence(content.error.message);
  }
  const parsed = parseSettings(content.value.text ?? '');
  if (parsed.ok) {
    await apply(parsed.value);
    return '';
  }
  complain(`These are not sevproof settings: ${parsed.message}.`,
    'Choose a file that was made with Save settings. Nothing was changed.');
  return `Not sevproof settings: ${parsed.message}.`;
}
