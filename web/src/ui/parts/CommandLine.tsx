// The kernel command line, with all that does not show made visible.

import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { texts } from '../model/inputs';
import { countSpaces, describeSpaces } from '../model/format';
import { asOneLine, describeHidden } from '../model/measured';
import { setText } from '../model/texts';
import { MeasuredText } from './MeasuredText';
import { TextField } from './TextField';

interface Remark {
  words: string;
  /** What the field held then: with any change the remark is over. */
  about: string;
  take: (() => void) | null;
}

const remark = signal<Remark | null>(null);

/** Puts a text where the selection is, as a paste does. */
function insertAt(field: HTMLInputElement, text: string, start: number, end: number): void {
  field.setRangeText(text, start, end, 'end');
  setText('cmdline', field.value);
}

/** The field would drop line breaks without a word: what is measured would not be what was copied. */
function takeText(field: HTMLInputElement, text: string): boolean {
  const line = asOneLine(text);
  if (line.kind === 'fits') return false;
  const [start, end] = [field.selectionStart ?? 0, field.selectionEnd ?? 0];
  if (line.kind === 'ended') {
    insertAt(field, line.text, start, end);
    remark.value = { words: 'The newline at the end was removed: a command line is one line.',
      about: field.value, take: null };
    return true;
  }
  const take = (): void => {
    insertAt(field, line.firstLine, start, end);
    remark.value = null;
    field.focus();
  };
  remark.value = { words: 'Nothing was inserted: the text has a line break, and a command line is '
    + 'one line.',
    about: field.value, take };
  return true;
}

function onPaste(event: ClipboardEvent): void {
  const text = event.clipboardData?.getData('text') ?? '';
  if (takeText(event.currentTarget as HTMLInputElement, text)) event.preventDefault();
}

function onDrop(event: DragEvent): void {
  if (event.dataTransfer?.types.includes('Files')) return;
  const text = event.dataTransfer?.getData('text') ?? '';
  if (takeText(event.currentTarget as HTMLInputElement, text)) event.preventDefault();
}

function PasteRemark(): JSX.Element | null {
  const shown = remark.value;
  if (!shown || shown.about !== texts.cmdline.value) return null;
  return (
    <span class="paste-remark">
      {shown.words}{' '}
      {shown.take && (
        <button type="button" class="button small" onClick={shown.take}>Use its first line</button>
      )}
    </span>
  );
}

export function CommandLine(): JSX.Element {
  const text = texts.cmdline.value;
  const words = [describeHidden(text), describeSpaces(countSpaces(text))].filter(Boolean);
  return (
    <TextField field="cmdline" source="Byte for byte as in the guest's -append or <cmdline>"
      onPaste={onPaste} onDrop={onDrop}>
      <span class="spaces" aria-live="polite">
        <PasteRemark />
        {words.length > 0 && <span>As measured:</span>}
        {words.length > 0 && <MeasuredText text={text} />}
        {words.map((one) => <span key={one}>{one}</span>)}
      </span>
    </TextField>
  );
}
