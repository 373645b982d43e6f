// A file that was dropped on one row, while the cover hid all of them: what it surely is wins over where
// it fell.

import type { FileRole, Recognised } from '../core/face';

const says = (role: FileRole): boolean => !['unknown', 'empty', 'secret'].includes(role);
// A secret may be any text or archive, but hardly one of these.
const noSecret: readonly FileRole[] = [
  'firmware', 'kernel', 'vmsaCpu0', 'vmsaCpu1', 'domainXml', 'settings',
];

/** What a file that was meant to be `wanted` is to be read as. */
export function roleFor(wanted: FileRole, { role, alternatives }: Recognised): FileRole {
  if (wanted === 'secret') return noSecret.includes(role) ? role : wanted;
  return says(role) && !alternatives.includes(wanted) ? role : wanted;
}
