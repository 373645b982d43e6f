// Text that the host printed: output of virsh domlaunchsecinfo, or QMP JSON.

import { hostFields, labelOf } from './fields';
import { joinWords, sentence } from './format';
import { clearingsSoFar } from './inputs';
import { complain, inform } from './notices';
import { engine, raise } from './session';
import { fillTexts } from './texts';

/** A bare measurement is base64, which has neither colons nor braces nor tags nor lines. */
export function looksLikeHostText(text: string): boolean {
  return /[:{<\n]/.test(text.trim());
}

/** Fills the fields that the text names. Tells what happened in a notice. */
export async function takeHostText(text: string, origin: string): Promise<boolean> {
  if (text.trim() === '') {
    complain(`${origin} is empty.`,
      'Run virsh domlaunchsecinfo GUEST on the host and copy its output.');
    return false;
  }
  const clearings = clearingsSoFar();
  const outcome = await engine().ask('parseLaunchInfo', text);
  if (clearings !== clearingsSoFar()) return true;
  if (!outcome.ok) {
    if (!raise(outcome.error)) complain(`${origin}: ${sentence(outcome.error.message)}`,
      outcome.error.hint);
    return false;
  }
  const filled = fillTexts(outcome.value, 'host');
  const absent = hostFields.filter((field) => !filled.includes(field)).map(labelOf);
  inform(`${origin}: filled ${joinWords(filled.map(labelOf))}.`
    + (absent.length > 0 ? ` It does not have ${joinWords(absent)}.` : ''));
  return true;
}
