// Dropped files that are in no place: one of them may be what was started instead.

import { computed } from '@preact/signals';
import type { FileRole } from '../../core/face';
import { isBlockFile } from './blockFiles';
import { shortened } from './format';
import { entries, stillUsed, type Entry } from './intake';
import { about } from './session';

/** As many as the core takes. */
export const mostCandidates = computed(() => about()?.candidates.most ?? 0);
/** No kernel or initrd is larger: the worker says so of one that is given all the same. */
const largest = (): number => about()?.fileSizes.initrd ?? 0;
// Shortened here and not in the core, so that two that become the same are told apart.
const longestName = 60;

const neverStarted: readonly FileRole[] = [
  'launchInfo', 'domainXml', 'settings', 'secret', 'platform', 'forHost', 'report', 'certs', 'expectations', 'empty',
];

function isPossible(entry: Entry): boolean {
  const { recognised, role, size } = entry;
  if (recognised === null || size === 0 || neverStarted.includes(role)) return false;
  // A private key above all, whatever it was chosen to be: candidates are hashed.
  if (isBlockFile(role) || isBlockFile(recognised.role)) return false;
  return !stillUsed(entry);
}

const possible = computed(() => entries.value.filter(isPossible));

/** The latest, if there are too many. */
export const candidates = computed<Entry[]>(() => (
  possible.value.slice(Math.max(0, possible.value.length - mostCandidates.value))));

/** How many are one too many. */
export const superfluous = computed(() => possible.value.length - candidates.value.length);

/** Whether it is tried, would be but for the others, or is out of the question. */
export function candidacy({ id, size }: Entry): 'tried' | 'superfluous' | 'none' {
  if (size > largest()) return 'none';
  const isIn = (list: readonly Entry[]): boolean => list.some((entry) => entry.id === id);
  if (isIn(candidates.value)) return 'tried';
  return isIn(possible.value) ? 'superfluous' : 'none';
}

/** Each with a name of its own, where two files have the same: "vmlinuz (2)". */
export function namedApart(files: readonly File[]): { name: string; file: File }[] {
  const taken = new Set(files.map(({ name }) => shortened(name, longestName)));
  const seen = new Set<string>();
  return files.map((file) => {
    let name = shortened(file.name, longestName);
    for (let turn = 2; seen.has(name) || (turn > 2 && taken.has(name)); turn += 1) {
      const suffix = ` (${turn})`;
      name = shortened(file.name, longestName - suffix.length) + suffix;
    }
    seen.add(name);
    return { name, file };
  });
}
