// Packing, for a launch that matched, and opening the packet again as a check. A packet is dropped
// with any change of inputs or secrets.

import { effect, signal } from '@preact/signals';
import type { Packed } from '../../core/face';
import type { Report, SecretsView } from '../../core/reports';
import type { EngineError } from '../../engine/engine';
import { questionOf, type LaunchRequest } from '../../engine/question';
import { matchesOwner } from './hostWords';
import { held, onChanged } from './inputs';
import { describeSecrets, findDifference, type Entered } from './packetCheck';
import { onSecretsChanged, rows, secretFilesRead, withInputs } from './secrets';
import { engine, raise, restartsSoFar, selfTestsFailed, whenTested } from './session';
import { readReport, verdict } from './verdict';

export interface Packet extends Packed {
  parsed: Report;
  /** What the packet holds when it is opened again: all that was entered. */
  opened: SecretsView;
}

export const packetHeadingId = 'packet-heading';

export const packet = signal<Packet | null>(null);
export const packing = signal(false);
export const packError = signal<EngineError | null>(null);

/** Which of its two files were saved or copied. */
const kept = signal<ReadonlySet<string>>(new Set());

export function keepPart(part: 'header' | 'payload'): void {
  kept.value = new Set([...kept.value, part]);
}

/** Whether leaving the page would lose a packet that nobody has taken along. */
export function hasUnsavedPacket(): boolean {
  return packet.value !== null && kept.value.size < 2;
}

let turn = 0;

function drop(): void {
  turn += 1;
  packet.value = null;
  kept.value = new Set();
  packing.value = false;
  packError.value = null;
}

onChanged(drop);
onSecretsChanged(drop);
effect(() => {
  if (selfTestsFailed()) drop();
});

export function hasTek(): boolean {
  return held('tk') !== null || held('tek') !== null;
}

/** Why there is nothing to pack yet. */
function unready(): string {
  if (!hasTek()) return 'Packing needs the TEK';
  const which = (at: number): string => (rows.value.length > 1 ? `Secret ${at + 1}` : 'The secret');
  const unread = rows.value.findIndex((row) => row.fileError.value !== null);
  if (unread >= 0) return `${which(unread)} has a file that could not be used: choose another`;
  const nameless = rows.value.findIndex((row) => row.name.value.trim() === '');
  if (nameless >= 0) return `${which(nameless)} needs a name: luks-key or a GUID`;
  // An empty file may be meant; a secret of which nothing was given is not.
  const absent = rows.value.findIndex((row) => !row.file.value && row.text.value === '');
  return absent >= 0 ? `${which(absent)} needs a text or a file` : '';
}

function refuse(message: string, hint = ''): void {
  packError.value = { kind: 'incomplete', field: 'secret', message, hint };
}

export async function packSecrets(): Promise<void> {
  await secretFilesRead();
  const decided = verdict.value;
  if (decided.kind !== 'decided' || !matchesOwner(decided)) return;
  drop();
  const problem = unready();
  if (problem !== '') return refuse(problem);
  packing.value = true;
  const mine = turn;
  const restarts = restartsSoFar();
  const tested = await whenTested();
  if (mine !== turn) return;
  if (tested !== 'passed' || restarts !== restartsSoFar()) {
    packing.value = false;
    return refuse('The page\'s worker is not ready: validate again');
  }
  const { request } = decided;
  let entered: Entered[] = [];
  const outcome = await withInputs(rows.value, async (inputs) => {
    entered = await describeSecrets(inputs);
    return engine().ask('pack', ...questionOf(request, inputs));
  });
  if (mine !== turn) return;
  if (!outcome.ok) {
    packing.value = false;
    if (!raise(outcome.error)) packError.value = outcome.error;
    return;
  }
  const made = await openAgain(request, outcome.value, entered);
  if (mine !== turn) return;
  packing.value = false;
  if (typeof made === 'string') refuse(`The packet was discarded: ${made}`, 'Please report this.');
  else packet.value = made;
}

/** A packet that holds what was entered, or why it must not be used. */
async function openAgain(
  request: LaunchRequest, packed: Packed, entered: readonly Entered[],
): Promise<Packet | string> {
  const parsed = readReport(packed.report);
  if (parsed?.verdict !== 'match') return 'the core packed, but did not report a match';
  const opened = await engine().ask('unpack', ...questionOf(request), packed.header, packed.payload);
  if (!opened.ok) {
    raise(opened.error);
    return `it could not be opened again, ${opened.error.message}`;
  }
  const difference = findDifference(entered, opened.value);
  return difference === '' ? { ...packed, parsed, opened: opened.value } : difference;
}
