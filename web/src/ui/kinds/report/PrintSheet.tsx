// What goes on paper instead of the page.

import type { JSX } from 'preact';
import type { SnpVerification } from '../../../core/snp_reports';
import { visibleName } from '../../model/format';
import { reportList } from '../../model/reportFiles';
import { reportReason } from '../../model/reportReason';
import { reportVerdict } from '../../model/reportVerdict';
import { PrintedDiagnosis } from '../../parts/Diagnosis';
import { Row } from '../../parts/Facts';
import { Hash } from '../../parts/Hash';
import { PrintedFindings } from '../../parts/PrintSheet';
import { checkName, checkWords, isShown } from './checks';

function Printed({ report }: { report: SnpVerification }): JSX.Element {
  const { evidence, chain, checks, computed } = report;
  return (
    <>
      <dl class="facts">
        <Row name="Measurement"><Hash hex={evidence.measurement} /></Row>
        <Row name="REPORT_DATA"><Hash hex={evidence.reportData} /></Row>
        <Row name="Chip id"><Hash hex={evidence.chipId} /></Row>
        {computed.provider && <Row name="Provider">{computed.provider}</Row>}
        <Row name="Report">{reportList.value.map(({ file }) => visibleName(file.name, 60))}</Row>
        {chain.map(({ role, subject, sha256, from }) => (
          <Row key={sha256} name={role.toUpperCase()}>{visibleName(subject, 60)}, {visibleName(from, 60)} <Hash hex={sha256} /></Row>
        ))}
      </dl>
      <ul class="source">
        {checks.filter(isShown).map((check) => {
          const words = checkWords(check, false);
          return <li key={check.code}>{checkName(check)}: {check.outcome.replace('-', ' ')}{words && ` (${words})`}</li>;
        })}
      </ul>
      {reportReason.mismatch.value && <PrintedDiagnosis reason={reportReason} found={report.diagnosis} />}
      <PrintedFindings findings={report.findings} />
    </>
  );
}

export function onPaper(): JSX.Element | null {
  const shown = reportVerdict.value;
  return shown.kind === 'decided' ? <Printed report={shown.report} /> : null;
}
