// While it runs: a SEV-SNP guest's attestation report, verified, and compared with what its owner expects.

import type { JSX } from 'preact';
import { reportVerdict } from '../../model/reportVerdict';
import '../../model/undecided';
import type { MeasuredBox, Moment } from '../../parts/moment';
import { InvalidProblems } from '../../parts/ProblemItems';
import { boxesOf } from '../snp/boxes';
import { WantCard } from '../snp/WantCard';
import { actions } from './actions';
import { chain } from './checks';
import { ExpectCard } from './ExpectCard';
import { onPaper } from './PrintSheet';
import { Evidence, Reasons } from './Reasons';
import { ReportCard } from './ReportCard';
import { reportStanding } from './standing';

const lead = 'If you do not know the measurement: it is computed from this, and a report of another is explained. Use your own copies '
  + 'of the files, not the host\'s.';

function Cards(): JSX.Element {
  return <><ReportCard /><ExpectCard /><WantCard title="What it was started from" lead={lead} /></>;
}

function Problems(): JSX.Element | null {
  return <InvalidProblems of={reportVerdict.value} />;
}

function boxes(): MeasuredBox[] {
  const shown = reportVerdict.value;
  if (shown.kind !== 'decided') return [];
  const { inputs, computed, diagnosis } = shown.report;
  return inputs ? boxesOf({ inputs, computed }, diagnosis) : [];
}

function boxesDigest(): string {
  const shown = reportVerdict.value;
  return shown.kind === 'decided' ? shown.report.computed.launchDigest ?? shown.report.computed.igvm?.inOrder ?? '' : '';
}

export const runs: Moment = {
  id: 'runs', standing: reportStanding, isAsked: () => ['decided', 'invalid'].includes(reportVerdict.value.kind), actions, chain, boxes,
  boxesDigest, Cards, Problems, Reasons, Evidence, Next: () => null, onPaper,
};
