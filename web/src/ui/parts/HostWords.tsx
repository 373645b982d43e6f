// The values that only the host says, whole, each with the button that makes it the owner's.

import type { JSX } from 'preact';
import type { Report } from '../../core/reports';
import { labelOf } from '../model/fields';
import { fieldOf, hostWords, takeAsMine } from '../model/hostWords';
import { texts } from '../model/inputs';
import { MeasuredLine } from './MeasuredText';

function HostWord({ value }: { value: keyof Report['inputs'] }): JSX.Element {
  const field = fieldOf(value);
  if (field === null) return <li>{value}</li>;
  return (
    <li>
      <span class="host-word">
        <strong>{labelOf(field)}</strong>
        <span class="measured-row"><MeasuredLine text={texts[field].value} /></span>
      </span>
      <button type="button" class="button small" aria-label={`Take as mine: ${labelOf(field)}`}
        onClick={() => void takeAsMine(field)}>Take as mine</button>
    </li>
  );
}

export function HostWords({ report }: { report: Report }): JSX.Element {
  return (
    <ul class="host-words">
      {hostWords(report).map((value) => <HostWord key={value} value={value} />)}
    </ul>
  );
}
