// The moments of a guest's life that the page has a view of, in the order of time; their views are in ui/kinds.

import type { FileRole } from '../../core/face';

export type MomentId = 'before' | 'paused' | 'runs';

export const momentLabels: Record<MomentId, string> = {
  before: 'Before the start', paused: 'After the start', runs: 'While it runs',
};

/** Shown where the address names none. */
export const usualMoment: MomentId = 'paused';

/** What is of no use in one moment alone. */
const ofNoMoment: readonly FileRole[] = ['settings', 'forHost', 'empty', 'unknown'];

/** Where a file of that role is of use; null where it does not matter. */
export function momentOf(role: FileRole): MomentId | null {
  if (ofNoMoment.includes(role)) return null;
  return role === 'platform' ? 'before' : 'paused';
}
