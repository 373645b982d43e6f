// A file that was dropped on one row, while the cover hid all of them: what it surely is wins over where
// it fell.

import type { FileRole, Recognised } from '../../core/face';
import type { BlockFileField } from '../../core/face_snp';
import { isBlockFile, putBlockFile } from './blockFiles';
import { putChosen } from './chosen';
import { labelOf, roleLabels, type PlaceName } from './fields';
import { visibleName } from './format';
import { clearingsSoFar } from './inputs';
import { takeTogether } from './intake';
import { asOneNotice, inform } from './notices';
import { rows, setSecretFile } from './secrets';
import { takeFile, type Taking } from './taking';

const unsure: readonly FileRole[] = ['unknown', 'empty', 'secret'];
// A secret may be any text or archive, but hardly one of these.
const noSecret: readonly FileRole[] = [
  'firmware', 'kernel', 'vmsaCpu0', 'vmsaCpu1', 'domainXml', 'settings',
];

function isSurelyOther(wanted: FileRole, { role, alternatives }: Recognised): boolean {
  if (wanted === 'secret') return noSecret.includes(role);
  return !unsure.includes(role) && role !== wanted && !alternatives.includes(wanted);
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

/** Puts it where it fell, or where it belongs. */
async function drop(
  file: File, wanted: FileRole, where: string, put: (taking: Taking) => Promise<void>,
): Promise<void> {
  const clearings = clearingsSoFar();
  const taking = takeFile(file, null);
  const seen = await taking.recognised;
  // All was cleared meanwhile, or the page left.
  if (clearings !== clearingsSoFar()) return taking.drop();
  if (seen.ok && seen.value && isSurelyOther(wanted, seen.value)) return divert(taking, seen.value, where);
  taking.readAs(wanted);
  await put(taking);
}

export function putDropped(place: PlaceName | BlockFileField, file: File): Promise<void> {
  return drop(file, place, labelOf(place), async (taking) => {
    if (isBlockFile(place)) putBlockFile(place, file);
    else await putChosen(place, file, taking);
  });
}

/** `id` is the row's. */
export function dropOnSecret(id: number, file: File): Promise<void> {
  return drop(file, 'secret', 'a secret', async (taking) => {
    const row = rows.value.find((one) => one.id === id);
    if (row) await setSecretFile(row, file, 0, taking);
    else taking.drop();
  });
}
