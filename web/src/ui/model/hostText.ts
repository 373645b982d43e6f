// Text that the host printed: output of virsh domlaunchsecinfo, or QMP JSON.

import type { LaunchInfo, TextField } from '../../core/face';
import { hostFields, labelOf } from './fields';
import { joinWords, sentence } from './format';
import { clearingsSoFar, origins, reportedPolicy, texts } from './inputs';
import { complain, inform } from './notices';
import { engine, raise } from './session';
import { fillTexts } from './texts';

/** A bare measurement is base64, which has neither colons nor braces nor tags nor lines. */
export function looksLikeHostText(text: string): boolean {
  return /[:{<\n]/.test(text.trim());
}

/** 48 bytes in base64, and nothing else: the measurement by itself. */
export function bareMeasurement(text: string): string | null {
  return /^[A-Za-z0-9+/]{64}$/.test(text.trim()) ? text.trim() : null;
}

/** The policy is the owner's to say: one that is given stays, and what the host reports stands beside it. */
function withoutOwners({ policy, ...rest }: LaunchInfo): LaunchInfo {
  reportedPolicy.value = policy ?? '';
  const isOwners = texts.policy.value !== '' && origins.policy.value !== 'host';
  return policy === undefined || isOwners ? rest : { ...rest, policy };
}

function whyNot(absent: readonly TextField[]): string {
  const kept = absent.filter((field) => field === 'policy' && reportedPolicy.value !== '');
  const missing = absent.filter((field) => !kept.includes(field)).map(labelOf);
  return [missing.length > 0 ? `It does not have ${joinWords(missing)}.` : '',
    kept.length > 0 ? 'Your policy stays.' : ''].filter(Boolean).join(' ');
}

/** Fills the fields that the text names. Tells what happened in a notice. */
export async function takeHostText(text: string, origin: string): Promise<boolean> {
  if (text.trim() === '') {
    complain(`${origin} is empty.`,
      'Run virsh domlaunchsecinfo GUEST on the host and copy its output.');
    return false;
  }
  const bare = bareMeasurement(text);
  if (bare !== null) {
    fillTexts({ measurement: bare }, 'host');
    inform(`${origin}: filled ${labelOf('measurement')}.`);
    return true;
  }
  const clearings = clearingsSoFar();
  const outcome = await engine().ask('parseLaunchInfo', text);
  if (clearings !== clearingsSoFar()) return true;
  if (!outcome.ok) {
    if (!raise(outcome.error)) complain(`${origin}: ${sentence(outcome.error.message)}`,
      outcome.error.hint);
    return false;
  }
  const filled = fillTexts(withoutOwners(outcome.value), 'host');
  const absent = hostFields.filter((field) => !filled.includes(field));
  inform(`${origin}: filled ${joinWords(filled.map(labelOf))}.`
    + (absent.length > 0 ? ` ${whyNot(absent)}` : ''));
  return true;
}
