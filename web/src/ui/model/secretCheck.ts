// Secrets against the firmware's area, while they are entered.

import { signal } from '@preact/signals';
import type { SecretCheck } from '../../core/face';
import type { Handle } from '../../engine/calls';
import type { EngineError, Outcome } from '../../engine/engine';
import { questionOf } from '../../engine/question';
import { held, onChanged } from './inputs';
import { onSecretsChanged, rows, withInputs, type SecretRow } from './secrets';
import { engine, raise, whenSettled } from './session';

export const secretCheck = signal<SecretCheck | null>(null);
/** An error that is no single row's. */
export const checkError = signal<EngineError | null>(null);

let turn = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
const pause = 200;

function forget(): void {
  turn += 1;
  rows.value.forEach((row) => { row.error.value = null; });
  secretCheck.value = null;
  checkError.value = null;
}

export function scheduleCheck(): void {
  turn += 1;
  clearTimeout(timer);
  timer = setTimeout(() => void checkSecrets(), pause);
}

onChanged(forget);
onSecretsChanged(scheduleCheck);

/** Size of the table against the firmware's area, and what is wrong with which row. */
async function checkSecrets(): Promise<void> {
  forget();
  const mine = turn;
  const firmware = held('firmware')?.held;
  const named = rows.value.filter((row) => row.name.value !== '');
  if (!firmware || named.length === 0) return;
  const outcome = await askAbout(firmware, named);
  if (mine !== turn) return;
  if (outcome.ok) secretCheck.value = outcome.value;
  else if (!raise(outcome.error)) await blame(outcome.error, firmware, named, mine);
}

async function askAbout(firmware: Handle, some: readonly SecretRow[]): Promise<Outcome<SecretCheck>> {
  await whenSettled();
  return withInputs(some, (inputs) => engine().ask('checkSecrets', ...questionOf({ firmware }, inputs)));
}

/** The core judges the whole; asking about each row alone tells whose fault it is. */
async function blame(
  error: EngineError, firmware: Handle, named: readonly SecretRow[], mine: number,
): Promise<void> {
  const outcomes = await Promise.all(named.map((row) => (
    askAbout(firmware, [row]))));
  if (mine !== turn) return;
  let found = false;
  outcomes.forEach((outcome, at) => {
    const row = named[at];
    if (outcome.ok || !row) return;
    row.error.value = outcome.error;
    found = true;
  });
  if (!found) checkError.value = error;
}
