// The moments of a guest's life that this page has a view of, in the order of time.

import { shownMoment } from '../model/address';
import type { Moment } from '../parts/moment';
import { before } from './platform/before';
import { runs } from './report/runs';
import { paused } from './sev/paused';
import { digest } from './snp/digest';

export const moments: readonly [Moment, ...Moment[]] = [before, paused, digest, runs];

/** The one that the address names, or the usual one. */
export function currentMoment(): Moment {
  return moments.find(({ id }) => id === shownMoment.value) ?? paused;
}
