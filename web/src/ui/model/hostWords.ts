// What of a match rests on the host's own words: it is then one with whatever the host describes, and
// nothing is packed for it until the owner has taken each value.

import type { FilledField } from '../../core/face';
import type { Report } from '../../core/reports';
import { saidByHost } from './offers';
import { fillTexts } from './texts';
import type { Verdict } from './verdict';

type Input = keyof Report['inputs'];

/** What the owner has to want: that the measurement covers a policy proves that it is in force, not that it is wanted. */
const wanted = ['firmware', 'kernel', 'initrd', 'cmdline', 'vcpus', 'vmsa', 'policy'] as const;

/** The page gives the host's word for no other. */
const fields: { [input in Input]?: FilledField } = {
  cmdline: 'cmdline', vcpus: 'numCpus', policy: 'policy',
};

export function isOwners({ inputs }: Report, input: Input): boolean {
  return (inputs[input]?.from ?? 'owner') === 'owner';
}

/** The inputs of the report that say what is measured, and that are the host's. */
export function hostWords(report: Report): Input[] {
  return wanted.filter((input) => !isOwners(report, input));
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
export function fieldsOfHost(report: Report): FilledField[] {
  return hostWords(report).map((input) => fields[input]).filter((field) => field !== undefined);
}

/** What the host says is the owner's from now on. */
export function takeAsMine(field: FilledField): void {
  fillTexts({ [field]: saidByHost(field) });
}
