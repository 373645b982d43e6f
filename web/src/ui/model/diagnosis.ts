// Why the measurement of a paused SEV guest does not match. That never changes the verdict, and any other verdict ends it.

import { computed } from '@preact/signals';
import { questionOf } from '../../engine/question';
import { ReasonSearch, type Unexplained } from './reasonSearch';
import { takeDiagnosis, verdict } from './verdict';

export const sevReason = new ReasonSearch(computed<Unexplained | null>(() => {
  const about = verdict.value;
  if (about.kind !== 'decided' || about.report.verdict !== 'mismatch') return null;
  return { question: questionOf(about.request), found: about.report.diagnosis,
    take: (report) => takeDiagnosis(about, report) };
}), 'the reported measurement');
