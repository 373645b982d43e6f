// A policy's flags in words, the weak ones marked.

import type { JSX } from 'preact';
import type { PolicyFlag } from '../../core/face';
import type { Finding } from '../../core/reports';
import { about } from '../model/session';
import { SeverityIcon } from './Icon';

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

export function PolicyFlags({ policy, findings }: { policy: number; findings: readonly Finding[] }): JSX.Element {
  const chips = (about()?.policyFlags ?? []).map((flag) => chipOf(flag, policy, findings));
  return (
    <ul class="chips" aria-label="Policy flags">
      {chips.map((chip) => chip && (
        <li key={chip.name} class={`chip chip-${chip.severity ?? 'plain'}`}>
          {chip.severity && <SeverityIcon severity={chip.severity} />}
          {chip.words} <span class="chip-name">{chip.name}</span>
        </li>
      ))}
    </ul>
  );
}
