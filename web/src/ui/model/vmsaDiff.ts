// Where the two VMSA pages differ, whenever both are there.

import { effect, signal } from '@preact/signals';
import type { VmsaDiffView } from '../../core/reports';
import { held } from './inputs';
import { engine } from './session';

export const vmsaDiff = signal<VmsaDiffView | null>(null);
let turn = 0;

effect(() => {
  const first = held('vmsaCpu0')?.bytes;
  const second = held('vmsaCpu1')?.bytes;
  turn += 1;
  const mine = turn;
  vmsaDiff.value = null;
  if (!first || !second) return;
  void engine().diffVmsa(first, second).then((outcome) => {
    if (mine === turn && outcome.ok) vmsaDiff.value = outcome.value;
  });
});
