// Secrets for a launch that matched: entering, checking against the firmware, packing, and opening
// the packet again as a check.

import { signal, type Signal } from '@preact/signals';
import type { LaunchRequest, Packed, Report, SecretCheck, SecretInput } from '../../core/face';
import type { EngineError, SecretsView } from '../../engine/engine';
import { limits } from './fields';
import { currentGeneration, held, onChanged, wipe } from './inputs';
import { engine, raise } from './session';
import { readReport, verdict } from './verdict';

export interface SecretFile {
  name: string;
  bytes: Uint8Array;
}

export interface SecretRow {
  id: number;
  name: Signal<string>;
  text: Signal<string>;
  file: Signal<SecretFile | null>;
  error: Signal<EngineError | null>;
  fileError: Signal<EngineError | null>;
}

export interface Packet extends Packed {
  parsed: Report;
  /** What the packet holds when it is opened again; null where that failed. */
  opened: SecretsView | null;
  problem: EngineError | null;
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
export const secretCheck = signal<SecretCheck | null>(null);
export const secretError = signal<EngineError | null>(null);
export const packet = signal<Packet | null>(null);
export const packing = signal(false);

let version = 0;

function drop(): void {
  version += 1;
  packet.value = null;
  packing.value = false;
}

onChanged(() => {
  drop();
  secretCheck.value = null;
  secretError.value = null;
});

export function hasTek(): boolean {
  return held('tk') !== null || held('tek') !== null;
}

// -- Entering

export function secretsChanged(): void {
  drop();
  scheduleCheck();
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

export function removeSecretFile(row: SecretRow): void {
  awaited.delete(row);
  row.fileError.value = null;
  wipe(row.file.value?.bytes);
  row.file.value = null;
  secretsChanged();
}

export async function setSecretFile(row: SecretRow, file: File): Promise<void> {
  removeSecretFile(row);
  awaited.set(row, file);
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

// -- Checking

function isStarted(row: SecretRow): boolean {
  return row.name.value !== '' || row.text.value !== '' || row.file.value !== null;
}

/** The row as the core takes it; text is encoded afresh and is to be wiped after use. */
function toInput(row: SecretRow): SecretInput {
  const file = row.file.value;
  return {
    name: row.name.value,
    data: file ? file.bytes : new TextEncoder().encode(row.text.value),
  };
}

async function withInputs<T>(
  chosen: readonly SecretRow[], use: (inputs: SecretInput[]) => Promise<T>,
): Promise<T> {
  const inputs = chosen.map(toInput);
  try {
    return await use(inputs);
  } finally {
    chosen.forEach((row, at) => {
      const data = inputs[at]?.data;
      if (data && data !== row.file.value?.bytes) wipe(data);
    });
  }
}

let timer: ReturnType<typeof setTimeout> | undefined;

export function scheduleCheck(): void {
  clearTimeout(timer);
  timer = setTimeout(() => void checkSecrets(), 200);
}

/** Size of the table against the firmware's area, and what is wrong with which row. */
export async function checkSecrets(): Promise<void> {
  const firmware = held('firmware')?.bytes;
  const mine = version;
  const started = rows.value.filter((row) => isStarted(row) && row.name.value !== '');
  rows.value.forEach((row) => { row.error.value = null; });
  secretError.value = null;
  secretCheck.value = null;
  if (!firmware || started.length === 0) return;
  const outcome = await withInputs(started, (inputs) => engine().checkSecrets(firmware, inputs));
  if (mine !== version) return;
  if (outcome.ok) secretCheck.value = outcome.value;
  else if (!raise(outcome.error)) await blame(outcome.error, firmware, started, mine);
}

/** The core judges the whole; asking about each row alone tells whose fault it is. */
async function blame(
  error: EngineError, firmware: Uint8Array, started: readonly SecretRow[], mine: number,
): Promise<void> {
  const outcomes = await Promise.all(started.map((row) => (
    withInputs([row], (inputs) => engine().checkSecrets(firmware, inputs)))));
  if (mine !== version) return;
  let found = false;
  outcomes.forEach((outcome, at) => {
    const row = started[at];
    if (outcome.ok || !row) return;
    row.error.value = outcome.error;
    found = true;
  });
  if (!found) secretError.value = error;
}

// -- Packing

function unready(): string {
  if (!hasTek()) return 'Packing needs the TEK';
  const nameless = rows.value.findIndex((row) => row.name.value.trim() === '');
  if (nameless >= 0) {
    const which = rows.value.length > 1 ? `Secret ${nameless + 1}` : 'The secret';
    return `${which} needs a name: luks-key or a GUID`;
  }
  return '';
}

function refuse(message: string): void {
  secretError.value = { kind: 'incomplete', field: 'secret', message, hint: '' };
}

export async function packSecrets(): Promise<void> {
  const decided = verdict.value;
  if (decided.kind !== 'decided' || decided.report.verdict !== 'match') return;
  const problem = unready();
  if (problem !== '') return refuse(problem);
  drop();
  packing.value = true;
  const mine = version;
  const generation = currentGeneration();
  const stale = (): boolean => mine !== version || generation !== currentGeneration();
  const { request } = decided;
  const outcome = await withInputs(rows.value, (inputs) => engine().pack(request, inputs));
  if (stale()) return;
  packing.value = false;
  if (!outcome.ok) {
    if (!raise(outcome.error)) secretError.value = outcome.error;
    return;
  }
  secretError.value = null;
  const made = await openAgain(request, outcome.value);
  if (made && !stale()) packet.value = made;
}

async function openAgain(request: LaunchRequest, packed: Packed): Promise<Packet | null> {
  const parsed = readReport(packed.report);
  if (!parsed || parsed.verdict !== 'match') {
    refuse('The core packed, but did not report a match: the packet was discarded');
    return null;
  }
  const opened = await engine().unpack(request, packed.header, packed.payload);
  return {
    ...packed,
    parsed,
    opened: opened.ok ? opened.value : null,
    problem: opened.ok ? null : opened.error,
  };
}
