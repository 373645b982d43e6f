// A message beside the control that it is about.

import type { JSX } from 'preact';
import { sentence } from '../model/format';
import { SeverityIcon } from './Icon';

interface ProblemProps {
  problem: { message: string; hint: string };
}

export function ProblemText({ problem }: ProblemProps): JSX.Element {
  return (
    <span class="problem">
      <SeverityIcon severity="error" />
      <span>{sentence(problem.message)}{problem.hint !== '' && ` ${problem.hint}`}</span>
    </span>
  );
}
