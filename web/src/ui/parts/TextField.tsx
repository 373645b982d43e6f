// One text field with its label, what it is for, and what the core reads in it.

import type { ComponentChildren, JSX } from 'preact';
import type { FieldName, FilledField, TextField as Field } from '../../core/face';
import { controlId, labelOf } from '../model/fields';
import { takeAsMine } from '../model/hostWords';
import { checks, texts } from '../model/inputs';
import { describeHidden } from '../model/measured';
import { differsFromOffer, isFilled, saidByHost } from '../model/offers';
import { checkField, setText } from '../model/texts';
import { shownProblemAt } from '../model/problems';
import { validate } from '../model/verdict';
import { MeasuredLine, MeasuredText } from './MeasuredText';
import { ProblemText } from './Problem';

interface TextFieldProps {
  field: Field;
  /** What it is for, and where its value comes from. */
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

function problemOf(field: Field): { message: string; hint: string } | null {
  return checks[field].value?.error ?? shownProblemAt(field);
}

/** Why the core cannot read the field, in a place of its own. */
export function FieldProblem({ field }: { field: Field }): JSX.Element {
  const problem = problemOf(field);
  return (
    <span class="note" id={`${controlId(field)}-problem`}>
      {problem && <ProblemText problem={problem} />}
    </span>
  );
}

export function FieldNote({ field, elsewhere = false }: { field: Field; elsewhere?: boolean }):
JSX.Element {
  const problem = problemOf(field);
  return (
    <span class="note" id={`${controlId(field)}-note`}>
      {!problem && <View field={field} />}
      {problem && !elsewhere && <ProblemText problem={problem} />}
    </span>
  );
}

/** What the host says, where the owner gave nothing or something else. */
interface OfferedProps {
  field: FieldName;
  text: string;
  isGiven: boolean;
  onTake: () => void;
}

/** A value of the host's, beside the field that it can stand in. */
export function Offered({ field, text, isGiven, onTake }: OfferedProps): JSX.Element {
  const take = (): void => {
    onTake();
    document.getElementById(controlId(field))?.focus();
  };
  return (
    <span class="offer" id={`${controlId(field)}-offer`} data-offer={field}>
      <span>
        <em>{isGiven ? 'differs · host says:' : 'not given · host says:'}</em> <MeasuredLine text={text} />
      </span>
      <button type="button" class="link" aria-label={`Take as mine: ${labelOf(field)}`} onClick={take}>
        Take as mine
      </button>
    </span>
  );
}

export function Offer({ field }: { field: FilledField }): JSX.Element | null {
  const text = saidByHost(field);
  const isGiven = texts[field].value !== '';
  if (text === '' || (isGiven && !differsFromOffer(field))) return null;
  return <Offered field={field} text={text} isGiven={isGiven} onTake={() => takeAsMine(field)} />;
}

export function hasProblem(field: Field): boolean {
  return problemOf(field) !== null;
}

function validateOnEnter(event: KeyboardEvent): void {
  if (event.key === 'Enter' && !event.isComposing) void validate();
}

export function TextField(props: TextFieldProps): JSX.Element {
  const { field, source, list, placeholder, onPaste, onDrop, problemElsewhere, children } = props;
  const id = controlId(field);
  const described = [`${id}-note`];
  if (texts[field].value === '') described.unshift(`${id}-source`);
  if (problemElsewhere) described.push(`${id}-problem`);
  if (isFilled(field)) described.push(`${id}-offer`);
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
      {isFilled(field) && <Offer field={field} />}
      {children}
    </div>
  );
}
