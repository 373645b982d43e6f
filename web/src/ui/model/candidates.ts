// Dropped files that are in no place: one of them may be what was started instead.

import { computed } from '@preact/signals';
import type { FileRole } from '../../engine/engine';
import { entries, stillUsed, type Entry } from './intake';

// As many as the core takes.
const most = 64;

const neverStarted: readonly FileRole[] = ['launchInfo', 'domainXml', 'settings', 'empty'];

export function isCandidate(entry: Entry): boolean {
  return entry.recognised !== null && entry.size > 0 && !neverStarted.includes(entry.role)
    && !stillUsed(entry);
}

/** The latest, if there are too many. */
export const candidates = computed<Entry[]>(() => entries.value.filter(isCandidate).slice(-most));

/** Each with a name of its own, where two files have the same: "vmlinuz (2)". */
export function namedApart(files: readonly File[]): { name: string; file: File }[] {
  const taken = new Set(files.map(({ name }) => name));
  const seen = new Set<string>();
  return files.map((file) => {
    let name = file.name;
    for (let turn = 2; seen.has(name) || (turn > 2 && taken.has(name)); turn += 1) {
      name = `${file.name} (${turn})`;
    }
    seen.add(name);
    return { name, file };
  });
}
