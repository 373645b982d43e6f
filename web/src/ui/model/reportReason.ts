// Why the measurement of a report is not that of the launch that its owner described.

import { computed } from '@preact/signals';
import { ReasonSearch, type Unexplained } from './reasonSearch';
import { reportVerdict, takeReportDiagnosis } from './reportVerdict';

export const reportReason = new ReasonSearch(computed<Unexplained | null>(() => {
  const about = reportVerdict.value;
  if (about.kind !== 'decided') return null;
  const { inputs, verdict, checks, diagnosis } = about.report;
  const differs = checks.some(({ code, outcome }) => code === 'measurement' && outcome === 'fail');
  if (!inputs || verdict === 'not-verified' || !differs) return null;
  return { question: about.question, found: diagnosis, take: (text) => takeReportDiagnosis(about, text) };
}), 'the report\'s measurement');
