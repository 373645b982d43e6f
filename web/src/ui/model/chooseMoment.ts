// What was given chooses the view, unless something of it is of use in the one that is shown: what only one
// kind of guest has decides before what both have.

import type { Recognised } from '../../core/face';
import { showMoment, shownMoment } from './address';
import { kindLabels, kindOf, momentLabels, momentsOf, type MomentId } from './moment';
import { dismiss, informOfView } from './notices';

function nameOf(moment: MomentId, other: MomentId): string {
  return kindOf(moment) === kindOf(other) ? momentLabels[moment] : kindLabels[kindOf(moment)];
}

export type Seen = Pick<Recognised, 'role' | 'isSnp'>;

/** What a host printed of a SEV-SNP guest is of no use anywhere, and where that guest is shown it is said so. */
function momentsOfSeen({ role, isSnp }: Seen): readonly MomentId[] {
  return role === 'launchInfo' && isSnp ? ['digest', 'runs'] : momentsOf(role);
}

function nextOf(seen: readonly Seen[], before: MomentId): MomentId | undefined {
  const moments = seen.map(momentsOfSeen).filter((list) => list.length > 0);
  const isOfOneKind = (list: readonly MomentId[]): boolean => new Set(list.map(kindOf)).size === 1;
  const certain = moments.filter(isOfOneKind).sort((one, other) => one.length - other.length);
  if (certain.some((list) => list.includes(before))) return undefined;
  const [first] = certain[0] ?? [];
  const isOther = certain.length > 0 && certain.every(([one]) => one && kindOf(one) !== kindOf(before));
  // What is of use in one view alone leads there, if all the rest is of use there too.
  if (isOther || (first && moments.every((list) => list.includes(first)))) return first;
  if (moments.some((list) => list.includes(before))) return undefined;
  return moments[0]?.find((one) => kindOf(one) === kindOf(before)) ?? moments[0]?.[0];
}

/** Goes there, and says so with a way back. */
export function goToMoment(next: MomentId, why = 'What you gave belongs to'): void {
  const before = shownMoment.peek();
  if (next === before) return;
  showMoment(next);
  const back = (): void => {
    dismiss();
    showMoment(before);
  };
  informOfView(`${why} “${nameOf(next, before)}”: the page went there.`,
    { label: `Back to ${nameOf(before, next)}`, run: back });
}

export function chooseMoment(seen: readonly Seen[]): void {
  const next = nextOf(seen, shownMoment.peek());
  if (next !== undefined) goToMoment(next);
}
