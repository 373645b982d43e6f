// Secrets as they are entered: rows with a name, and a text or a file.

import { signal, type Signal } from '@preact/signals';
import type { SecretInput } from '../../core/face';
import type { EngineError } from '../../engine/engine';
import { sentence } from './format';
import { wipe } from './inputs';
import { raise } from './session';
import { letGo, takeFile, type Taking } from './taking';

export interface SecretFile {
  name: string;
  bytes: Uint8Array;
  /** The entry of the list of given files that it came from; 0 where it came otherwise. */
  owner: number;
}

export interface SecretRow {
  id: number;
  name: Signal<string>;
  text: Signal<string>;
  file: Signal<SecretFile | null>;
  /** What the core says of the row. */
  error: Signal<EngineError | null>;
  fileError: Signal<EngineError | null>;
  /** Why a pasted text was not taken. */
  pasteError: Signal<string>;
}

export const secretsHeadingId = 'secrets-heading';

let nextId = 1;

function newRow(): SecretRow {
  const id = nextId;
  nextId += 1;
  return { id, name: signal(''), text: signal(''), file: signal(null), error: signal(null),
    fileError: signal(null), pasteError: signal('') };
}

export const rows = signal<SecretRow[]>([newRow()]);

const listeners: (() => void)[] = [];

export function onSecretsChanged(listener: () => void): void {
  listeners.push(listener);
}

function secretsChanged(): void {
  listeners.forEach((listener) => listener());
}

export function setSecretName(row: SecretRow, name: string): void {
  row.name.value = name;
  secretsChanged();
}

export function setSecretText(row: SecretRow, text: string): void {
  row.text.value = text;
  row.pasteError.value = '';
  secretsChanged();
}

/** A field of one line drops line breaks without a word: such a text is not taken at all. */
export function refusesSecretText(row: SecretRow, text: string): boolean {
  const broken = /[\r\n]/.test(text);
  row.pasteError.value = broken ? 'It has a line break: use a file. Nothing was inserted.' : '';
  return broken;
}

/** The file that each row waits for; a later choice wins. */
const awaited = new WeakMap<SecretRow, symbol>();
let reading: Promise<unknown> = Promise.resolve();

/** Resolves when no file of a secret is being read any more. */
export function secretFilesRead(): Promise<unknown> {
  return reading;
}

export function removeSecretFile(row: SecretRow): void {
  awaited.delete(row);
  row.fileError.value = null;
  row.pasteError.value = '';
  wipe(row.file.value?.bytes);
  row.file.value = null;
  secretsChanged();
}

export function setSecretFile(
  row: SecretRow, file: File, owner = 0, taking = takeFile(file, 'secret'),
): Promise<void> {
  removeSecretFile(row);
  const token = Symbol(file.name);
  awaited.set(row, token);
  const now = readSecretFile(row, taking, owner, token);
  reading = Promise.all([reading, now]);
  return now;
}

/** A file that was given among others: for the first row that has nothing yet. What went wrong, or nothing. */
export async function takeSecretFile(taking: Taking, owner: number): Promise<string> {
  const isFree = (row: SecretRow): boolean => (
    !row.file.value && row.text.value === '' && !awaited.has(row));
  if (!rows.value.some(isFree)) addRow();
  const row = rows.value.find(isFree);
  if (!row) return '';
  await setSecretFile(row, taking.file, owner, taking);
  const error = row.fileError.value;
  if (error === null) return '';
  row.fileError.value = null;
  awaited.delete(row);
  return sentence(error.message);
}

/** The row that holds the file of that entry. */
export function secretOf(owner: number): SecretRow | null {
  return rows.value.find(({ file }) => file.value?.owner === owner) ?? null;
}

async function readSecretFile(
  row: SecretRow, { file, outcome }: Taking, owner: number, token: symbol,
): Promise<void> {
  const content = await outcome;
  if (awaited.get(row) !== token || !rows.value.includes(row)) {
    if (content.ok) letGo(content.value);
    return;
  }
  if (!content.ok) {
    raise(content.error);
    row.fileError.value = content.error;
    return;
  }
  row.text.value = '';
  row.file.value = { name: file.name, bytes: content.value.bytes ?? new Uint8Array(), owner };
  secretsChanged();
}

export function addRow(): void {
  rows.value = [...rows.value, newRow()];
  secretsChanged();
}

export function removeRow(row: SecretRow): void {
  wipe(row.file.value?.bytes);
  const rest = rows.value.filter((other) => other !== row);
  rows.value = rest.length > 0 ? rest : [newRow()];
  secretsChanged();
}

export function wipeSecrets(): void {
  for (const row of rows.value) wipe(row.file.value?.bytes);
  rows.value = [newRow()];
  secretsChanged();
}

/** The row as the core takes it; text is encoded afresh. */
function toInput(row: SecretRow): SecretInput {
  const file = row.file.value;
  return {
    name: row.name.value,
    data: file ? file.bytes : new TextEncoder().encode(row.text.value),
  };
}

/** Gives rows to the core, and wipes what was encoded for that. */
export async function withInputs<T>(
  chosen: readonly SecretRow[], use: (inputs: SecretInput[]) => Promise<T>,
): Promise<T> {
  const encoded = chosen.filter((row) => !row.file.value);
  const inputs = chosen.map(toInput);
  try {
    return await use(inputs);
  } finally {
    chosen.forEach((row, at) => {
      if (encoded.includes(row)) wipe(inputs[at]?.data);
    });
  }
}
