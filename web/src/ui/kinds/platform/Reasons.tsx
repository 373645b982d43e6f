// Why nobody vouches for the platform, or what is grave about it; and what the verdict rests on.

import type { JSX } from 'preact';
import type { PlatformReport } from '../../../core/platforms';
import type { Finding } from '../../../core/reports';
import { isSessionOfNow } from '../../model/launchSession';
import { platformVerdict, type DecidedPlatform } from '../../model/platformVerdict';
import { CopyButton } from '../../parts/Copy';
import { FindingList } from '../../parts/Findings';
import { brokenLinks, lacksSignedCek, proofs } from './chain';
import { Fingerprints, Links } from './Links';

/** What is said at once; the rest stands below. */
function isUrgent(report: PlatformReport): (finding: Finding) => boolean {
  return ({ code, severity }) => severity === 'error'
    || (code.startsWith('platform-cek-unsigned') && report.computed.vouchedForBy === 'nobody')
    || (code === 'platform-cek-of-other-chip' && report.computed.vouchedForBy === 'nobody');
}

function Broken({ report }: { report: PlatformReport }): JSX.Element | null {
  const broken = brokenLinks(report);
  if (report.computed.vouchedForBy !== 'nobody' || lacksSignedCek(report) || broken.length === 0) return null;
  return (
    <div class="why" data-broken={broken.length}>
      <ul class="why-broken">{broken.map((words) => <li key={words}>{words}</li>)}</ul>
    </div>
  );
}

/** What is to be done about a CEK without AMD's signature. */
function SignedCek({ report }: { report: PlatformReport }): JSX.Element {
  const address = report.computed.cekAddress;
  return (
    <div class="advice">
      {address ? (
        <>
          <p>AMD has the signed one. This page contacts nobody: fetch it on a computer with a network, and drop the
            file here.</p>
          <p class="command"><code>{address}</code></p>
        </>
      ) : (
        <p>AMD has the signed one, by the chip's id: <code>virsh nodesevinfo</code> prints it as cpu0-id. Drop that
          output here, or give the id by itself.</p>
      )}
    </div>
  );
}

export function Reasons(): JSX.Element | null {
  const shown = platformVerdict.value;
  if (shown.kind !== 'decided') return null;
  const { report } = shown;
  // What is to be done about it is said in full.
  const urgent = report.findings.filter(isUrgent(report)).filter(({ code }) => !code.startsWith('platform-cek-unsigned'));
  const isUnsigned = lacksSignedCek(report);
  if (!isUnsigned && urgent.length === 0 && brokenLinks(report).length === 0) return null;
  return (
    <>
      <Broken report={report} />
      <FindingList findings={urgent} />
      {isUnsigned && <SignedCek report={report} />}
    </>
  );
}

/** Folded once there is a session, whose files are to be saved: they stand below. */
export function Evidence(): JSX.Element | null {
  const shown = platformVerdict.value;
  if (shown.kind !== 'decided') return null;
  if (!isSessionOfNow()) return <Proof decided={shown} />;
  return (
    <details>
      <summary>Who signed whom, and what it proves</summary>
      <Proof decided={shown} />
    </details>
  );
}

function Proof({ decided: { report, text } }: { decided: DecidedPlatform }): JSX.Element {
  const urgent = isUrgent(report);
  return (
    <div class="evidence">
      <Links report={report} />
      <FindingList findings={report.findings.filter((finding) => !urgent(finding))} />
      <p class="source" data-proof>{proofs[report.computed.vouchedForBy]}</p>
      <details>
        <summary>All fingerprints</summary>
        <Fingerprints report={report} />
        <div class="buttons"><CopyButton text={text} what="report" /></div>
      </details>
    </div>
  );
}
