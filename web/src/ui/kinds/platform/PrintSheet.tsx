// What goes on paper instead of the page.

import type { JSX } from 'preact';
import type { PlatformReport } from '../../../core/platforms';
import { clockTime } from '../../model/format';
import { isSessionOfNow, launchSession } from '../../model/launchSession';
import { platformVerdict } from '../../model/platformVerdict';
import { Row } from '../../parts/Facts';
import { Hash } from '../../parts/Hash';
import { PrintedFindings } from '../../parts/PrintSheet';
import { linkedCertificates } from './chain';
import { Fingerprints } from './Links';

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

export function onPaper(): JSX.Element | null {
  const shown = platformVerdict.value;
  if (shown.kind !== 'decided') return null;
  return (
    <>
      <p class="print-heading">Platform</p>
      <PrintedLinks report={shown.report} />
      <Fingerprints report={shown.report} />
      <PrintedSession />
      <dl class="facts"><Row name="Time">{clockTime(shown.at)}</Row></dl>
      <PrintedFindings findings={shown.report.findings} />
    </>
  );
}
