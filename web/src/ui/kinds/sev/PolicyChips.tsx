// The policy's flags in words, and what a reviewer would say about them.

import type { JSX } from 'preact';
import type { PolicyFlag } from '../../../core/face';
import type { Finding } from '../../../core/reports';
import { origins } from '../../model/inputs';
import { policyFindings } from '../../model/policyFindings';
import { about } from '../../model/session';
import { policyValue } from '../../model/texts';
import { verdict } from '../../model/verdict';
import { SeverityIcon } from '../../parts/Icon';

/** What it means that a flag is not set, and the finding that goes with it. */
const unset: Record<string, { words: string; code: string }> = {
  NODBG: { words: 'debugging allowed', code: 'policy-debug-allowed' },
  NOKS: { words: 'key sharing allowed', code: 'policy-key-sharing-allowed' },
  ES: { words: 'SEV-ES not required', code: 'policy-no-es' },
  NOSEND: { words: 'migration allowed', code: 'policy-migration-allowed' },
};

interface Chip {
  name: string;
  words: string;
  severity: Finding['severity'] | null;
}

function chipOf(flag: PolicyFlag, policy: number, findings: readonly Finding[]): Chip | null {
  if ((policy & (1 << flag.bit)) !== 0) {
    return { name: flag.name, words: flag.meaning, severity: null };
  }
  const found = unset[flag.name];
  if (!found) return null;
  const severity = findings.find((finding) => finding.code === found.code)?.severity ?? null;
  return { name: `no ${flag.name}`, words: found.words, severity };
}

export function PolicyChips(): JSX.Element | null {
  const policy = policyValue();
  if (policy === null) return null;
  const findings = policyFindings.value;
  const chips = (about()?.policyFlags ?? []).map((flag) => chipOf(flag, policy, findings));
  return (
    <div class="policy-words">
      {(origins.policy.value === 'host') && (
        <p class="source">From the host: compare with the policy of the session you made.</p>
      )}
      <ul class="chips" aria-label="Policy flags">
        {chips.map((chip) => chip && (
          <li key={chip.name} class={`chip chip-${chip.severity ?? 'plain'}`}>
            {chip.severity && <SeverityIcon severity={chip.severity} />}
            {chip.words} <span class="chip-name">{chip.name}</span>
          </li>
        ))}
      </ul>
      {/* With a verdict they are in the report beside. */}
      {verdict.value.kind !== 'decided' && <FindingList findings={findings} />}
    </div>
  );
}

const severityWords = { error: 'Error', warning: 'Warning', note: 'Note' } as const;

function gravestFirst(findings: readonly Finding[]): Finding[] {
  return (['error', 'warning', 'note'] as const).flatMap((severity) => (
    findings.filter((finding) => finding.severity === severity)));
}

export function FindingList({ findings }: { findings: readonly Finding[] }): JSX.Element | null {
  if (findings.length === 0) return null;
  return (
    <ul class="findings">
      {gravestFirst(findings).map((finding, at) => (
        <li key={at} class={`finding finding-${finding.severity}`} data-code={finding.code}>
          <SeverityIcon severity={finding.severity} />
          <span>
            <strong>{severityWords[finding.severity]}: {finding.message}.</strong>
            {/* It may quote the host, in letters of any direction. */}
            {finding.detail && <> (<bdi>{finding.detail}</bdi>)</>} {finding.hint}
          </span>
        </li>
      ))}
    </ul>
  );
}
