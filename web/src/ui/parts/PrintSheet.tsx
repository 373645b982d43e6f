// A sheet of paper: the verdict, what the view has to say of it, and what every sheet ends in.

import type { JSX } from 'preact';
import type { Finding } from '../../core/reports';
import { pageVersion, ready } from '../model/session';
import { describeOrigin } from '../model/trust';
import { Row } from './Facts';
import { FindingList } from './Findings';
import { Hash } from './Hash';
import type { Moment } from './moment';
import { SampleLine } from './SampleLine';

function Signature(): JSX.Element {
  return (
    <div class="signature">
      <span>Date</span><span>Name</span><span>Signature</span>
    </div>
  );
}

function PageFacts(): JSX.Element {
  return (
    <dl class="facts">
      <Row name="Version">sevproof {pageVersion}</Row>
      <Row name="Page">{describeOrigin(location.protocol, location.origin)}</Row>
      <Row name="Core SHA-256">{ready.value && <Hash hex={ready.value.coreSha256} />}</Row>
      <Row name="Page SHA-256">
        <span class="write-in">Write in what sha256sum printed:</span>
      </Row>
    </dl>
  );
}

export function PrintedFindings({ findings }: { findings: readonly Finding[] }): JSX.Element {
  return (
    <>
      <p class="print-heading">Findings</p>
      {findings.length > 0 ? <FindingList findings={findings} /> : <p>None.</p>}
    </>
  );
}

export function PrintSheet({ moment }: { moment: Moment }): JSX.Element {
  const { title, words, isSample } = moment.standing();
  const content = moment.onPaper();
  return (
    <div class="print-sheet" aria-hidden="true">
      <p class="print-title">sevproof: {title}</p>
      {isSample && <SampleLine />}
      {content ? <><p>{words}</p>{content}</> : <p>There is no verdict.</p>}
      <p class="print-heading">Made with</p>
      <PageFacts />
      <Signature />
    </div>
  );
}
