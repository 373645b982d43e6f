// A text field that is none of a launch: its label, what it is for, and what is to be said of what stands there.

import type { ComponentChildren, JSX } from 'preact';
import type { FieldName } from '../../core/face';
import { controlId, labelOf } from '../model/fields';
import { ProblemText } from './Problem';

interface PlainFieldProps {
  field: FieldName;
  text: string;
  onText: (text: string) => void;
  /** It is left, or Enter was pressed. */
  onLeave?: () => void;
  problem: { message: string; hint: string } | null;
  /** What the text is read as. */
  note?: string;
  source?: ComponentChildren;
  placeholder?: string;
  list?: string;
  children?: ComponentChildren;
}

export function PlainField(props: PlainFieldProps): JSX.Element {
  const { field, text, onText, onLeave, problem, note = '', source, placeholder, list, children } = props;
  const id = controlId(field);
  return (
    <div class={`field field-${field}`}>
      <label class="label" for={id}>{labelOf(field)}</label>
      <input id={id} type="text" class="input" value={text} placeholder={placeholder} list={list} autocomplete="off"
        autocapitalize="off" autocorrect="off" spellcheck={false} aria-invalid={problem !== null}
        aria-describedby={`${id}-note ${id}-source`}
        onInput={(event) => onText(event.currentTarget.value)} onBlur={onLeave}
        onKeyDown={(event) => { if (event.key === 'Enter' && !event.isComposing) onLeave?.(); }} />
      <span class="note" id={`${id}-note`}>{problem ? <ProblemText problem={problem} /> : note}</span>
      <span class="source" id={`${id}-source`}>{source}</span>
      {children}
    </div>
  );
}
