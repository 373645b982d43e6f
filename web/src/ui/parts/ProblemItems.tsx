// Problems of the inputs, each with the way there.

import type { JSX } from 'preact';
import { labelOf } from '../model/fields';
import { goToField } from '../model/focus';
import { sentence } from '../model/format';
import type { Problem } from '../model/verdict';

function ProblemItem({ problem }: { problem: Problem }): JSX.Element {
  const { field } = problem;
  const text = sentence(problem.message) + (problem.hint === '' ? '' : ` ${problem.hint}`);
  if (field === null) return <li>{text}</li>;
  const label = labelOf(field);
  const named = text.toLowerCase().startsWith(label.toLowerCase());
  return (
    <li>
      {!named && <strong>{label}: </strong>}{text}{' '}
      <button type="button" class="link" aria-label={`Show ${label}`} onClick={() => goToField(field)}>Show</button>
    </li>
  );
}

export function ProblemItems({ problems }: { problems: readonly Problem[] }): JSX.Element {
  return <ul class="problems">{problems.map((problem, at) => <ProblemItem key={at} problem={problem} />)}</ul>;
}

export function InvalidProblems({ of }: { of: { kind: string; problems?: readonly Problem[] } }): JSX.Element | null {
  return of.kind === 'invalid' && of.problems ? <ProblemItems problems={of.problems} /> : null;
}
