// In the banner: what is wrong with the files, with the way there.

import type { JSX } from 'preact';
import { labelOf } from '../../model/fields';
import { goToField } from '../../model/focus';
import { sentence } from '../../model/format';
import { platformVerdict } from '../../model/platformVerdict';

export function Problems(): JSX.Element | null {
  const shown = platformVerdict.value;
  if (shown.kind !== 'invalid') return null;
  return (
    <ul class="problems">
      {shown.problems.map(({ field, message, hint }, at) => (
        <li key={at}>
          {sentence(message)}{hint !== '' && ` ${hint}`}{' '}
          {field !== null && (
            <button type="button" class="link" aria-label={`Show ${labelOf(field)}`} onClick={() => goToField(field)}>
              Show
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
