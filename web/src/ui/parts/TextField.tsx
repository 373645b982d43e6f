// One text field with its label, where its value comes from, and what the core reads in it.

import type { ComponentChildren, JSX } from 'preact';
import type { TextField as Field } from '../../core/face';
import { controlId, labelOf } from '../model/fields';
import { checks, origins, texts } from '../model/inputs';
import { describeHidden } from '../model/measured';
import { checkField, setText } from '../model/texts';
import { problemAt, validate } from '../model/verdict';
import { SeverityIcon } from './Icon';
import { MeasuredText } from './MeasuredText';
import { ProblemText } from './Problem';

interface TextFieldProps {
  field: Field;
  /** Where the value comes from. */
  source?: ComponentChildren;
  list?: string;
  placeholder?: string;
  onPaste?: (event: ClipboardEvent) => void;
  onDrop?: (event: DragEvent) => void;
  /** Whether a FieldProblem elsewhere says what is wrong: for fields too narrow for a sentence. */
  problemElsewhere?: boolean;
  children?: ComponentChildren;
}

/** The core's view of what stands there (the policy has its chips). */
function View({ field }: { field: Field }): JSX.Element {
  const view = checks[field].value?.view;
  // Only the command line tells more of what hides in it.
  const hidden = field === 'cmdline' ? '' : describeHidden(texts[field].value);
  return (
    <>
      {field !== 'policy' && view?.description}
      {hidden !== '' && <span class="spaces">{hidden}: <MeasuredText text={texts[field].value} /></span>}
    </>
  );
}

/** Why the core cannot read the field, in a place of its own. */
export function FieldProblem({ field }: { field: Field }): JSX.Element {
  const problem = checks[field].value?.error ?? problemAt(field);
  return (
    <span class="note" id={`${controlId(field)}-problem`}>
      {problem && <ProblemText problem={problem} />}
    </span>
  );
}

export function FieldNote({ field, elsewhere = false }: { field: Field; elsewhere?: boolean }):
JSX.Element {
  const problem = checks[field].value?.error ?? problemAt(field);
  return (
    <span class="note" id={`${controlId(field)}-note`}>
      {!problem && <View field={field} />}
      {problem && !elsewhere && <ProblemText problem={problem} />}
    </span>
  );
}

/** A value that nobody of this side has seen yet. */
export function FromXml({ field }: { field: Field }): JSX.Element | null {
  if (origins[field].value !== 'xml') return null;
  return (
    <span class="remark" id={`${controlId(field)}-origin`}>
      <SeverityIcon severity="warning" /><span>from the host's XML</span>
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
  const { field, source, list, placeholder, onPaste, onDrop, problemElsewhere, children } = props;
  const id = controlId(field);
  const described = [`${id}-note`];
  if (texts[field].value === '') described.unshift(`${id}-source`);
  if (problemElsewhere) described.push(`${id}-problem`);
  if (origins[field].value === 'xml') described.push(`${id}-origin`);
  return (
    <div class={`field field-${field}`}>
      <label class="label" for={id}>{labelOf(field)}</label>
      <input
        id={id} type="text" class="input" value={texts[field].value} list={list}
        placeholder={placeholder} autocomplete="off" autocapitalize="off" autocorrect="off"
        spellcheck={false} aria-invalid={hasProblem(field)}
        aria-describedby={described.join(' ')}
        onInput={(event) => setText(field, event.currentTarget.value)}
        onBlur={() => void checkField(field)}
        onKeyDown={validateOnEnter} onPaste={onPaste} onDrop={onDrop}
      />
      <FieldNote field={field} elsewhere={problemElsewhere} />
      <span class="source" id={`${id}-source`}>{source}</span>
      <FromXml field={field} />
      {children}
    </div>
  );
}
