// The built-in launches: of the kind of guest whose view is shown.

import type { TextField } from '../../core/face';
import { showMoment, shownMoment } from './address';
import { fillText } from './checkedText';
import type { PlaceName } from './fields';
import { currentGeneration } from './inputs';
import { kindOf, momentOfKind, type GuestKind } from './moment';
import { inform } from './notices';
import { putFile } from './places';
import { expected } from './snpWish';
import { clearAll, isAnythingGiven, restore, unsavedWords } from './startOver';
import { fillTexts } from './texts';
import { validate } from './verdict';

export type SampleKind = 'matching' | 'failing';

export interface Sample {
  texts: Partial<Record<TextField, string>>;
  files: { place: PlaceName; name: string; bytes: Uint8Array }[];
  /** Of SEV-SNP: the one to compare. */
  digest?: string;
}

const nothing: Sample = { texts: {}, files: [] };
let load: Record<GuestKind, (kind: SampleKind) => Sample> = { sev: () => nothing, snp: () => nothing };

export function connectSamples(loaders: typeof load): void {
  load = loaders;
}

const words: Record<GuestKind, Record<SampleKind, string>> = {
  sev: {
    matching: 'Sample loaded: a launch that matches. Its keys are public and protect nothing.',
    failing: 'Sample loaded: a host that added init=/bin/sh to the command line. Its keys are public.',
  },
  snp: {
    matching: 'Sample loaded: a guest with the digest that is given below. Its firmware is made up, and starts nothing.',
    failing: 'Sample loaded: the digest of a host that added init=/bin/sh to the command line. Its firmware is made up, '
      + 'and starts nothing.',
  },
};

export async function loadSample(kind: SampleKind): Promise<void> {
  const unsaved = unsavedWords();
  if (unsaved !== '' && !window.confirm(`${unsaved} Load the sample?`)) return;
  const guest = kindOf(shownMoment.peek());
  const sample = load[guest](kind);
  showMoment(momentOfKind[guest]);
  const anything = isAnythingGiven();
  const before = clearAll();
  fillTexts(sample.texts, 'sample');
  if (sample.digest !== undefined) fillText(expected, sample.digest);
  const reading = sample.files.map(({ place, name, bytes }) => (
    putFile(place, new File([bytes as BlobPart], name), { source: 'sample' })));
  inform(words[guest][kind], anything ? () => restore(before) : null);
  const generation = currentGeneration();
  await Promise.all(reading);
  if (guest === 'sev' && generation === currentGeneration()) await validate();
}
