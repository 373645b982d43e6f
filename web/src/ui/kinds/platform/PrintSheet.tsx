// What goes on paper instead of the page.

import type { JSX } from 'preact';
import type { PlatformReport } from '../../../core/platforms';
import { isSessionOfNow, launchSession } from '../../model/launchSession';
import { platformVerdict } from '../../model/platformVerdict';
import { Row } from '../../parts/Facts';
import { FindingList } from '../../parts/Findings';
import { Hash } from '../../parts/Hash';
import { PageFacts, Signature } from '../../parts/PrintParts';
import { linkedCertificates } from './chain';
import { Fingerprints } from './Links';
import { standing } from './standing';

function PrintedLinks({ report }: { report: PlatformReport }): JSX.Element {
  return (
    <p class="source">
      {linkedCertificates(report).flatMap(({ title, links }) => links.map(({ name, outcome }) => (
        `${title} ${name}: ${outcome.replace('-', ' ')}`))).join(' · ')}
    </p>
  );
}

function PrintedSession(): JSX.Element | null {
  const made = isSessionOfNow() ? launchSession.value : null;
  const godh = made?.report.computed.godh;
  const policy = made?.report.computed.policy;
  if (!godh || !policy) return null;
  return (
    <dl class="facts">
      <Row name="Session">for policy {policy.hex} {policy.flags.join(' ')}</Row>
      <Row name="Owner's key"><Hash hex={godh.fingerprint} /></Row>
    </dl>
  );
}

export function PrintSheet(): JSX.Element {
  const shown = platformVerdict.value;
  const { title, words } = standing();
  return (
    <div class="print-sheet" aria-hidden="true">
      <p class="print-title">sevproof: {title}</p>
      {shown.kind === 'decided' ? (
        <>
          <p>{words}</p>
          <p class="print-heading">Platform</p>
          <PrintedLinks report={shown.report} />
          <Fingerprints report={shown.report} />
          <PrintedSession />
          <dl class="facts">
            <Row name="Time">{shown.at.toISOString().slice(0, 16).replace('T', ' ')} UTC, by the clock of this computer</Row>
          </dl>
          <p class="print-heading">Findings</p>
          {shown.report.findings.length > 0 ? <FindingList findings={shown.report.findings} /> : <p>None.</p>}
        </>
      ) : <p>There is no verdict.</p>}
      <p class="print-heading">Made with</p>
      <PageFacts />
      <Signature />
    </div>
  );
}
