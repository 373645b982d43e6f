// Settings: what stays the same from one start of a guest to the next. Never a key, a secret or a
// measurement.

import { addressWith, shownMoment } from './address';
import { goToMoment } from './chooseMoment';
import { labelOf, snpSettings, type SnpSetting } from './fields';
import { joinWords, sentence } from './format';
import {
  clearingsSoFar, currentGeneration, expectedFiles, held, origins, places, texts, type Place,
} from './inputs';
import { missingNow, type Missing } from './missing';
import { kindOf, momentOfKind } from './moment';
import { asOneNotice, complain, inform } from './notices';
import { fieldsFromXml, isFilled } from './offers';
import { clearPlace, putBack, putDigest } from './places';
import { copyText, saveText } from './save';
import { raise } from './session';
import {
  formatSettings, parseSettings, settingsFields, settingsFiles, type Settings, type SettingsField,
} from './settingsFile';
import { formatLink, parseLink } from './settingsLink';
import { fillSnpSettings, snpSetting } from './snpInputs';
import { checkAllFields, fillTexts, restoreTexts, snapshotTexts } from './texts';
import type { Taking } from './taking';

const streamed = ['kernel', 'initrd'] as const;

const isOfSnp = (field: SettingsField): field is SnpSetting => (snpSettings as readonly string[]).includes(field);

const textOf = (field: SettingsField): string => (isOfSnp(field) ? snpSetting(field) : texts[field].value);

const nameOf = (field: SettingsField): string => (field === 'blockPolicy' ? 'Policy of the ID block' : labelOf(field));

/** A value that is the owner's to choose, and that the host's output filled: loaded again, it would be the owner's. */
const isHosts = (field: SettingsField): boolean => (
  !isOfSnp(field) && isFilled(field) && origins[field].value === 'host');

export function collect(): Settings {
  const settings: Settings = { kind: 'sevproof-settings', version: 1, fields: {}, files: {} };
  for (const key of settingsFields) {
    if (textOf(key) !== '' && !isHosts(key)) settings.fields[key] = textOf(key);
  }
  // So that they lead to that view again; an empty field is QEMU too.
  if (kindOf(shownMoment.peek()) === 'snp') settings.fields.vmm ??= 'qemu';
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
  inform(`Settings saved. ${whatIsLeft()}`);
}

/** What settings hold no word of. */
export function whatIsLeft(): string {
  const filled = settingsFields.filter((field) => textOf(field) !== '' && isHosts(field));
  const left = [...filled.map(nameOf), ...fieldsFromXml().map(labelOf)];
  const words = 'They hold no key, no secret and no measurement';
  return left.length === 0 ? `${words}.` : `${words}, nor ${joinWords(left)}, which only the host gives.`;
}

/** A way back to before the settings. Keys and secrets are not touched by them. */
function remember(): () => void {
  const before = {
    texts: snapshotTexts(),
    snp: Object.fromEntries(snpSettings.map((field) => [field, textOf(field)])),
    expected: expectedFiles.value,
    places: streamed.map((name): [typeof name, Place] => [name, places[name].value]),
  };
  return () => {
    expectedFiles.value = before.expected;
    restoreTexts(before.texts);
    fillSnpSettings(before.snp);
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
    settings.fields[field] === undefined && textOf(field) !== ''));
  const parts = ['Settings loaded.'];
  if (taken.length > 0) {
    parts.push(`Used by the hash in the settings, and not read again: ${joinWords(taken)}.`);
  }
  if (left.length > 0) {
    parts.push(`Not in the settings, so left as before: ${joinWords(left.map(nameOf))}.`);
  }
  if (missing) parts.push(missing.length > 0 ? `Still missing: ${missing.map(({ words }) => words).join(', ')}.`
    : 'Nothing is missing.');
  return parts.join(' ');
}

function apply(settings: Settings, lead = ''): Promise<void> {
  return asOneNotice(async () => {
    const undo = remember();
    fillTexts(settings.fields);
    fillSnpSettings(settings.fields);
    if (snpSettings.some((field) => settings.fields[field] !== undefined)) {
      goToMoment(momentOfKind.snp, 'These settings are for');
    }
    expectedFiles.value = settings.files;
    const taken = takeDigests(settings);
    const generation = currentGeneration();
    await checkAllFields();
    // The view of SEV-SNP says itself what is missing.
    const missing = kindOf(shownMoment.peek()) === 'sev' ? await missingNow() : null;
    const untouched = generation === currentGeneration();
    inform(lead + describeLoaded(settings, taken, missing), untouched ? undo : null);
  });
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

/** Of the page's address. */
export async function takeSettingsLink(text: string): Promise<void> {
  const parsed = parseLink(text);
  if (parsed.ok && text === '') return complain('The page\'s address names no settings.');
  if (parsed.ok) return apply(parsed.value, 'From the page\'s address; use only a link of your own. ');
  complain(`The settings in the page's address cannot be used: ${parsed.message}.`, 'Nothing was filled in.');
}

/** For a run book: what Save settings saves. */
export async function copySettingsLink(): Promise<void> {
  if (await copyText(addressWith(formatLink(collect())))) {
    inform(`Link copied: it opens this page with these settings. ${whatIsLeft()}`);
  } else complain('The browser does not let the page copy.', 'Use Save settings instead.');
}
