// The policy's flags in words, and what a reviewer would say about them.

import type { JSX } from 'preact';
import { origins } from '../../model/inputs';
import { policyFindings } from '../../model/policyFindings';
import { policyValue } from '../../model/texts';
import { verdict } from '../../model/verdict';
import { FindingList } from '../../parts/Findings';
import { PolicyFlags } from '../../parts/PolicyFlags';

export function PolicyChips(): JSX.Element | null {
  const policy = policyValue();
  if (policy === null) return null;
  const findings = policyFindings.value;
  return (
    <div class="policy-words">
      {(origins.policy.value === 'host') && (
        <p class="source">From the host: compare with the policy of the session you made.</p>
      )}
      <PolicyFlags policy={policy} findings={findings} />
      {/* With a verdict they are in the report beside. */}
      {verdict.value.kind !== 'decided' && <FindingList findings={findings} />}
    </div>
  );
}
