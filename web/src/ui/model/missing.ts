// What a verdict still needs, in the words of the labels. The core decides alone whether a request
// is complete; this only names everything at once where the core names the first.

import type { TextField } from '../../core/face';
import { hostFields, labelOf, type PlaceName } from './fields';
import type { Place } from './inputs';

export interface Given {
  texts: Record<TextField, string>;
  places: Record<PlaceName, Place['status']>;
  es: boolean;
  vcpus: number | null;
  /** The files that the domain's XML says are measured. */
  boots: readonly ('kernel' | 'initrd')[];
}

/** A place counts as given once a file was chosen; whether it could be read is another matter. */
export function missingInputs({ texts, places, es, vcpus, boots }: Given): string[] {
  const absent = (place: PlaceName): boolean => places[place] === 'empty';
  const missing: string[] = hostFields.filter((field) => texts[field] === '').map(labelOf);
  if (absent('firmware')) missing.push(labelOf('firmware'));
  const bootParts = !absent('initrd') || texts.cmdline !== '';
  if (absent('kernel') && bootParts) missing.push('Kernel (initrd and command line need one)');
  else for (const file of boots) {
    if (absent(file)) missing.push(`${labelOf(file)} (the domain's XML has one)`);
  }
  if (es) missing.push(...missingCpuState(texts, absent, vcpus));
  if (absent('tk') && absent('tik')) missing.push('TIK (or TK)');
  return missing;
}

function missingCpuState(
  texts: Record<TextField, string>, absent: (place: PlaceName) => boolean, vcpus: number | null,
): string[] {
  const missing: string[] = [];
  if (texts.numCpus === '') missing.push(labelOf('numCpus'));
  if (texts.cpu !== '') return missing;
  const noCpu0 = absent('vmsaCpu0');
  const noCpu1 = absent('vmsaCpu1');
  if (noCpu0 && noCpu1) missing.push('CPU model (or VMSA CPU 0)');
  else if (noCpu0) missing.push(labelOf('vmsaCpu0'));
  else if (noCpu1 && vcpus !== null && vcpus > 1) missing.push(labelOf('vmsaCpu1'));
  return missing;
}
