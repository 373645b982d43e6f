// What was given chooses the view, unless something of it is of use in the one that is shown: what only one
// kind of guest has decides before what both have.

import type { FileRole } from '../../core/face';
import { showMoment, shownMoment } from './address';
import { kindLabels, kindOf, momentLabels, momentsOf, type MomentId } from './moment';
import { dismiss, informOfView } from './notices';

function nameOf(moment: MomentId, other: MomentId): string {
  return kindOf(moment) === kindOf(other) ? momentLabels[moment] : kindLabels[kindOf(moment)];
}

function nextOf(roles: readonly FileRole[], before: MomentId): MomentId | undefined {
  const moments = roles.map(momentsOf).filter((list) => list.length > 0);
  const certain = moments.filter((list) => list.length === 1).flat();
  if (certain.includes(before)) return undefined;
  const isOther = certain.length > 0 && certain.every((one) => kindOf(one) !== kindOf(before));
  if (!isOther && moments.some((list) => list.includes(before))) return undefined;
  return isOther ? certain[0] : moments[0]?.find((one) => kindOf(one) === kindOf(before)) ?? moments[0]?.[0];
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

export function chooseMoment(roles: readonly FileRole[]): void {
  const next = nextOf(roles, shownMoment.peek());
  if (next !== undefined) goToMoment(next);
}
