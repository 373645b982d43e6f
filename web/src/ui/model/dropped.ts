// A file that was dropped on one row: what it surely is wins over where it fell.

import type { FileRole, Recognised } from '../../core/face';
import { roleFor } from '../../engine/role_for';
import { putChosen } from './chosen';
import { labelOf, roleLabels, type PlaceName } from './fields';
import { visibleName } from './format';
import { takeTogether } from './intake';
import { asOneNotice, inform } from './notices';
import { rows, setSecretFile } from './secrets';
import { takeFile, type Taking } from './taking';

/** What it is instead, where it surely is something else. */
async function otherThan(wanted: FileRole, taking: Taking): Promise<Recognised | null> {
  const outcome = await taking.recognised;
  return outcome.ok && roleFor(wanted, outcome.value) !== wanted ? outcome.value : null;
}

async function divert(taking: Taking, { role, reason }: Recognised, where: string): Promise<void> {
  const hashing: Promise<void>[] = [];
  await asOneNotice(async () => {
    inform(`${visibleName(taking.file.name, 60)} was dropped on ${where}, but is used as `
      + `${roleLabels[role]} (${reason}). To use it as ${where} anyway, choose it with the button there.`);
    await takeTogether([taking], hashing);
  });
  await Promise.all(hashing);
}

export async function putDropped(place: PlaceName, file: File): Promise<void> {
  const taking = takeFile(file, place, false);
  const other = await otherThan(place, taking);
  await (other ? divert(taking, other, labelOf(place)) : putChosen(place, file, taking));
}

/** `id` is the row's. */
export async function dropOnSecret(id: number, file: File): Promise<void> {
  const row = rows.value.find((one) => one.id === id);
  if (!row) return;
  const taking = takeFile(file, 'secret', false);
  const other = await otherThan('secret', taking);
  await (other ? divert(taking, other, 'a secret') : setSecretFile(row, file, 0, taking));
}
