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
import { FindingList } from '../../parts/Findings';
import { PageFacts, Signature } from '../../parts/PrintParts';
import { SampleLine } from '../../parts/SampleLine';
import { standing } from './standing';

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
      <p class="print-heading">Findings</p>
      {report.findings.length > 0 ? <FindingList findings={report.findings} /> : <p>None.</p>}
    </>
  );
}

export function PrintSheet(): JSX.Element {
  const shown = verdict.value;
  const { title, words } = standing();
  return (
    <div class="print-sheet" aria-hidden="true">
      <p class="print-title">sevproof: {title}</p>
      <SampleLine />
      {shown.kind === 'decided' ? <><p>{words}</p><ChainOnPaper /><Occasion decided={shown} /></> : <p>There is no verdict.</p>}
      {shown.kind === 'decided' && <PrintedReport report={current(shown).report} />}
      <p class="print-heading">Made with</p>
      <PageFacts />
      <Signature />
    </div>
  );
}
