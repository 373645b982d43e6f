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
import { isOfAnother, unasked } from './checks';
import { ReportWords } from './ReportWords';

/** What belongs to a verdict that is not red is said at once; the rest stands below. */
const isUrgent = ({ verdict }: SnpVerification) => ({ severity }: Finding): boolean => (
  severity === 'error' || (severity === 'warning' && (verdict === 'genuine' || verdict === 'match')));

function withoutAddress({ computed, evidence }: SnpVerification): string {
  if (evidence.signingKey === 'vlek') return 'The provider hands it out with the report: drop it here, or the certificate table.';
  return computed.addresses.length === 0
    ? 'This line of processors is not known here: look for a newer sevproof.'
    : 'The report names no chip, since its host masks it, so AMD\'s address cannot be told. The host has the certificate, in the '
      + 'table that comes with an extended report: drop that here.';
}

/** What to fetch, and where: nobody is asked for it here. */
function FetchVek({ report }: { report: SnpVerification }): JSX.Element | null {
  const { computed: { addresses, vekMissing } } = report;
  const known = addresses.flatMap(({ vek }) => vek ?? []);
  if (known.length === 0) return vekMissing ? <div class="advice">{withoutAddress(report)}</div> : null;
  return (
    <div class="advice">
      <p>AMD has {vekMissing ? 'it' : 'the right certificate (VCEK)'}. This page contacts nobody: fetch it on a computer with a
        network, save it as <code>vcek.der</code>, and drop that here.{known.length > 1
          && ' A report of version 2 does not say its line of processors: one of these has it.'}</p>
      {/* A longer banner leaves no room for it above the next step; it stands below as well. */}
      {vekMissing && known.map((address) => <Command key={address} text={address} />)}
    </div>
  );
}

/** When all certificates of the chain are valid. */
function windowWords({ chain }: SnpVerification): string {
  const begin = chain.map(({ notBefore }) => notBefore).sort().at(-1) ?? '';
  const end = chain.map(({ notAfter }) => notAfter).sort()[0] ?? '';
  return `its certificates were all valid from ${begin} to ${end}`;
}

export function Reasons(): JSX.Element | null {
  const shown = reportVerdict.value;
  if (shown.kind !== 'decided') return null;
  const { report } = shown;
  return (
    <>
      {reportReason.mismatch.value && <Diagnosis reason={reportReason} found={report.diagnosis} />}
      {(report.computed.vekMissing || isOfAnother(report)) && <FetchVek report={report} />}
      {report.computed.outOfTime && (
        <div class="advice">Evidence that was kept is verified as of when it was taken: {windowWords(report)}.</div>
      )}
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
      {more.length > 0 && <details><summary>Not checked: {more.length} more</summary><Chain checks={more} /></details>}
      {reportReason.mismatch.value && <UnexplainedPart reason={reportReason} found={report.diagnosis} />}
      <CertChain report={report} />
      <FindingList findings={report.findings.filter((finding) => !urgent(finding))} />
      <ReportWords evidence={report.evidence} isVerified={report.verdict !== 'not-verified'} />
      <Addresses report={report} />
      <div class="buttons"><CopyButton text={text} what="report" named /></div>
    </div>
  );
}
