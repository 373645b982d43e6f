// What is being read right now, in words.

import { labelOf } from './fields';
import { places, placesBeingRead } from './inputs';

/** "Reading Initrd: 34 %", of the first; nothing where nothing is being read. */
export function readingWords(): string {
  const [name] = placesBeingRead();
  if (!name) return '';
  const place = places[name].value;
  const progress = place.status === 'reading' ? place.progress : null;
  const percent = progress && progress.total > 0
    ? `: ${Math.floor((progress.done / progress.total) * 100)} %` : '';
  return `Reading ${labelOf(name)}${percent}`;
}
