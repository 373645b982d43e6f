// What is wrong with a field that several kinds of guests have, in the view that is shown.

import type { FieldName } from '../../core/face';
import { shownMoment } from './address';
import { kindOf } from './moment';
import { snpProblemAt } from './snpDigest';
import { problemAt, type Problem } from './verdict';

export function shownProblemAt(field: FieldName): Problem | null {
  return kindOf(shownMoment.value) === 'snp' ? snpProblemAt(field) : problemAt(field);
}
