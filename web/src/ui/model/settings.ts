// Settings: what stays the same from one start of a guest to the next. Never a key, a secret or a
// measurement.

import type { TextField } from '../../core/face';
import { limits, textFields } from './fields';
import {
  expectedFiles, held, places, texts, type FromSettings, type NamedDigest,
} from './inputs';
import { complain, inform } from './notices';
import { clearPlace, putDigest } from './places';
import { saveText } from './save';
import { engine, raise } from './session';
import { fillTexts } from './texts';
import { formatSize, sentence } from './format';

export type SettingsField = Exclude<TextField, 'measurement'>;

const settingsFields = textFields.filter((field): field is SettingsField => field !== 'measurement');
const settingsFiles: readonly FromSettings[] = ['firmware', 'kernel', 'initrd'];

export interface Settings {
  kind: 'sevproof-settings';
  version: 1;
  fields: Partial<Record<SettingsField, string>>;
  files: Partial<Record<FromSettings, NamedDigest>>;
}

export type Parsed = { ok: true; value: Settings } | { ok: false; message: string };

class Misfit extends Error {}

function expect(holds: boolean, message: string): asserts holds {
  if (!holds) throw new Misfit(message);
}

function asObject(value: unknown, where: string, allowed: readonly string[]): Record<string, unknown> {
  expect(typeof value === 'object' && value !== null && !Array.isArray(value),
    `${where}: expected an object`);
  const found = Object.keys(value).find((key) => !allowed.includes(key));
  expect(found === undefined, `${where}: unknown key ${JSON.stringify(found)?.slice(0, 60)}`);
  return value as Record<string, unknown>;
}

function readFile(value: unknown, where: string): NamedDigest {
  const { name, size, sha256 } = asObject(value, where, ['name', 'size', 'sha256']);
  expect(typeof name === 'string' && name.length <= 1024, `${where}: expected a name`);
  expect(typeof size === 'number' && Number.isSafeInteger(size) && size >= 0,
    `${where}: expected a size in bytes`);
  expect(typeof sha256 === 'string' && /^[0-9a-f]{64}$/.test(sha256),
    `${where}: expected a SHA-256 of 64 hex digits`);
  return { name, size, sha256 };
}

function read(json: unknown): Settings {
  const whole = asObject(json, 'settings', ['kind', 'version', 'fields', 'files']);
  expect(whole.kind === 'sevproof-settings', 'expected "kind": "sevproof-settings"');
  expect(whole.version === 1, 'expected "version": 1; this page knows no other');
  const settings: Settings = { kind: 'sevproof-settings', version: 1, fields: {}, files: {} };
  const fields = asObject(whole.fields, 'fields', settingsFields);
  for (const key of settingsFields) {
    const text = fields[key];
    if (text === undefined) continue;
    expect(typeof text === 'string', `fields.${key}: expected a text`);
    settings.fields[key] = text;
  }
  const files = asObject(whole.files, 'files', settingsFiles);
  for (const key of settingsFiles) {
    if (files[key] !== undefined) settings.files[key] = readFile(files[key], `files.${key}`);
  }
  return settings;
}

/** Takes exactly what formatSettings makes, and nothing else. */
export function parseSettings(text: string): Parsed {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { ok: false, message: 'expected JSON' };
  }
  try {
    return { ok: true, value: read(json) };
  } catch (error) {
    if (error instanceof Misfit) return { ok: false, message: error.message };
    throw error;
  }
}

export function formatSettings(settings: Settings): string {
  return `${JSON.stringify(settings, null, 2)}\n`;
}

function collect(): Settings {
  const settings: Settings = { kind: 'sevproof-settings', version: 1, fields: {}, files: {} };
  for (const key of settingsFields) {
    if (texts[key].value !== '') settings.fields[key] = texts[key].value;
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
  inform('Settings saved: no key, no secret, no measurement is in them.');
}

function apply(settings: Settings): void {
  const blank = Object.fromEntries(settingsFields.map((field) => [field, '']));
  fillTexts({ ...blank, ...settings.fields });
  expectedFiles.value = settings.files;
  for (const key of ['kernel', 'initrd'] as const) {
    const digest = settings.files[key];
    const place = places[key].value;
    if (digest) putDigest(key, digest);
    else if (place.status === 'held' && place.source === 'settings') clearPlace(key);
  }
  inform('Settings loaded. Give the measurement, the firmware and the keys of this launch.');
}

/** What went wrong, or nothing. */
export async function takeSettingsFile(file: File): Promise<string> {
  if (file.size > limits.settings) {
    const message = `expected at most ${formatSize(limits.settings)}, got ${formatSize(file.size)}`;
    complain(`These are no settings of sevproof: ${message}.`, 'Nothing was changed.');
    return `No settings of sevproof: ${message}.`;
  }
  const content = await engine().read('launchInfo', file, limits.settings);
  if (!content.ok) {
    raise(content.error);
    complain(`Settings: ${sentence(content.error.message)}`, content.error.hint);
    return sentence(content.error.message);
  }
  const parsed = parseSettings(new TextDecoder().decode(content.value));
  if (parsed.ok) {
    apply(parsed.value);
    return '';
  }
  complain(`These are no settings of sevproof: ${parsed.message}.`,
    'Choose a file that was made with Save settings. Nothing was changed.');
  return `No settings of sevproof: ${parsed.message}.`;
}
