// The text fields: changing them and having the core read them.

import type { TextField } from '../../core/face';
import { textFields } from './fields';
import { changed, checks, origins, texts, type Origin } from './inputs';
import { offers } from './offers';
import { about, engine, raise } from './session';

export function setText(field: TextField, text: string, origin: Origin = ''): void {
  const isOther = texts[field].value !== text;
  // Whose word it is goes into the report too.
  if (!isOther && origins[field].value === origin) return;
  origins[field].value = origin;
  if (isOther) {
    texts[field].value = text;
    checks[field].value = null;
  }
  changed();
}

/** Has the core read the field. Resolves when its check is about what stands there now. */
export async function checkField(field: TextField): Promise<void> {
  const text = texts[field].value;
  if (text === '') {
    checks[field].value = null;
    return;
  }
  if (checks[field].value?.text === text) return;
  const outcome = await engine().ask('checkText', field, text);
  if (texts[field].value !== text) return;
  if (outcome.ok) {
    checks[field].value = { text, view: outcome.value, error: null };
  } else if (!raise(outcome.error)) {
    checks[field].value = { text, view: null, error: outcome.error };
  }
}

export async function checkAllFields(): Promise<void> {
  await Promise.all(textFields.map(checkField));
}

/** Sets several at once and has them read. */
export function fillTexts(
  values: Partial<Record<TextField, string>>, origin: Origin = '',
): TextField[] {
  const filled: TextField[] = [];
  for (const field of textFields) {
    const value = values[field];
    if (value === undefined) continue;
    setText(field, value, origin);
    void checkField(field);
    filled.push(field);
  }
  return filled;
}

export type TextSnapshot = Record<TextField, { text: string; origin: Origin }>;

export function snapshotTexts(): TextSnapshot {
  return Object.fromEntries(textFields.map((field) => (
    [field, { text: texts[field].value, origin: origins[field].value }]))) as TextSnapshot;
}

export function restoreTexts(before: TextSnapshot): void {
  for (const field of textFields) {
    setText(field, before[field].text, before[field].origin);
    void checkField(field);
  }
}

/** The value of the policy that a request would have, if the core could read what stands there. */
export function policyValue(): number | null {
  if (texts.policy.value === '') return offers.value.policy === '' ? null : Number(offers.value.policy);
  const check = checks.policy.value;
  return check && check.text === texts.policy.value ? check.view?.number ?? null : null;
}

export function policyAsksForEs(): boolean {
  const es = about()?.policyFlags.find(({ name }) => name === 'ES');
  return es !== undefined && ((policyValue() ?? 0) >> es.bit & 1) === 1;
}
