// The built-in launches.

import { showMoment } from './address';
import { currentGeneration } from './inputs';
import { inform } from './notices';
import { clearAll, isAnythingGiven, restore, unsavedWords } from './startOver';
import { putFile } from './places';
import type { PlaceName } from './fields';
import type { TextField } from '../../core/face';
import { fillTexts } from './texts';
import { validate } from './verdict';

export type SampleKind = 'matching' | 'failing';

export interface Sample {
  texts: Partial<Record<TextField, string>>;
  files: { place: PlaceName; name: string; bytes: Uint8Array }[];
}

let load: (kind: SampleKind) => Sample | Promise<Sample> = () => ({ texts: {}, files: [] });

export function connectSamples(loader: typeof load): void {
  load = loader;
}

export async function loadSample(kind: SampleKind): Promise<void> {
  const unsaved = unsavedWords();
  if (unsaved !== '' && !window.confirm(`${unsaved} Load the sample?`)) return;
  const sample = await load(kind);
  showMoment('paused');
  const anything = isAnythingGiven();
  const before = clearAll();
  fillTexts(sample.texts, 'sample');
  const reading = sample.files.map(({ place, name, bytes }) => (
    putFile(place, new File([bytes as BlobPart], name), { source: 'sample' })));
  const what = kind === 'matching'
    ? 'Sample loaded: a launch that matches. Its keys are public and protect nothing.'
    : 'Sample loaded: a host that added init=/bin/sh to the command line. Its keys are public.';
  inform(what, anything ? () => restore(before) : null);
  const generation = currentGeneration();
  await Promise.all(reading);
  if (generation === currentGeneration()) await validate();
}
