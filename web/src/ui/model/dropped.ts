// A file that was dropped on one row, while the cover hid all of them: what it surely is wins over where
// it fell.

import type { Recognised } from '../../engine/engine';
import { putChosen } from './chosen';
import { labelOf, roleLabels, type PlaceName } from './fields';
import { visibleName } from './format';
import { takeFiles } from './intake';
import { asOneNotice, inform } from './notices';
import { rows, setSecretFile } from './secrets';
import { engine } from './session';

const never = ['unknown', 'empty', 'secret'];
// A secret may be any text or archive, but hardly one of these.
const noSecret = ['firmware', 'kernel', 'vmsaCpu0', 'vmsaCpu1', 'domainXml', 'settings'];

async function whatItIs(file: File): Promise<Recognised | null> {
  const outcome = await engine().recognise(file);
  return outcome.ok && !never.includes(outcome.value.role) ? outcome.value : null;
}

function divert(file: File, { role, reason }: Recognised, where: string): Promise<void> {
  return asOneNotice(async () => {
    inform(`${visibleName(file.name, 60)} was dropped on ${where}, but is used as ${roleLabels[role]} `
      + `(${reason}). To use it as ${where} anyway, choose it with the button there.`);
    await takeFiles([file], []);
  });
}

export async function putDropped(place: PlaceName, file: File): Promise<void> {
  const seen = await whatItIs(file);
  const fits = seen === null || seen.role === place || seen.alternatives.includes(place);
  await (fits ? putChosen(place, file) : divert(file, seen, labelOf(place)));
}

/** `id` is the row's. */
export async function dropOnSecret(id: number, file: File): Promise<void> {
  const row = rows.value.find((one) => one.id === id);
  if (!row) return;
  const seen = await whatItIs(file);
  if (seen && noSecret.includes(seen.role)) await divert(file, seen, 'a secret');
  else await setSecretFile(row, file);
}
