// The fields that an explanation of a SEV-SNP digest names.

import type { FieldName } from '../../../core/face';
import { Remedies, type Remedy } from '../../model/remedy';
import { fillText } from '../../model/checkedText';
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

type Harmless = 'numCpus' | 'cpu' | 'vmm' | 'vmsaAddress' | 'guestFeatures' | 'expectedDigest';

export const snpRemedies = new Remedies<FieldName, Harmless>(
  ({ code, about }) => fieldsOfChanges[code] ?? fieldsOfPlaces[about ?? ''] ?? null,
  ['numCpus', 'cpu', 'vmm', 'vmsaAddress', 'guestFeatures', 'expectedDigest'],
);

export function setRemedy({ field, value }: Remedy<Harmless>): void {
  fillText(field === 'expectedDigest' ? expected : snpTexts[field], value);
}
