// What of a match rests on the host's own words: it is then one with whatever the host describes, and
// nothing is packed for it until the owner has taken each value.

import type { Report, TextField } from '../../core/face';
import { setText } from './texts';
import { texts } from './inputs';
import { validate, type Verdict } from './verdict';

// The measurement covers these: about them a host cannot lie and match.
const covered = ['measurement', 'api', 'policy'];

const fields: Record<string, TextField> = { cmdline: 'cmdline', vcpus: 'numCpus', cpu: 'cpu' };

/** The values of the report that say what is measured, and that are the host's. */
export function hostWords({ fromHost }: Report): string[] {
  return fromHost.filter((value) => !covered.includes(value));
}

export function matchesHostOnly(shown: Verdict): boolean {
  return shown.kind === 'decided' && shown.report.verdict === 'match'
    && hostWords(shown.report).length > 0;
}

/** A match with what the owner described: the only one that secrets are for. */
export function matchesOwner(shown: Verdict): boolean {
  return shown.kind === 'decided' && shown.report.verdict === 'match' && !matchesHostOnly(shown);
}

/** Where such a value stands. */
export function fieldOf(value: string): TextField | null {
  return fields[value] ?? null;
}

/** What stands there is the owner's from now on; the verdict is given anew. */
export async function takeAsMine(field: TextField): Promise<void> {
  setText(field, texts[field].value, '');
  await validate();
}
