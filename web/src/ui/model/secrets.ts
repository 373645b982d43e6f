// Secrets as they are entered: rows with a name, and a text or a file.

import { signal, type Signal } from '@preact/signals';
import type { SecretInput } from '../../core/face';
import type { EngineError } from '../../engine/engine';
import { limits } from './fields';
import { wipe } from './inputs';
import { engine, raise } from './session';

export interface SecretFile {
  name: string;
  bytes: Uint8Array;
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

export function setSecretFile(row: SecretRow, file: File): void {
  removeSecretFile(row);
  const token = Symbol(file.name);
  awaited.set(row, token);
  reading = Promise.all([reading, readSecretFile(row, file, token)]);
}

async function readSecretFile(row: SecretRow, file: File, token: symbol): Promise<void> {
  const content = await engine().read('secret', file, limits.secret);
  if (awaited.get(row) !== token || !rows.value.includes(row)) {
    if (content.ok) wipe(content.value);
    return;
  }
  if (!content.ok) {
    raise(content.error);
    row.fileError.value = content.error;
    return;
  }
  row.text.value = '';
  row.file.value = { name: file.name, bytes: content.value };
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

/** A file that was dropped on a row. */
export function dropOnSecret(id: number, file: File): void {
  const row = rows.value.find((one) => one.id === id);
  if (row) setSecretFile(row, file);
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
