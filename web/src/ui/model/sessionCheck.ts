// Whether a session that was made before, its keys and a policy belong together. The keys are bytes, and wiped as
// those of a launch are.

import { computed, effect, signal } from '@preact/signals';
import type { SessionReport } from '../../core/platforms';
import type { KeyField } from '../../core/face';
import type { EngineError } from '../../engine/engine';
import { clearingsSoFar, wipe } from './inputs';
import { readSessionReport } from './launchSession';
import { asked, platformFiles, sessionFiles } from './platformFiles';
import { engine, raise, whenTested } from './session';
import { sessionPolicy } from './sessionWish';
import { takeFile } from './taking';

export interface CheckKey {
  field: KeyField;
  name: string;
  bytes: Uint8Array;
}

export type SessionCheck =
  | { kind: 'none' }
  | { kind: 'checking' }
  | { kind: 'failed'; error: EngineError }
  | { kind: 'checked'; report: SessionReport; text: string };

export const checkKeys = signal<readonly CheckKey[]>([]);
export const keyError = signal<EngineError | null>(null);
export const sessionCheck = signal<SessionCheck>({ kind: 'none' });

export function clearCheckKeys(): void {
  checkKeys.value.forEach(({ bytes }) => wipe(bytes));
  checkKeys.value = [];
  keyError.value = null;
}

/** What a key is says its size, and of 16 bytes its name. */
function fieldOf({ name, size }: File): KeyField {
  if (size === 32) return 'tk';
  return /tek/i.test(name) ? 'tek' : 'tik';
}

/** In the place of one of the same kind; a TK has both. */
export async function addCheckKey(file: File): Promise<void> {
  const field = fieldOf(file);
  const clearings = clearingsSoFar();
  const outcome = await takeFile(file, field).outcome;
  if (clearings !== clearingsSoFar()) return wipe(outcome.ok ? outcome.value.bytes : null);
  keyError.value = outcome.ok || raise(outcome.error) ? null : outcome.error;
  const bytes = outcome.ok ? outcome.value.bytes : undefined;
  if (!bytes) return;
  const isReplaced = (one: CheckKey): boolean => one.field === field || one.field === 'tk' || field === 'tk';
  checkKeys.value.filter(isReplaced).forEach((one) => wipe(one.bytes));
  checkKeys.value = [...checkKeys.value.filter((one) => !isReplaced(one)), { field, name: file.name, bytes }];
}

const isSession = (one: (typeof sessionFiles.value)[number]): boolean => (
  one.state === 'held' && Boolean(one.view?.session));

/** What is missing before there is anything to check; nothing where nothing is. */
export const missingForCheck = computed(() => {
  if (!sessionFiles.value.some(isSession)) return 'a session';
  return checkKeys.value.some(({ field }) => field !== 'tek') ? '' : 'its TIK, or its TK';
});

let turn = 0;

// Every change takes the answer back.
effect(() => {
  void [sessionFiles.value, checkKeys.value, platformFiles.value, sessionPolicy.value];
  turn += 1;
  sessionCheck.value = { kind: 'none' };
});

export async function checkSession(): Promise<void> {
  if (missingForCheck.peek() !== '') return;
  turn += 1;
  const mine = turn;
  sessionCheck.value = { kind: 'checking' };
  const tested = await whenTested();
  if (mine !== turn) return;
  if (tested !== 'passed') {
    sessionCheck.value = { kind: 'none' };
    return;
  }
  const all = sessionFiles.peek();
  const keys = Object.fromEntries(checkKeys.peek().map(({ field, bytes }) => [field, bytes]));
  const outcome = await engine().ask('checkSession', asked(all.filter(isSession), 'session'),
    asked(all.filter((one) => !isSession(one)), 'owner\'s certificate'), asked(platformFiles.peek(), 'platform file'),
    keys, sessionPolicy.peek().trim());
  if (mine !== turn) return;
  if (!outcome.ok) {
    sessionCheck.value = raise(outcome.error) ? { kind: 'none' } : { kind: 'failed', error: outcome.error };
    return;
  }
  const { report: text } = outcome.value;
  const report = readSessionReport(text);
  if (report) sessionCheck.value = { kind: 'checked', report, text };
}
