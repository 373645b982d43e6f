// What is handed over, held against the types before the core takes it: not every caller has TypeScript.

import type { Answer, FieldName } from '../../src/core/face';
import type { Launch } from './sevproof';

export type Kind = 'text' | 'number' | 'bytes' | 'digest' | 'list';

const expected: Record<Kind, string> = {
  text: 'text',
  number: 'a number or text',
  bytes: 'a Uint8Array',
  digest: 'what digest() gives',
  list: 'a list',
};

const kinds: Record<keyof Launch, Kind> = {
  measurement: 'text',
  apiMajor: 'number',
  apiMinor: 'number',
  buildId: 'number',
  policy: 'number',
  firmware: 'bytes',
  kernel: 'digest',
  initrd: 'digest',
  cmdline: 'text',
  numCpus: 'number',
  cpu: 'text',
  vmsaLayout: 'text',
  sevFeatures: 'number',
  vmsaCpu0: 'bytes',
  vmsaCpu1: 'bytes',
  tk: 'bytes',
  tik: 'bytes',
  tek: 'bytes',
};

type Refusal = Answer<never>;

function refusal(field: string | null, message: string, hint = ''): Refusal {
  return { ok: false, error: { code: 'malformed-request', kind: 'invalid', about: null, message, hint, status: 2,
    field: field as FieldName | null } };
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

// By its name: one of another realm, such as a test runner's, is of another class.
const isBytes = (value: unknown): value is Uint8Array => (
  ArrayBuffer.isView(value) && Object.prototype.toString.call(value) === '[object Uint8Array]');

function isDigest(value: unknown): boolean {
  return isObject(value) && typeof value['sha256'] === 'string' && typeof value['size'] === 'number'
    && (value['head'] === undefined || value['head'] === null || isBytes(value['head']));
}

const fits: Record<Kind, (value: unknown) => boolean> = {
  text: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number' || typeof value === 'string',
  bytes: isBytes,
  digest: isDigest,
  list: Array.isArray,
};

/** In a few words, and nothing of its content: it may be a key. */
function nameOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (typeof value === 'string') return 'text';
  if (typeof value === 'boolean' || typeof value === 'number') return `a ${typeof value}`;
  return isObject(value) ? `an object (${Object.prototype.toString.call(value).slice(8, -1)})` : `a ${typeof value}`;
}

/** Null where it is of that kind. `name` is what the caller calls it. */
export function wrongValue(name: string, value: unknown, kind: Kind, field: string | null = null): Refusal | null {
  return fits[kind](value) ? null : refusal(field, `${name}: expected ${expected[kind]}, got ${nameOf(value)}`);
}

/** The first that is wrong. */
function firstOf<T>(all: readonly T[], check: (one: T, at: number) => Refusal | null): Refusal | null {
  for (const [at, one] of all.entries()) {
    const wrong = check(one, at);
    if (wrong) return wrong;
  }
  return null;
}

function wrongField([key, value]: [string, unknown]): Refusal | null {
  if (value === undefined || value === null) return null;
  if (Object.hasOwn(kinds, key)) return wrongValue(key, value, kinds[key as keyof Launch], key);
  return refusal(key, `unknown key '${key}'`, `A Launch has ${Object.keys(kinds).join(', ')}.`);
}

export function wrongLaunch(launch: unknown): Refusal | null {
  if (!isObject(launch)) return refusal(null, `launch: expected an object, got ${nameOf(launch)}`);
  return firstOf(Object.entries(launch), wrongField);
}

/** Of objects in a list: what each key has to hold. */
function wrongItems(name: string, list: unknown, keys: Record<string, Kind>, field: string): Refusal | null {
  if (!Array.isArray(list)) return wrongValue(name, list, 'list', field);
  return firstOf(list as unknown[], (item, at) => {
    if (!isObject(item)) return refusal(field, `${name}[${at}]: expected an object, got ${nameOf(item)}`);
    return firstOf(Object.entries(keys),
      ([key, kind]) => wrongValue(`${name}[${at}].${key}`, item[key], kind, field));
  });
}

export function wrongSecrets(secrets: unknown): Refusal | null {
  return wrongItems('secrets', secrets, { name: 'text', data: 'bytes' }, 'secret');
}

export function wrongCandidates(candidates: unknown): Refusal | null {
  return wrongItems('candidates', candidates, { name: 'text', file: 'digest', content: 'bytes' }, 'candidates');
}
