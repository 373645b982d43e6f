// What an explanation names: the field that it is about, the box of what was measured, and the value with which the
// digest would be the one that was given.

import type { FieldName } from '../../../core/face';
import type { Diagnosis } from '../../../core/reports';
import { sentence } from '../../model/format';
import { expected, snpTexts } from '../../model/snpWish';

/** By the names of docs/diagnosis.md; what is about no field of one value is not here. */
const fieldsOfChanges: Record<string, FieldName> = {
  'digest-order': 'expectedDigest',
  'vmm': 'vmm',
  'vmsa-address': 'vmsaAddress',
  'guest-features': 'guestFeatures',
};

/** In a report's words, JSON pointers. */
const fieldsOfPlaces: Record<string, FieldName> = {
  '/evidence/measurement': 'expectedDigest',
  '/inputs/firmware': 'firmware',
  '/inputs/igvm': 'igvm',
  '/inputs/kernel': 'kernel',
  '/inputs/initrd': 'initrd',
  '/inputs/cmdline': 'cmdline',
  '/inputs/vcpus': 'numCpus',
  '/inputs/vmsa/value/signature': 'cpu',
};

type Change = Diagnosis['changes'][number];

function fieldOf({ code, about }: Change): FieldName | null {
  return fieldsOfChanges[code] ?? fieldsOfPlaces[about ?? ''] ?? null;
}

function onlyChange(found: Diagnosis | null): Change | null {
  const [change, ...others] = found?.outcome === 'explained' ? found.changes : [];
  return change && others.length === 0 ? change : null;
}

/** The one field that an explanation is about; null where there are several, or none. */
export function snpNamedField(found: Diagnosis | null): FieldName | null {
  const change = onlyChange(found);
  return change && fieldOf(change);
}

/** What an explanation says of one part of the launch, in words; empty where it says nothing. */
export function reasonAt(found: Diagnosis | null, fields: readonly FieldName[]): string {
  const changes = found?.outcome === 'explained' ? found.changes : [];
  return changes.filter((change) => fields.includes(fieldOf(change) ?? 'secret')).map(({ message }) => sentence(message)).join(' ');
}

/** No more than what a guest has: what it runs nobody accepts with one click. */
const harmless = ['numCpus', 'cpu', 'vmm', 'vmsaAddress', 'guestFeatures', 'expectedDigest'] as const;

export interface SnpRemedy {
  field: typeof harmless[number];
  value: string;
}

/** The value with which the digests would be the same, if it is one that can be offered. */
export function snpRemedyOf(found: Diagnosis | null): SnpRemedy | null {
  const value = onlyChange(found)?.value ?? null;
  const field = harmless.find((one) => one === snpNamedField(found));
  return field && value !== null ? { field, value } : null;
}

export function setRemedy({ field, value }: SnpRemedy): void {
  const of = field === 'expectedDigest' ? expected : snpTexts[field];
  of.set(value);
  void of.read();
}
