// The kernel command line, with the blanks at its ends made visible.

import type { JSX } from 'preact';
import { texts } from '../model/inputs';
import { countBlanks, describeBlanks } from '../model/format';
import { TextField } from './TextField';

function dots(text: string): string {
  return text.replace(/\t/g, '→').replace(/\s/gu, '·');
}

export function CommandLine(): JSX.Element {
  const text = texts.cmdline.value;
  const blanks = countBlanks(text);
  const words = describeBlanks(blanks);
  const end = text.length - blanks.trailing;
  return (
    <TextField field="cmdline" source="Byte for byte as in the guest's -append or <cmdline>">
      <span class="blanks" aria-live="polite">
        {words !== '' && (
          <>
            <code class="cmdline-shown" aria-hidden="true">
              <b>{dots(text.slice(0, blanks.leading))}</b>
              {text.slice(blanks.leading, end)}
              <b>{dots(text.slice(end))}</b>
            </code>
            <span>{words}</span>
          </>
        )}
      </span>
    </TextField>
  );
}
