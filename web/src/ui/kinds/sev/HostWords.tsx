// The values that only the host says, whole.

import type { JSX } from 'preact';
import type { Report } from '../../../core/reports';
import { labelOf } from '../../model/fields';
import { fieldsOfHost } from '../../model/hostWords';
import { textInForce } from '../../model/offers';
import { MeasuredLine } from '../../parts/MeasuredText';

export function HostWords({ report }: { report: Report }): JSX.Element {
  return (
    <ul class="host-words">
      {fieldsOfHost(report).map((field) => (
        <li key={field}>
          <strong>{labelOf(field)}</strong>
          <span class="measured-row" tabIndex={textInForce(field).length > 200 ? 0 : undefined}><MeasuredLine text={textInForce(field)} /></span>
        </li>
      ))}
    </ul>
  );
}
