// The fields that an explanation of a SEV launch names.

import type { TextField } from '../../../core/face';
import type { PlaceName } from '../../model/fields';
import { Remedies } from '../../model/remedy';

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

export const sevRemedies = new Remedies<TextField | PlaceName, TextField>(
  ({ about }) => (about === null ? null : fieldsOfPlaces[about] ?? null),
  ['apiMajor', 'apiMinor', 'buildId', 'numCpus', 'cpu', 'vmsaLayout', 'sevFeatures'],
);
