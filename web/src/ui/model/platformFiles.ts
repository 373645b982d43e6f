// What the host says of its platform: files of certificates, of which there may be any number, and what the
// owner may add: a root of his own, and the chip's id.

import { computed, signal, type Signal } from '@preact/signals';
import type { RequestFiles } from '../../core/face';
import type { Asked, Handle } from '../../engine/calls';
import type { EngineError, PlatformFileView } from '../../engine/engine';
import { afterRestart, raise, settleFirst } from './session';
import { letGo, takeFile, type Taking } from './taking';

interface Given {
  /** Of its own for every time that a file was given. */
  token: number;
  /** The entry of the list of given files that it came from; 0 where it came otherwise. */
  owner: number;
  file: File;
}

export type PlatformFile = Given & (
  | { state: 'reading' }
  | { state: 'held'; held: Handle; view: PlatformFileView | null }
  | { state: 'failed'; error: EngineError });

export const platformFiles = signal<readonly PlatformFile[]>([]);
/** At most one: the root that the owner names. */
export const rootFiles = signal<readonly PlatformFile[]>([]);
/** Sessions and owners' certificates that are to be checked. */
export const sessionFiles = signal<readonly PlatformFile[]>([]);
/** As it stands in the field, and as it counts: once the field is left. */
export const chipIdText = signal('');
export const chipId = signal('');

type List = Signal<readonly PlatformFile[]>;

let lastToken = 0;
const onTheirWay = new Map<number, Taking>();

function change(list: List, token: number, next: PlatformFile): void {
  list.value = list.value.map((one) => (one.token === token ? next : one));
}

/** Reads it; gone meanwhile, it is let go of. */
async function read(list: List, given: Given, taking: Taking): Promise<void> {
  onTheirWay.set(given.token, taking);
  const outcome = await taking.outcome;
  const isCurrent = onTheirWay.get(given.token) === taking;
  if (!isCurrent) {
    if (outcome.ok) letGo(outcome.value);
    return;
  }
  onTheirWay.delete(given.token);
  if (!outcome.ok) {
    raise(outcome.error);
    return change(list, given.token, { ...given, state: 'failed', error: outcome.error });
  }
  const { held, platform } = outcome.value;
  if (held) change(list, given.token, { ...given, state: 'held', held, view: platform ?? null });
}

function give(list: List, file: File, owner: number, taking: Taking): Promise<void> {
  lastToken += 1;
  const given = { token: lastToken, owner, file };
  list.value = [...list.value, { ...given, state: 'reading' }];
  return read(list, given, taking);
}

/** Resolves when it was read, or could not be. */
export function addPlatformFile(file: File, owner = 0, taking = takeFile(file, 'platform')): Promise<void> {
  return give(platformFiles, file, owner, taking);
}

export function putRoot(file: File): Promise<void> {
  clear(rootFiles);
  return give(rootFiles, file, 0, takeFile(file, 'platform'));
}

export function addSessionFile(file: File): Promise<void> {
  return give(sessionFiles, file, 0, takeFile(file, 'platform'));
}

export function removeSessionFile(gone: PlatformFile): void {
  remove(sessionFiles, gone);
}

function remove(list: List, gone: PlatformFile): void {
  onTheirWay.get(gone.token)?.drop();
  onTheirWay.delete(gone.token);
  if (gone.state === 'held') letGo({ held: gone.held });
  list.value = list.value.filter(({ token }) => token !== gone.token);
}

export function removePlatformFile(gone: PlatformFile): void {
  remove(platformFiles, gone);
}

function clear(list: List): void {
  for (const one of list.value) remove(list, one);
}

export function clearRoot(): void {
  clear(rootFiles);
}

export function clearPlatform(): void {
  clear(platformFiles);
  clear(rootFiles);
  clear(sessionFiles);
  setChipId('');
}

/** At once: as it was pasted, or given back. */
export function setChipId(text: string): void {
  chipIdText.value = text;
  chipId.value = text.trim();
}

export function fileOfOwner(owner: number): PlatformFile | null {
  return platformFiles.value.find((one) => one.owner === owner) ?? null;
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

// What a worker held went with it: it is small, and is read once more.
afterRestart(() => {
  for (const list of [platformFiles, rootFiles, sessionFiles]) {
    for (const one of list.value) {
      const { token, owner, file } = one;
      const given = { token, owner, file };
      change(list, token, { ...given, state: 'reading' });
      settleFirst(read(list, given, takeFile(file, 'platform')));
    }
  }
});
