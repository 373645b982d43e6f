// What of a match rests on the host's own words: it is then one with whatever the host describes, and
// nothing is packed for it until the owner has taken each value.

import type { TextField } from '../../core/face';
import type { Report } from '../../core/reports';
import { setText } from './texts';
import { texts } from './inputs';
import { validate, type Verdict } from './verdict';

type Input = keyof Report['inputs'];

/** They say what is measured. The others the measurement covers: about them a host cannot lie and match. */
const uncovered = ['firmware', 'kernel', 'initrd', 'cmdline', 'vcpus', 'vmsa'] as const;

const fields: { [input in Input]?: TextField } = { cmdline: 'cmdline', vcpus: 'numCpus', vmsa: 'cpu' };

export function isOwners({ inputs }: Report, input: Input): boolean {
  return (inputs[input]?.from ?? 'owner') === 'owner';
}

/** The inputs of the report that say what is measured, and that are the host's. */
export function hostWords(report: Report): Input[] {
  return uncovered.filter((input) => !isOwners(report, input));
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
export function fieldOf(input: Input): TextField | null {
  return fields[input] ?? null;
}

/** What stands there is the owner's from now on; the verdict is given anew. */
export async function takeAsMine(field: TextField): Promise<void> {
  setText(field, texts[field].value, '');
  await validate();
}
