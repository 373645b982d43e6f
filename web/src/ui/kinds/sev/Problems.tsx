// In the banner: what is wrong with the inputs, each with the way there.

import type { JSX } from 'preact';
import { missing } from '../../model/missing';
import { verdict, type Problem } from '../../model/verdict';
import { ProblemItems } from '../../parts/ProblemItems';

const shownAtOnce = 2;

/** What is missing stands here as text, and below it as buttons. */
function MissingWords(): JSX.Element | null {
  const absent = missing.value;
  if (absent === null) return null;
  if (absent.length === 0) return <p>Nothing is missing: the verdict comes by itself.</p>;
  return <p>Missing: {absent.map(({ words }) => words).join(', ')}.</p>;
}

/** The others are folded, so that what is to be done next stays in view; they stand at their fields, too. */
function ProblemList({ problems }: { problems: readonly Problem[] }): JSX.Element {
  const rest = problems.slice(shownAtOnce);
  return (
    <>
      <ProblemItems problems={problems.slice(0, shownAtOnce)} />
      {rest.length > 0 && <details><summary>{rest.length} more</summary><ProblemItems problems={rest} /></details>}
    </>
  );
}

export function Problems(): JSX.Element | null {
  const shown = verdict.value;
  if (shown.kind === 'decided') return null;
  if (shown.problems.length > 0) {
    return <ProblemList problems={shown.problems} />;
  }
  return shown.kind === 'incomplete' && shown.reason === 'missing' ? <MissingWords /> : null;
}
