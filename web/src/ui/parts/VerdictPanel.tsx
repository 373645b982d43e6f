// The right column: the banner, what it rests on, and what to do with it.

import type { JSX } from 'preact';
import type { Report } from '../../core/reports';
import { search } from '../model/diagnosis';
import { matchesOwner } from '../model/hostWords';
import { packet } from '../model/packet';
import { saveText } from '../model/save';
import { secretsHeadingId } from '../model/secrets';
import { verdict, type Decided } from '../model/verdict';
import { Banner } from './Banner';
import { Diagnosis } from './Diagnosis';
import { Measurements, Verified } from './Evidence';
import { FindingList } from './PolicyChips';
import { CopyButton } from './Copy';
import { SampleLine } from './SampleLine';

/** The report on what is shown: with the secrets' findings once they are packed. */
function current(decided: Decided): { report: Report; text: string } {
  const packed = packet.value;
  if (packed) return { report: packed.parsed, text: packed.report };
  return { report: decided.report, text: decided.text };
}

function goToSecrets(): void {
  const heading = document.getElementById(secretsHeadingId);
  heading?.focus({ preventScroll: true });
  heading?.scrollIntoView({ block: 'start' });
}

function Actions({ report, text }: { report: Report; text: string }): JSX.Element {
  const isSearching = search.value.state === 'searching' && !report.diagnosis;
  return (
    <div class="buttons">
      <button type="button" class="button"
        onClick={() => saveText('sevproof-report.json', text, 'application/json')}>
        Save report
      </button>
      <CopyButton text={text} what="report" large />
      <button type="button" class="button" onClick={() => window.print()}>Print</button>
      {matchesOwner(verdict.value) && (
        <button type="button" class="button" onClick={goToSecrets}>Go to secrets</button>
      )}
      {isSearching && (
        <span class="source">The report has no reason yet: the search is still running.</span>
      )}
    </div>
  );
}

function Evidence({ decided }: { decided: Decided }): JSX.Element {
  const { report, text } = current(decided);
  const match = report.verdict === 'match';
  return (
    <div class="evidence">
      {!match && <Diagnosis report={report} />}
      {!match && <Measurements report={report} />}
      <FindingList findings={report.findings} />
      <Actions report={report} text={text} />
      <h3>What was {match ? 'verified' : 'compared'}</h3>
      <SampleLine />
      <Verified report={report} />
      {match && <><h3>Measurement</h3><Measurements report={report} /></>}
    </div>
  );
}

export function VerdictPanel(): JSX.Element {
  const shown = verdict.value;
  return (
    <aside class="verdict-panel" aria-label="Verdict">
      <Banner />
      {shown.kind === 'decided' && <Evidence decided={shown} />}
    </aside>
  );
}
