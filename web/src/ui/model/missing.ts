// What a verdict still needs, in the words of the labels. The core decides alone whether a request
// is complete; this only names everything at once where the core names the first.

import type { TextField } from '../../core/face';
import { hostFields, labelOf, type PlaceName } from './fields';
import type { Place } from './inputs';

export interface Missing {
  /** Where it is to be given. */
  field: TextField | PlaceName;
  words: string;
}

function lacking(field: Missing['field'], more = ''): Missing {
  return { field, words: labelOf(field) + more };
}

export interface Given {
  texts: Record<TextField, string>;
  places: Record<PlaceName, Place['status']>;
  es: boolean;
  vcpus: number | null;
  /** The files that the domain's XML says are measured. */
  boots: readonly ('kernel' | 'initrd')[];
}

/** A place counts as given once a file was chosen; whether it could be read is another matter. */
export function missingInputs({ texts, places, es, vcpus, boots }: Given): Missing[] {
  const absent = (place: PlaceName): boolean => places[place] === 'empty';
  const missing: Missing[] = hostFields.filter((field) => texts[field] === '').map((field) => lacking(field));
  if (absent('firmware')) missing.push(lacking('firmware'));
  const bootParts = !absent('initrd') || texts.cmdline !== '';
  if (absent('kernel') && bootParts) missing.push(lacking('kernel', ' (initrd and command line need one)'));
  else for (const file of boots) {
    if (absent(file)) missing.push(lacking(file, ' (the domain\'s XML has one)'));
  }
  if (es) missing.push(...missingCpuState(texts, absent, vcpus));
  if (absent('tk') && absent('tik')) missing.push(lacking('tik', ' (or TK)'));
  return missing;
}

function missingCpuState(
  texts: Record<TextField, string>, absent: (place: PlaceName) => boolean, vcpus: number | null,
): Missing[] {
  const missing: Missing[] = [];
  if (texts.numCpus === '') missing.push(lacking('numCpus'));
  if (texts.cpu !== '') return missing;
  const noCpu0 = absent('vmsaCpu0');
  const noCpu1 = absent('vmsaCpu1');
  if (noCpu0 && noCpu1) missing.push(lacking('cpu', ' (or VMSA CPU 0)'));
  else if (noCpu0) missing.push(lacking('vmsaCpu0'));
  else if (noCpu1 && vcpus !== null && vcpus > 1) missing.push(lacking('vmsaCpu1'));
  return missing;
}
