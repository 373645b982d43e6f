// In the banner: what is wrong with the inputs, each with the way there.

import type { JSX } from 'preact';
import { goToField } from '../../model/focus';
import { labelOf } from '../../model/fields';
import { sentence } from '../../model/format';
import { missing } from '../../model/missing';
import { verdict, type Problem } from '../../model/verdict';

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

/** What is missing stands here as text, and below it as buttons. */
function MissingWords(): JSX.Element | null {
  const absent = missing.value;
  if (absent === null) return null;
  if (absent.length === 0) return <p>Nothing is missing: the verdict comes automatically.</p>;
  return <p>Missing: {absent.map(({ words }) => words).join(', ')}.</p>;
}

export function Problems(): JSX.Element | null {
  const shown = verdict.value;
  if (shown.kind === 'decided') return null;
  if (shown.problems.length > 0) {
    return (
      <ul class="problems">
        {shown.problems.map((problem, at) => <ProblemItem key={at} problem={problem} />)}
      </ul>
    );
  }
  return shown.kind === 'incomplete' && shown.reason === 'missing' ? <MissingWords /> : null;
}
