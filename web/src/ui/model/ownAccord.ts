// A verdict comes by itself when nothing is missing and nothing is being read, a moment after the last
// change. It takes no focus: whoever types goes on typing.

import { effect, untracked } from '@preact/signals';
import type { TextField } from '../../core/face';
import { controlId, sevPlaces, textFields } from './fields';
import { checks, failedWith, origins, places, placesBeingRead, texts } from './inputs';
import { missing } from './missing';
import { needsRestart, ready } from './session';
import { checkField } from './texts';
import { isValidating, validate, verdict } from './verdict';

const pause = 400; // milliseconds: longer than between two keys

let timer: ReturnType<typeof setTimeout> | undefined;

function isWanted(): boolean {
  const { value } = verdict;
  if (value.kind !== 'incomplete' || (value.reason !== 'fresh' && value.reason !== 'changed')) return false;
  if (!ready.value || needsRestart() || placesBeingRead().length > 0) return false;
  return missing.value?.length === 0 && !sevPlaces.some((name) => failedWith(name, 'crashed'));
}

/** Every change of the inputs begins the pause anew. */
function watched(): void {
  for (const field of textFields) void [texts[field].value, origins[field].value];
  for (const name of sevPlaces) void places[name].value;
}

/** The field that somebody is typing in. */
function fieldInHand(): TextField | undefined {
  return textFields.find((field) => document.activeElement?.id === controlId(field));
}

/** Whoever asked meanwhile gets an answer of his own; a text that is half typed is not judged. */
async function begin(): Promise<void> {
  const field = fieldInHand();
  if (field) await checkField(field);
  const isHalfTyped = field !== undefined && field === fieldInHand() && Boolean(checks[field].value?.error);
  if (isWanted() && !isHalfTyped && !isValidating()) void validate(false);
}

function wait(): void {
  clearTimeout(timer);
  timer = setTimeout(() => { if (isWanted()) void begin(); }, pause);
}

/** From now on. */
export function validateByItself(): void {
  effect(() => {
    watched();
    const wanted = isWanted();
    clearTimeout(timer);
    if (wanted) untracked(wait);
  });
  window.addEventListener('focusout', wait);
}
