// The checks that a verdict is the AND of.

import type { JSX } from 'preact';
import type { ChainCheck } from './moment';

const outcomeWords = { 'pass': 'pass', 'fail': 'fail', 'not-checked': 'not checked' } as const;
const signs = { 'pass': '✓', 'fail': '✗', 'not-checked': '–' } as const;

export function Chain({ checks }: { checks: readonly ChainCheck[] }): JSX.Element | null {
  if (checks.length === 0) return null;
  return (
    <ol class="chain" aria-label="Checks">
      {checks.map(({ name, outcome, words }) => (
        <li key={name} class={`link-of-chain outcome-${outcome}`} data-outcome={outcome}>
          <span class="chain-sign" aria-hidden="true">{signs[outcome]}</span>
          <strong>{name}</strong>
          <span class="chain-outcome">{outcomeWords[outcome]}</span>
          <div class="chain-words">{words}</div>
        </li>
      ))}
    </ol>
  );
}
