// One text field with its label, where its value comes from, and what the core reads in it.

import type { ComponentChildren, JSX } from 'preact';
import type { TextField as Field } from '../../core/face';
import { controlId, labelOf } from '../model/fields';
import { checks, texts } from '../model/inputs';
import { checkField, setText } from '../model/texts';
import { problemAt, validate } from '../model/verdict';
import { ProblemText } from './Problem';

interface TextFieldProps {
  field: Field;
  /** Where the value comes from. */
  source?: ComponentChildren;
  list?: string;
  placeholder?: string;
  onPaste?: (event: ClipboardEvent) => void;
  children?: ComponentChildren;
}

/** The core's view of what stands there (the policy has its chips), or why it cannot read it. */
export function FieldNote({ field }: { field: Field }): JSX.Element {
  const check = checks[field].value;
  const problem = check?.error ?? problemAt(field);
  return (
    <span class="note" id={`${controlId(field)}-note`}>
      {problem ? <ProblemText problem={problem} /> : field !== 'policy' && check?.view?.description}
    </span>
  );
}

export function hasProblem(field: Field): boolean {
  return Boolean(checks[field].value?.error ?? problemAt(field));
}

export function validateOnEnter(event: KeyboardEvent): void {
  if (event.key === 'Enter' && !event.isComposing) void validate();
}

export function TextField(props: TextFieldProps): JSX.Element {
  const { field, source, list, placeholder, onPaste, children } = props;
  const id = controlId(field);
  return (
    <div class={`field field-${field}`}>
      <label class="label" for={id}>{labelOf(field)}</label>
      <input
        id={id} type="text" class="input" value={texts[field].value} list={list}
        placeholder={placeholder} autocomplete="off" autocapitalize="off" autocorrect="off"
        spellcheck={false} aria-invalid={hasProblem(field)}
        aria-describedby={texts[field].value === '' ? `${id}-source ${id}-note` : `${id}-note`}
        onInput={(event) => setText(field, event.currentTarget.value)}
        onBlur={() => void checkField(field)}
        onKeyDown={validateOnEnter} onPaste={onPaste}
      />
      <FieldNote field={field} />
      <span class="source" id={`${id}-source`}>{source}</span>
      {children}
    </div>
  );
}
