// An ID block that was made before: folded, since one asks that only when a guest does not start.

import type { JSX } from 'preact';
import { joinWords } from '../../model/format';
import { blockCheck, checkBlock, checkProblemAt, isPairGiven, keyDigests, pair } from '../../model/idBlockCheck';
import { saveText } from '../../model/save';
import type { IdBlockReport } from '../../../core/snp';
import { Chain } from '../../parts/Chain';
import { Row } from '../../parts/Facts';
import { FindingList } from '../../parts/Findings';
import { Hash } from '../../parts/Hash';
import type { ChainCheck } from '../../parts/moment';
import { ProblemText } from '../../parts/Problem';
import { SnpField } from './Field';
import { KeyPlace } from './KeyPlace';

/** "id-block-policy" is the policy's. */
function nameOf(code: string): string {
  const words = code.replace(/^id-block-/, '').replace(/-/g, ' ').replace(/^id/, 'ID');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function checksOf({ checks }: IdBlockReport): ChainCheck[] {
  return checks.map(({ code, outcome, expected, got, why }) => ({
    name: nameOf(code), outcome,
    words: why ?? joinWords([expected && `expected ${expected}`, got && `got ${got}`].filter((part) => part !== null)),
  }));
}

function Result(): JSX.Element | null {
  const found = blockCheck.value;
  if (found.kind === 'failed') return <ProblemText problem={found.error} />;
  if (found.kind !== 'checked') return null;
  const { report, text } = found;
  const isGood = report.verdict === 'match';
  return (
    <div class="session-check" data-block-check={report.verdict}>
      <p><strong>{isGood ? 'They belong together.' : 'They are not as they should be.'}</strong>
        {' '}For policy {report.idBlock.policy.hex} {report.idBlock.policy.flags.join(' ')}.</p>
      <Chain checks={checksOf(report)} />
      <dl class="facts">
        <Row name="For the digest"><Hash hex={report.idBlock.launchDigest} /></Row>
        <Row name="ID key digest"><Hash hex={report.idKeyDigest} /></Row>
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
  return (
    <section class="card" aria-labelledby="block-check-heading">
      <h2 id="block-check-heading" class="visually-hidden">Check an ID block</h2>
      <details>
        <summary>Check an ID block that was made before</summary>
        <p class="lead">Do block and authentication belong together? They are compared with what stands above, as far as it is given.</p>
        <KeyPlace field="idBlock" of={pair.idBlock} help="96 bytes, raw or in base64" problem={checkProblemAt('idBlock')} />
        <KeyPlace field="idAuth" of={pair.idAuth} help="4096 bytes, raw or in base64" problem={checkProblemAt('idAuth')} />
        <SnpField field="idKeyDigest" of={keyDigests.idKeyDigest} problem={checkProblemAt('idKeyDigest')} source="SHA-384, if you know it" />
        <SnpField field="authorKeyDigest" of={keyDigests.authorKeyDigest} problem={checkProblemAt('authorKeyDigest')} source="The same of the author key" />
        <div class="buttons">
          <button type="button" class="button small" disabled={!isPairGiven.value} onClick={() => void checkBlock()}>Check ID block</button>
          {!isPairGiven.value && <span class="source">Needs both files.</span>}
        </div>
        <div aria-live="polite"><Result /></div>
      </details>
    </section>
  );
}
