// Every page of a launch that was measured, with the digest after it: asked for when somebody wants to see them.

import { effect, signal } from '@preact/signals';
import { engine, raise } from './session';
import { snpDigest } from './snpDigest';

/** A line each: type, address and digest, with commas between. */
export const snpSteps = signal<readonly string[] | null>(null);

let turn = 0;

// They were of another launch.
effect(() => {
  void snpDigest.value;
  turn += 1;
  snpSteps.value = null;
});

export async function loadSteps(): Promise<void> {
  const shown = snpDigest.peek();
  if (shown.kind !== 'measured' || snpSteps.peek()) return;
  const mine = turn;
  const outcome = await engine().ask('listSnpSteps', ...shown.question);
  if (mine !== turn) return;
  if (outcome.ok) snpSteps.value = outcome.value.steps.trimEnd().split('\n');
  else raise(outcome.error);
}

/** With a line that says what the columns are. */
export function stepsAsTable(lines: readonly string[]): string {
  return `${['type,gpa,digest', ...lines].join('\n')}\n`;
}
