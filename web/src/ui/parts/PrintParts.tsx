// What every sheet of paper ends in.

import type { JSX } from 'preact';
import { pageVersion, ready } from '../model/session';
import { describeOrigin } from '../model/trust';
import { Row } from './Facts';
import { Hash } from './Hash';

export function Signature(): JSX.Element {
  return (
    <div class="signature">
      <span>Date</span><span>Name</span><span>Signature</span>
    </div>
  );
}

export function PageFacts(): JSX.Element {
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
