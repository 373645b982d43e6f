// What of a match rests on the host's own words: it is then one with whatever the host describes, and
// nothing is packed for it until the owner has taken each value.

import type { FilledField } from '../../core/face';
import type { Report } from '../../core/reports';
import { offers } from './offers';
import { checkField, setText } from './texts';
import type { Verdict } from './verdict';

type Input = keyof Report['inputs'];

/** They say what is measured. The others the measurement covers: about them a host cannot lie and match. */
const uncovered = ['firmware', 'kernel', 'initrd', 'cmdline', 'vcpus', 'vmsa'] as const;

/** The page gives the host's word for no other. */
const fields: { [input in Input]?: FilledField } = { cmdline: 'cmdline', vcpus: 'numCpus' };

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

/** Where such values stand. */
export function hostFields(report: Report): FilledField[] {
  return hostWords(report).map((input) => fields[input]).filter((field) => field !== undefined);
}

/** What the host says is the owner's from now on. */
export function takeAsMine(field: FilledField): void {
  setText(field, offers.value[field]);
  void checkField(field);
}
