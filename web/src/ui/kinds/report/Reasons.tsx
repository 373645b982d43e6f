// Why a report does not match, or is not verified, and what to do; and what the verdict rests on.

import type { JSX } from 'preact';
import type { Finding } from '../../../core/reports';
import type { SnpVerification } from '../../../core/snp_reports';
import { reportList } from '../../model/reportFiles';
import { reportReason } from '../../model/reportReason';
import { reportVerdict } from '../../model/reportVerdict';
import { Chain } from '../../parts/Chain';
import { Command, CopyButton } from '../../parts/Copy';
import { Diagnosis, UnexplainedPart } from '../../parts/Diagnosis';
import { FindingList } from '../../parts/Findings';
import { CertChain } from './CertChain';
import { unasked } from './checks';
import { ReportWords } from './ReportWords';

/** What a match lacks is said at once; the rest stands below. */
const isUrgent = ({ verdict }: SnpVerification) => ({ code, severity }: Finding): boolean => (
  severity === 'error' || (verdict === 'genuine' && code.startsWith('snp-report-no-')));

/** What to fetch, and where: nobody is asked for it here. */
function MissingVek({ report: { computed, evidence } }: { report: SnpVerification }): JSX.Element {
  const known = computed.addresses.flatMap(({ vek }) => vek ?? []);
  if (evidence.signingKey === 'vlek') {
    return <div class="advice">The provider hands it out with the report: drop it here, or the certificate table.</div>;
  }
  return (
    <div class="advice">
      {known.length > 0 ? (
        <>
          <p>AMD has it. This page contacts nobody: fetch it on a computer with a network, save it as <code>vcek.der</code>, and
            drop that here.{known.length > 1 && ' One of these has it, by the line of processors.'}</p>
          {known.map((address) => <Command key={address} text={address} />)}
        </>
      ) : <p>The chip's id is masked, so AMD's address is not known: ask the host for it, and drop it here.</p>}
    </div>
  );
}

export function Reasons(): JSX.Element | null {
  const shown = reportVerdict.value;
  if (shown.kind !== 'decided') return null;
  const { report } = shown;
  return (
    <>
      {reportReason.mismatch.value && <Diagnosis reason={reportReason} found={report.diagnosis} />}
      {report.computed.vekMissing && <MissingVek report={report} />}
      <FindingList findings={report.findings.filter(isUrgent(report))} />
    </>
  );
}

function Addresses({ report }: { report: SnpVerification }): JSX.Element {
  return (
    <details>
      <summary>Where AMD has chain and revocation list</summary>
      {report.computed.addresses.flatMap(({ vek, chain, crl }) => [vek, chain, crl])
        .map((address) => address && <Command key={address} text={address} />)}
    </details>
  );
}

/** Before there is a verdict, what the file says is shown too. */
function Unverified(): JSX.Element | null {
  const [file] = reportList.value;
  const report = file?.state === 'held' ? file.view?.report : null;
  return report ? <div class="evidence"><ReportWords evidence={report} isVerified={false} /></div> : null;
}

export function Evidence(): JSX.Element | null {
  const shown = reportVerdict.value;
  if (shown.kind !== 'decided') return <Unverified />;
  const { report, text } = shown;
  const more = unasked();
  const urgent = isUrgent(report);
  return (
    <div class="evidence">
      {more.length > 0 && <details><summary>Nothing was expected of {more.length} more</summary><Chain checks={more} /></details>}
      {reportReason.mismatch.value && <UnexplainedPart reason={reportReason} found={report.diagnosis} />}
      <CertChain report={report} />
      <FindingList findings={report.findings.filter((finding) => !urgent(finding))} />
      <ReportWords evidence={report.evidence} isVerified={report.verdict !== 'not-verified'} />
      <Addresses report={report} />
      <div class="buttons"><CopyButton text={text} what="report" named /></div>
    </div>
  );
}
