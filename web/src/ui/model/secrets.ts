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
}

export const secretsHeadingId = 'secrets-heading';

let nextId = 1;

function newRow(): SecretRow {
  const id = nextId;
  nextId += 1;
  return { id, name: signal(''), text: signal(''), file: signal(null), error: signal(null),
    fileError: signal(null) };
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
  secretsChanged();
}

/** The file that each row waits for; a later choice wins. */
const awaited = new WeakMap<SecretRow, File>();
let reading: Promise<unknown> = Promise.resolve();

/** Resolves when no file of a secret is being read any more. */
export function secretFilesRead(): Promise<unknown> {
  return reading;
}

export function removeSecretFile(row: SecretRow): void {
  awaited.delete(row);
  row.fileError.value = null;
  wipe(row.file.value?.bytes);
  row.file.value = null;
  secretsChanged();
}

export function setSecretFile(row: SecretRow, file: File): void {
  removeSecretFile(row);
  awaited.set(row, file);
  reading = Promise.all([reading, readSecretFile(row, file)]);
}

async function readSecretFile(row: SecretRow, file: File): Promise<void> {
  const content = await engine().read('secret', file, limits.secret);
  if (awaited.get(row) !== file || !rows.value.includes(row)) {
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
