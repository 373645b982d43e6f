// What goes on paper instead of the page.

import type { JSX } from 'preact';
import type { Report } from '../../../core/reports';
import { sevReason } from '../../model/diagnosis';
import { clockTime, visibleName } from '../../model/format';
import { held } from '../../model/inputs';
import { verdict, type Decided } from '../../model/verdict';
import { boxes } from './boxes';
import { ChainOnPaper } from './chain';
import { current } from './current';
import { PrintedDiagnosis } from '../../parts/Diagnosis';
import { Row } from '../../parts/Facts';
import { Measurements, Verified } from './Evidence';
import { PrintedFindings } from '../../parts/PrintSheet';

/** Which guest, when, and under which keys. */
function Occasion({ decided }: { decided: Decided }): JSX.Element {
  const domain = held('domainXml')?.domain;
  const keys = held('tk')?.key ?? { tik: held('tik')?.key?.tik, tek: held('tek')?.key?.tek };
  return (
    <dl class="facts">
      <Row name="Guest">
        {domain?.name ? visibleName(domain.name) : <span class="write-in-short" />}
      </Row>
      <Row name="Time">{clockTime(decided.at)}</Row>
      <Row name="Keys">
        {[keys.tik && `TIK ${keys.tik}`, keys.tek && `TEK ${keys.tek}`].filter(Boolean).join(', ')}
        {' '}(fingerprints)
      </Row>
    </dl>
  );
}

/** The picture in a line. */
function PrintedBoxes(): JSX.Element {
  const sizes = boxes().map(({ name, size }) => `${name}, ${size}`);
  return <p class="source">Measured in this order: {sizes.join(' → ')} → launch digest</p>;
}

function PrintedReport({ report }: { report: Report }): JSX.Element {
  return (
    <>
      {report.verdict === 'mismatch' && (
        <>
          <p class="print-heading">Why</p>
          <PrintedDiagnosis reason={sevReason} found={report.diagnosis} />
        </>
      )}
      <p class="print-heading">Inputs and parameters</p>
      <Verified report={report} />
      <PrintedBoxes />
      <p class="print-heading">Measurement</p>
      <Measurements report={report} />
      <PrintedFindings findings={report.findings} />
    </>
  );
}

export function onPaper(): JSX.Element | null {
  const shown = verdict.value;
  if (shown.kind !== 'decided') return null;
  return <><ChainOnPaper /><Occasion decided={shown} /><PrintedReport report={current(shown).report} /></>;
}
