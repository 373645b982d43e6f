// A text field of SEV-SNP: what the core reads in it, and what is wrong with it.

import type { ComponentChildren, JSX } from 'preact';
import type { FieldName } from '../../../core/face';
import type { CheckedText } from '../../model/checkedText';
import { controlId, labelOf } from '../../model/fields';
import { measureNow, snpProblemAt } from '../../model/snpDigest';
import { PlainField } from '../../parts/PlainField';
import { ProblemText } from '../../parts/Problem';

interface SnpFieldProps {
  field: FieldName;
  of: CheckedText;
  source?: ComponentChildren;
  placeholder?: string;
  list?: string;
  /** What is wrong with it elsewhere than in the launch. */
  problem?: { message: string; hint: string } | null;
  children?: ComponentChildren;
}

export function SnpField({ field, of, problem = null, ...more }: SnpFieldProps): JSX.Element {
  const check = of.check.value;
  const words = check?.view?.description ?? '';
  const leave = (): void => {
    void of.read();
    measureNow();
  };
  return (
    <PlainField field={field} text={of.text.value} onText={of.set} onLeave={leave}
      problem={check?.error ?? problem ?? snpProblemAt(field)} note={words === of.text.value.trim() ? '' : words} {...more} />
  );
}

interface ChoiceProps {
  field: FieldName;
  of: CheckedText;
  /** Value and words; an empty value is the usual one. */
  choices: readonly (readonly [value: string, words: string])[];
  source?: ComponentChildren;
}

export function Choice({ field, of, choices, source }: ChoiceProps): JSX.Element {
  const id = controlId(field);
  const problem = snpProblemAt(field);
  return (
    <div class="field">
      <label class="label" for={id}>{labelOf(field)}</label>
      <select id={id} class="input" value={of.text.value} autocomplete="off" aria-invalid={problem !== null}
        aria-describedby={`${id}-note ${id}-source`} onChange={(event) => of.set(event.currentTarget.value)}>
        {choices.map(([value, words]) => <option key={value} value={value}>{words}</option>)}
      </select>
      <span class="note" id={`${id}-note`}>{problem && <ProblemText problem={problem} />}</span>
      <span class="source" id={`${id}-source`}>{source}</span>
    </div>
  );
}
