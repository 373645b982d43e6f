// What a diagnosis names: the field it is about, the box of what was measured, and the value with which the
// launch would match.

import type { TextField } from '../../../core/face';
import type { Diagnosis } from '../../../core/reports';
import { isPlace, textFields, type PlaceName } from '../../model/fields';

type Change = Diagnosis['changes'][number];

/** In a report's words, JSON pointers: where a change stands in the launch. */
const fieldsOfPlaces: Record<string, TextField | PlaceName> = {
  '/evidence': 'measurement',
  '/evidence/measurement': 'measurement',
  '/inputs/api': 'apiMajor',
  '/inputs/api/value/major': 'apiMajor',
  '/inputs/api/value/minor': 'apiMinor',
  '/inputs/api/value/build': 'buildId',
  '/inputs/policy': 'policy',
  '/inputs/firmware': 'firmware',
  '/inputs/kernel': 'kernel',
  '/inputs/initrd': 'initrd',
  '/inputs/cmdline': 'cmdline',
  '/inputs/vcpus': 'numCpus',
  '/inputs/vmsa': 'cpu',
  '/inputs/vmsa/value/signature': 'cpu',
  '/inputs/vmsa/value/layout': 'vmsaLayout',
  '/inputs/vmsa/value/sevFeatures': 'sevFeatures',
  '/computed/vmsa/cpu0Sha256': 'vmsaCpu0',
  '/computed/vmsa/cpuNSha256': 'vmsaCpu1',
};

/** No more than what a guest has: what it runs, and who may look into it, nobody accepts with one click. */
const harmless: readonly TextField[] = [
  'apiMajor', 'apiMinor', 'buildId', 'numCpus', 'cpu', 'vmsaLayout', 'sevFeatures',
];

function isText(field: TextField | PlaceName): field is TextField {
  return !isPlace(field as PlaceName) && textFields.includes(field as TextField);
}

export function fieldOf({ about }: Change): TextField | PlaceName | null {
  return about === null ? null : fieldsOfPlaces[about] ?? null;
}

/** The one field that an explained mismatch is about; null where there are several, or none. */
export function namedField(found: Diagnosis | null): TextField | PlaceName | null {
  const [change, ...others] = found?.outcome === 'explained' ? found.changes : [];
  return change && others.length === 0 ? fieldOf(change) : null;
}

export interface Remedy {
  field: TextField;
  value: string;
}

/** The value with which the launch would match, if it is one that can be offered. */
export function remedyOf(found: Diagnosis | null): Remedy | null {
  const field = namedField(found);
  const value = found?.changes[0]?.value ?? null;
  if (field === null || value === null || !isText(field)) return null;
  return harmless.includes(field) ? { field, value } : null;
}
