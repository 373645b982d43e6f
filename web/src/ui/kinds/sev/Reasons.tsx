// Why the verdict is what it is, the gravest first; and what else it rests on.

import type { JSX } from 'preact';
import type { Report } from '../../../core/reports';
import { sevReason } from '../../model/diagnosis';
import { matchesHostOnly } from '../../model/hostWords';
import { seriousFindings, verdict } from '../../model/verdict';
import { CopyButton } from '../../parts/Copy';
import { Diagnosis, UnexplainedPart } from '../../parts/Diagnosis';
import { current } from './current';
import { Verified } from './Evidence';
import { HostWords } from './HostWords';
import { FindingList } from '../../parts/Findings';

export function Reasons(): JSX.Element | null {
  const shown = verdict.value;
  if (shown.kind !== 'decided') return null;
  const { report } = current(shown);
  return (
    <>
      {report.verdict === 'mismatch' && <Diagnosis reason={sevReason} found={report.diagnosis} />}
      {matchesHostOnly(shown) && <HostWords report={report} />}
      <FindingList findings={seriousFindings(report)} />
    </>
  );
}

function lessSerious({ findings }: Report): Report['findings'] {
  return findings.filter(({ severity }) => severity !== 'error');
}

export function Evidence(): JSX.Element | null {
  const shown = verdict.value;
  if (shown.kind !== 'decided') return null;
  const { report, text } = current(shown);
  return (
    <div class="evidence">
      <UnexplainedPart reason={sevReason} found={report.diagnosis} />
      <FindingList findings={lessSerious(report)} />
      <details>
        <summary>All that was {report.verdict === 'match' ? 'verified' : 'compared'}</summary>
        <Verified report={report} />
        <div class="buttons"><CopyButton text={text} what="report" /></div>
      </details>
      {report.verdict === 'mismatch' && report.diagnosis === null && (
        <p class="source">The report has no reason yet: the search is still running.</p>
      )}
    </div>
  );
}
