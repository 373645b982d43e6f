// An ID block that was made before: folded, since one asks that only when a guest does not start.

import type { JSX } from 'preact';
import { blockFiles } from '../../model/blockFiles';
import { blockCheck, checkBlock, checkProblemAt, isPairGiven, keyDigests } from '../../model/idBlockCheck';
import { saveText } from '../../model/save';
import { Chain } from '../../parts/Chain';
import { Row } from '../../parts/Facts';
import { FindingList } from '../../parts/Findings';
import { Folded } from '../../parts/Folded';
import { Hash } from '../../parts/Hash';
import { ProblemText } from '../../parts/Problem';
import { blockChecks, blockVerdict } from './blockChecks';
import { SnpField } from './Field';
import { KeyPlace } from './KeyPlace';

function Result(): JSX.Element | null {
  const found = blockCheck.value;
  if (found.kind === 'failed') return <ProblemText problem={found.error} />;
  if (found.kind !== 'checked') return null;
  const { report, text } = found;
  return (
    <div class="session-check" data-block-check={report.verdict}>
      <p><strong>{blockVerdict(report)}</strong></p>
      <Chain checks={blockChecks(report)} />
      <dl class="facts">
        <Row name="For the digest"><Hash hex={report.idBlock.launchDigest} /></Row>
        <Row name="ID key digest"><Hash hex={report.idKeyDigest} /></Row>
        {report.authorKeyDigest && <Row name="Author key digest"><Hash hex={report.authorKeyDigest} /></Row>}
      </dl>
      <FindingList findings={report.findings} />
      <div class="buttons">
        <button type="button" class="button small"
          onClick={() => saveText('sevproof-id-block-check.json', text, 'application/json')}>Save result of the check</button>
      </div>
    </div>
  );
}

export function BlockCheckCard(): JSX.Element {
  const isAnyGiven = blockFiles.idBlock.value !== null || blockFiles.idAuth.value !== null
    || Object.values(keyDigests).some(({ text }) => text.value !== '');
  return (
    <section class="card" aria-labelledby="block-check-heading">
      <h2 id="block-check-heading" class="visually-hidden">Check an ID block</h2>
      <Folded title="Check an ID block that was made before" isGiven={isAnyGiven}>
        <p class="lead">Do block and authentication belong together? What you gave above is compared with them.</p>
        <KeyPlace field="idBlock" help="96 bytes, raw or in base64" problem={checkProblemAt('idBlock')} />
        <KeyPlace field="idAuth" help="4096 bytes, raw or in base64" problem={checkProblemAt('idAuth')} />
        <SnpField field="idKeyDigest" of={keyDigests.idKeyDigest} problem={checkProblemAt('idKeyDigest')} source="SHA-384, if you know it" />
        <SnpField field="authorKeyDigest" of={keyDigests.authorKeyDigest} problem={checkProblemAt('authorKeyDigest')} source="The same of the author key" />
        <div class="buttons">
          <button type="button" class="button small" disabled={!isPairGiven.value} onClick={() => void checkBlock()}>Check ID block</button>
          {!isPairGiven.value && <span class="source">Needs both files.</span>}
        </div>
        <div aria-live="polite"><Result /></div>
      </Folded>
    </section>
  );
}
