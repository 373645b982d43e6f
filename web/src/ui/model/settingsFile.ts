// The shape of a settings file. Pure functions; exactly what formatSettings makes is taken.

import type { TextField } from '../../core/face';
import { longestField, snpSettings, textFields, type SnpSetting } from './fields';
import type { FromSettings, NamedDigest } from './inputs';
import { visibleName } from './format';
import { hasControls } from './measured';

type SharedField = Exclude<TextField, 'measurement'>;
export type SettingsField = SharedField | SnpSetting;

export const settingsFields: readonly SettingsField[] = [
  ...textFields.filter((field): field is SharedField => field !== 'measurement'), ...snpSettings,
];
export const settingsFiles: readonly FromSettings[] = ['firmware', 'kernel', 'initrd'];

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
  expect(found === undefined, `${where}: unknown key "${visibleName(found ?? '', 60)}"`);
  return value as Record<string, unknown>;
}

/** What the page shows must be what is measured: fields drop line breaks, and controls hide. */
function expectPlain(text: string, where: string): void {
  expect(!hasControls(text), `${where}: expected no control characters and no line breaks`);
}

function readFile(value: unknown, where: string): NamedDigest {
  const { name, size, sha256 } = asObject(value, where, ['name', 'size', 'sha256']);
  expect(typeof name === 'string' && name.length <= 1024, `${where}: expected a name`);
  expectPlain(name, `${where}.name`);
  expect(typeof size === 'number' && Number.isSafeInteger(size) && size >= 0,
    `${where}: expected a size in bytes`);
  expect(typeof sha256 === 'string' && /^[0-9a-f]{64}$/.test(sha256),
    `${where}: expected a SHA-256 of 64 hex digits`);
  return { name, size, sha256 };
}

function read(json: unknown): Settings {
  const whole = asObject(json, 'settings', ['kind', 'version', 'fields', 'files']);
  expect(whole.kind === 'sevproof-settings', 'expected "kind": "sevproof-settings"');
  expect(whole.version === 1, 'expected "version": 1; this page supports no other version');
  const settings: Settings = { kind: 'sevproof-settings', version: 1, fields: {}, files: {} };
  const fields = asObject(whole.fields, 'fields', settingsFields);
  for (const key of settingsFields) {
    const text = fields[key];
    if (text === undefined) continue;
    expect(typeof text === 'string', `fields.${key}: expected a text`);
    expect(text.length <= longestField, `fields.${key}: expected at most ${longestField} characters`);
    expectPlain(text, `fields.${key}`);
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
