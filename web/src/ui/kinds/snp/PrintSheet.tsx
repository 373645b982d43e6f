// What goes on paper instead of the page.

import type { JSX } from 'preact';
import type { SnpReport } from '../../../core/snp';
import { clockTime, visibleName } from '../../model/format';
import { madeBlock } from '../../model/idBlock';
import { held } from '../../model/inputs';
import { comparison, cpusWords, snpDigest } from '../../model/snpDigest';
import { snpExplained, snpReason } from '../../model/snpReason';
import { PrintedDiagnosis } from '../../parts/Diagnosis';
import { Row } from '../../parts/Facts';
import { Hash } from '../../parts/Hash';
import { PrintedFindings } from '../../parts/PrintSheet';
import { boxes } from './boxes';
import { vmmName } from './rows';

const most = 12;

function PrintedComparison(): JSX.Element | null {
  const found = comparison.value;
  if (!found || found.of) return null;
  return (
    <>
      <p class="print-heading">Why it is another digest</p>
      <PrintedDiagnosis reason={snpReason} found={snpExplained.value?.report.diagnosis ?? null} />
      <dl class="facts"><Row name="You gave"><Hash hex={found.hex} /></Row></dl>
    </>
  );
}

function Printed({ report }: { report: SnpReport }): JSX.Element {
  const { launchDigests, igvm } = report.computed;
  const { vmm, signature, sevFeatures } = report.inputs.vmsa.value;
  const made = madeBlock.value?.report;
  return (
    <>
      <p class="print-heading">Launch digests</p>
      <dl class="facts">
        {launchDigests.slice(0, most).map(({ vcpus, hex }) => <Row key={vcpus} name={cpusWords(vcpus)}><Hash hex={hex} /></Row>)}
        {igvm && <Row name="Order of the file"><Hash hex={igvm.inOrder} /></Row>}
      </dl>
      {launchDigests.length > most && <p>The first {most} of {launchDigests.length}.</p>}
      <PrintedComparison />
      <p class="print-heading">What was measured</p>
      <dl class="facts">
        {boxes().map(({ name, size, hashes }) => (
          <Row key={name} name={name}>{size}{hashes.map((one) => <div key={one.name}>{one.name} <Hash hex={one.hex} /></div>)}</Row>
        ))}
        <Row name="CPU state">{vmmName(vmm)}, signature {signature ?? 'of the file'}, guest features {sevFeatures ?? 'of the file'}</Row>
        {made && <Row name="ID key digest"><Hash hex={made.idKeyDigest} /></Row>}
      </dl>
      <PrintedFindings findings={report.findings} />
    </>
  );
}

function Occasion({ at }: { at: Date }): JSX.Element {
  return (
    <dl class="facts">
      <Row name="Guest">{visibleName(held('domainXml')?.domain?.name ?? '') || <span class="write-in-short" />}</Row>
      <Row name="Time">{clockTime(at)}</Row>
    </dl>
  );
}

export function onPaper(): JSX.Element | null {
  const shown = snpDigest.value;
  return shown.kind === 'measured' ? <><Occasion at={shown.at} /><Printed report={shown.report} /></> : null;
}
