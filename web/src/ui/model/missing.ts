// What a verdict still needs. The core says it, asked anew whenever a field or a place is filled or
// emptied; only what the domain's XML adds is found here.

import { computed, effect, signal, untracked } from '@preact/signals';
import type { FieldName, MissingPart } from '../../core/face';
import { hostFields, labelOf, sevPlaces, textFields, type PlaceName } from './fields';
import { held, places, texts, wasCancelled } from './inputs';
import { fieldsFromXml, textInForce } from './offers';
import { engine, engineState } from './session';

export interface Missing {
  /** Where it is to be given. */
  field: FieldName;
  words: string;
}

/** A place counts as given once a file was chosen; whether it could be read is another matter. */
const question = computed(() => ({
  given: [...textFields.filter((field) => texts[field].value !== ''), ...fieldsFromXml(),
    ...sevPlaces.filter((name) => places[name].value.status !== 'empty')],
  policy: textInForce('policy'),
  numCpus: textInForce('numCpus'),
}));
const asText = computed(() => JSON.stringify(question.value));

const answer = signal<{ to: string; parts: MissingPart[] } | null>(null);

async function refresh(): Promise<void> {
  const to = asText.peek();
  if (answer.peek()?.to === to) return;
  const { given, policy, numCpus } = question.peek();
  const outcome = await engine().ask('missing', given, policy, numCpus);
  if (outcome.ok && to === asText.peek()) answer.value = { to, parts: outcome.value };
}

effect(() => {
  const { status } = engineState.value;
  const ofNow = asText.value;
  if (status === 'ready' && ofNow !== '') untracked(() => void refresh());
});

/** The files that the domain boots, where they are measured. */
function bootFiles(): ('kernel' | 'initrd')[] {
  const domain = held('domainXml')?.domain;
  if (!domain?.launchSecurity.kernelHashes) return [];
  return (['kernel', 'initrd'] as const).filter((file) => domain.boot[file] !== null);
}

/** All that the host prints at once is one thing to fetch. */
function grouped(list: readonly Missing[]): Missing[] {
  const isHosts = ({ field }: Missing): boolean => (hostFields as readonly string[]).includes(field);
  if (list.filter(isHosts).length < hostFields.length) return [...list];
  return [{ field: 'measurement', words: 'Host output' }, ...list.filter((one) => !isHosts(one))];
}

/** Right now, or a moment ago while the core is asked; null before it was asked at all. */
export const missing = computed<Missing[] | null>(() => {
  if (!answer.value) return null;
  const list = grouped(answer.value.parts.map(({ field, what }) => ({ field, words: what })));
  const isListed = (name: PlaceName): boolean => list.some(({ field }) => field === name);
  for (const name of bootFiles()) {
    if (places[name].value.status !== 'empty' || isListed(name)) continue;
    list.push({ field: name, words: `${labelOf(name)} (the domain's XML has one)` });
  }
  for (const name of sevPlaces.filter(wasCancelled)) {
    list.push({ field: name, words: `${labelOf(name)} (reading it was cancelled)` });
  }
  return list;
});

/** Of what is given at this moment; null where the core cannot say. */
export async function missingNow(): Promise<readonly Missing[] | null> {
  await refresh();
  return answer.peek()?.to === asText.peek() ? missing.peek() : null;
}
