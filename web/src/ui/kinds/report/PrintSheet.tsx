// What goes on paper instead of the page.

import type { JSX } from 'preact';
import type { SnpVerification } from '../../../core/snp_reports';
import { visibleName } from '../../model/format';
import { reportReason } from '../../model/reportReason';
import { reportVerdict } from '../../model/reportVerdict';
import { PrintedDiagnosis } from '../../parts/Diagnosis';
import { Row } from '../../parts/Facts';
import { Hash } from '../../parts/Hash';
import { PrintedFindings } from '../../parts/PrintSheet';
import { checkName } from './checks';

function Printed({ report }: { report: SnpVerification }): JSX.Element {
  const { evidence, chain, checks } = report;
  return (
    <>
      <dl class="facts">
        <Row name="Measurement"><Hash hex={evidence.measurement} /></Row>
        <Row name="REPORT_DATA"><Hash hex={evidence.reportData} /></Row>
        <Row name="Chip id"><Hash hex={evidence.chipId} /></Row>
        {chain.map(({ role, sha256, from }) => (
          <Row key={sha256} name={role.toUpperCase()}>{visibleName(from, 60)} <Hash hex={sha256} /></Row>
        ))}
      </dl>
      <p class="source">{checks.map((check) => `${checkName(check)}: ${check.outcome.replace('-', ' ')}`).join(' · ')}</p>
      {reportReason.mismatch.value && <PrintedDiagnosis reason={reportReason} found={report.diagnosis} />}
      <PrintedFindings findings={report.findings} />
    </>
  );
}

export function onPaper(): JSX.Element | null {
  const shown = reportVerdict.value;
  return shown.kind === 'decided' ? <Printed report={shown.report} /> : null;
}
