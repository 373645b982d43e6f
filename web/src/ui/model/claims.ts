// Which of the files that came together may be used at once, and which the user is asked about.

import type { FileRole } from '../../core/face';
import type { BlockFileField } from '../../core/face_snp';
import { blockFiles, isBlockFile } from './blockFiles';
import { isPlace, roleLabels, type PlaceName } from './fields';
import { visibleName } from './format';
import { places, texts } from './inputs';
import { reportList } from './reportFiles';

/** The name of the file that would have to go from its place; nothing where the place is free. */
export function wouldReplace(role: FileRole, owner: number): string {
  if (isBlockFile(role)) {
    const given = blockFiles[role].value;
    return !given || (owner !== 0 && given.owner === owner) ? '' : visibleName(given.file.name, 60);
  }
  if (role === 'report') {
    const [report] = reportList.value;
    return !report || (owner !== 0 && report.owner === owner) ? '' : visibleName(report.file.name, 60);
  }
  if (!isPlace(role)) return '';
  const place = places[role].value;
  if (place.status !== 'held' && place.status !== 'reading') return '';
  // A hash of the settings gives way to the file itself.
  const free = place.source === 'settings' || (owner !== 0 && place.owner === owner);
  return free ? '' : visibleName(place.name, 60);
}

export function isSameFile(role: PlaceName | BlockFileField, owner: number): boolean {
  if (isBlockFile(role)) return blockFiles[role].value?.owner === owner;
  const place = places[role].value;
  return place.status !== 'empty' && place.owner === owner;
}

/** What the user is asked when a file cannot simply be used as what it is; nothing where it can. */
export function objection(role: FileRole, owner: number, claimants: number): string {
  // The one is used for nothing here, and of the others there may be many.
  if (role === 'forHost' || role === 'platform' || role === 'certs') return '';
  const label = roleLabels[role];
  if (claimants > 1) return `${claimants} of these files look like ${label}: choose which one to use.`;
  if (role === 'cmdline' && texts.cmdline.value !== '') return `Looks like ${label}, and one is given already.`;
  const other = wouldReplace(role, owner);
  return other === '' ? '' : `Looks like ${label}, and ${other} is already in that place.`;
}

/** How many claim each role. */
export function countClaims(roles: readonly FileRole[]): Map<FileRole, number> {
  const counts = new Map<FileRole, number>();
  for (const role of roles) counts.set(role, (counts.get(role) ?? 0) + 1);
  return counts;
}
