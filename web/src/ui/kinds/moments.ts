// The moments of a guest's life that this page has a view of, in the order of time.

import type { Moment } from '../parts/moment';
import { paused } from './sev/paused';

export const moments: readonly [Moment, ...Moment[]] = [paused];
