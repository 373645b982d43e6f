// What code a firmware has: a look that takes a third of a second, and that nothing waits for.

import { effect, untracked } from '@preact/signals';
import { held, places, type HeldFile } from './inputs';
import { engine, whenSettled } from './session';
import { snpDigest } from './snpDigest';

async function look(file: HeldFile): Promise<void> {
  await whenSettled();
  if (!file.held) return;
  const outcome = await engine().ask('describeFirmware', file.held);
  const { value } = places.firmware;
  if (outcome.ok && value.status === 'held' && value.token === file.token) {
    places.firmware.value = { ...value, firmware: outcome.value };
  }
}

let seen = 0;

// After the digest that it would keep waiting.
effect(() => {
  const file = held('firmware');
  if (!file || file.firmware?.code !== null || snpDigest.value.kind === 'waiting' || seen === file.token) return;
  seen = file.token;
  untracked(() => void look(file));
});
