// Where the two VMSA pages differ, whenever both are there.

import { effect, signal } from '@preact/signals';
import type { VmsaDiffView } from '../../core/reports';
import type { Handle } from '../../engine/calls';
import { held } from './inputs';
import { engine, whenSettled } from './session';

export const vmsaDiff = signal<VmsaDiffView | null>(null);
let turn = 0;

async function compare(first: Handle, second: Handle, mine: number): Promise<void> {
  await whenSettled();
  const outcome = await engine().ask('diffVmsa', first, second);
  if (mine === turn && outcome.ok) vmsaDiff.value = outcome.value;
}

effect(() => {
  const first = held('vmsaCpu0')?.held;
  const second = held('vmsaCpu1')?.held;
  turn += 1;
  const mine = turn;
  vmsaDiff.value = null;
  if (!first || !second) return;
  void compare(first, second, mine);
});
