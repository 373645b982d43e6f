// What the host says of its platform: files of certificates, of which there may be any number, and what the
// owner may add: a root of his own, and the chip's id.

import { computed, signal } from '@preact/signals';
import type { RequestFiles } from '../../core/face';
import type { Asked } from '../../engine/calls';
import type { PlatformFileView } from '../../engine/engine';
import { FileList, type GivenFile } from './fileLists';
import { takeFile } from './taking';

export type PlatformFile = GivenFile<PlatformFileView>;

const newList = (): FileList<PlatformFileView> => new FileList('platform', ({ platform }) => platform ?? null);
const platform = newList();
const root = newList();
const sessions = newList();

export const platformFiles = platform.files;
/** At most one: the root that the owner names. */
export const rootFiles = root.files;
/** Sessions and owners' certificates that are to be checked. */
export const sessionFiles = sessions.files;
/** As it stands in the field, and as it counts: once the field is left. */
export const chipIdText = signal('');
export const chipId = signal('');

/** Resolves when it was read, or could not be. */
export function addPlatformFile(file: File, owner = 0, taking = takeFile(file, 'platform')): Promise<void> {
  return platform.add(file, owner, taking);
}

export function putRoot(file: File): Promise<void> {
  root.clear();
  return root.add(file);
}

export function addSessionFile(file: File): Promise<void> {
  return sessions.add(file);
}

export function removeSessionFile(gone: PlatformFile): void {
  sessions.remove(gone);
}

export function removePlatformFile(gone: PlatformFile): void {
  platform.remove(gone);
}

export function clearRoot(): void {
  root.clear();
}

export function clearPlatform(): void {
  for (const list of [platform, root, sessions]) list.clear();
  setChipId('');
}

/** At once: as it was pasted, or given back. */
export function setChipId(text: string): void {
  chipIdText.value = text;
  chipId.value = text.trim();
}

export function fileOfOwner(owner: number): PlatformFile | null {
  return platform.ofOwner(owner);
}

export const isAnyPlatformGiven = computed(() => (
  platformFiles.value.length + rootFiles.value.length > 0 || chipIdText.value !== ''));

export interface PlatformSnapshot {
  files: { file: File; owner: number }[];
  root: File | null;
  chipId: string;
}

export function snapshotPlatform(): PlatformSnapshot {
  return {
    files: platformFiles.value.map(({ file, owner }) => ({ file, owner })),
    root: rootFiles.value[0]?.file ?? null,
    chipId: chipIdText.value,
  };
}

export function restorePlatform(before: PlatformSnapshot): void {
  clearPlatform();
  for (const { file, owner } of before.files) void addPlatformFile(file, owner);
  if (before.root) void putRoot(before.root);
  setChipId(before.chipId);
}

/** What the core is asked with. Its messages call the files by these names, of which each is its own. */
export function asked(list: readonly PlatformFile[], what: string): Asked<RequestFiles> {
  const seen = new Map<string, number>();
  const nameOf = ({ name }: File): string => {
    const turn = (seen.get(name) ?? 0) + 1;
    seen.set(name, turn);
    return turn === 1 ? `${what} ${name}` : `${what} ${name} (${turn})`;
  };
  return Object.fromEntries(list.flatMap((one) => (
    one.state === 'held' ? [[nameOf(one.file), one.held]] : [])));
}
