// Below the digest: findings, and every page on the way to it, asked for when it is opened.

import type { JSX } from 'preact';
import { groupThousands } from '../../../engine/sizes';
import { saveText } from '../../model/save';
import { snpDigest } from '../../model/snpDigest';
import { snpExplained, snpReason } from '../../model/snpReason';
import { loadSteps, snpSteps, stepsAsTable } from '../../model/snpSteps';
import { CopyButton } from '../../parts/Copy';
import { UnexplainedPart } from '../../parts/Diagnosis';
import { FindingList } from '../../parts/Findings';
import { LongTable } from '../../parts/LongTable';
import { Compared, Several } from './Digests';

function Table({ lines }: { lines: readonly string[] }): JSX.Element {
  const text = stepsAsTable(lines);
  const row = (at: number): string[] => [String(at + 1), ...(lines[at] ?? '').split(',')];
  return (
    <>
      <p>{groupThousands(lines.length)} pages were measured, one after the other.</p>
      <LongTable caption="Pages that were measured" columns={['Page', 'Type', 'Address', 'Digest after it']}
        count={lines.length} row={row} />
      <div class="buttons">
        <CopyButton text={text} what="all pages" named />
        <button type="button" class="button small"
          onClick={() => saveText('sevproof-snp-pages.csv', text, 'text/csv')}>Save all pages</button>
      </div>
    </>
  );
}

function Steps(): JSX.Element {
  const lines = snpSteps.value;
  return (
    <details onToggle={(event) => { if (event.currentTarget.open) void loadSteps(); }}>
      <summary>Every page that was measured</summary>
      {lines ? <Table lines={lines} /> : <p class="source">Measuring once more…</p>}
    </details>
  );
}

export function Evidence(): JSX.Element | null {
  const shown = snpDigest.value;
  if (shown.kind !== 'measured') return null;
  const { report, text } = shown;
  return (
    <div class="evidence">
      <Compared report={report} />
      <UnexplainedPart reason={snpReason} found={snpExplained.value?.report.diagnosis ?? null} />
      {report.computed.launchDigests.length > 1 && <Several digests={report.computed.launchDigests} />}
      <FindingList findings={report.findings.filter(({ severity }) => severity !== 'error')} />
      {/* Closed again with another launch. */}
      {report.computed.launchDigests.length > 0 && <Steps key={text} />}
      <div class="buttons"><CopyButton text={text} what="report" named /></div>
    </div>
  );
}
