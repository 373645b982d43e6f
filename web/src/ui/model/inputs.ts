// Everything that belongs to the request. Whoever changes any of it calls changed(), which makes
// answers to earlier questions stale.

import { computed, signal, type Signal } from '@preact/signals';
import type { FileDigest, KeyView, TextField, TextView } from '../../core/face';
import type { DomainView, FirmwareView, VmsaView } from '../../core/reports';
import type { Handle } from '../../engine/calls';
import type { EngineError, Progress } from '../../engine/engine';
import { placeNames, textFields, type PlaceName } from './fields';

/** What the core said of one text, if it is still that text. */
export interface Check {
  text: string;
  view: TextView | null;
  error: EngineError | null;
}

/** Whose a file or a text is. */
export type Source = 'file' | 'settings' | 'sample';

/** What every place knows that has a file, whatever became of it. */
export interface Put {
  /** Of its own for every time that something was put there: the same file may be put twice. */
  token: number;
  /** The entry of the list of given files that it came from; 0 where it came otherwise. */
  owner: number;
  /** `settings`: only name, size and hash are known, from an earlier session. */
  source: Source;
}

export interface HeldFile extends Put {
  status: 'held';
  name: string;
  size: number;
  /** Null where only the name is known. */
  file: File | null;
  /** Unknown for keys. */
  sha256: string | null;
  /** Of a kernel or an initrd. */
  digest?: FileDigest;
  /** Of what the worker holds. */
  held?: Handle;
  /** A key's. */
  bytes?: Uint8Array;
  firmware?: FirmwareView;
  vmsa?: VmsaView;
  domain?: DomainView;
  key?: KeyView;
}

export type Place =
  | { status: 'empty'; file: null; note: string }
  | Put & { status: 'reading'; name: string; size: number; file: File; progress: Progress | null;
      cancel: () => void }
  | Put & { status: 'failed'; name: string; size: number; file: File; error: EngineError }
  | HeldFile;

export const emptyPlace: Place = { status: 'empty', file: null, note: '' };

function each<K extends string, T>(keys: readonly K[], make: () => T): Record<K, T> {
  return Object.fromEntries(keys.map((key) => [key, make()])) as Record<K, T>;
}

export const texts: Record<TextField, Signal<string>> = each(textFields, () => signal(''));
export const checks: Record<TextField, Signal<Check | null>> =
  each(textFields, () => signal<Check | null>(null));
export const places: Record<PlaceName, Signal<Place>> =
  each(placeNames, () => signal<Place>(emptyPlace));

/** Where a text comes from, as long as nobody changed it: '' where it was typed, pasted by field, or is of settings. */
export type Origin = '' | 'host' | 'sample';
export const origins: Record<TextField, Signal<Origin>> =
  each(textFields, () => signal<Origin>(''));

/** What the host reported of the launch, whatever the owner gave; nothing where it reported none. */
export const reportedPolicy = signal('');

/** Remarks beside a place that are no errors: it looks like something else, or differs. */
export const remarks: Record<PlaceName, Signal<string>> = each(placeNames, () => signal(''));

/** Files that loaded settings name; a file that differs is remarked on. */
export interface NamedDigest extends FileDigest {
  name: string;
}
export type FromSettings = 'firmware' | 'kernel' | 'initrd';
export const expectedFiles = signal<Partial<Record<FromSettings, NamedDigest>>>({});

/** While anything of the built-in sample is in use, a verdict is about nobody's guest. */
export const sampleInUse = computed(() => (
  textFields.some((field) => texts[field].value !== '' && origins[field].value === 'sample')
  || placeNames.some((name) => {
    const { value } = places[name];
    return value.status !== 'empty' && value.source === 'sample';
  })));

let clearings = 0;

/** Counts how often all was cleared, or the page left: what was begun before is not to go on. */
export function clearingsSoFar(): number {
  return clearings;
}

export function countClearing(): void {
  clearings += 1;
}

let generation = 0;
const listeners: (() => void)[] = [];

export function currentGeneration(): number {
  return generation;
}

export function onChanged(listener: () => void): void {
  listeners.push(listener);
}

export function changed(): void {
  generation += 1;
  listeners.forEach((listener) => listener());
}

export function held(place: PlaceName): HeldFile | null {
  const { value } = places[place];
  return value.status === 'held' ? value : null;
}

export function failedWith(place: PlaceName, kind: EngineError['kind']): boolean {
  const { value } = places[place];
  return value.status === 'failed' && value.error.kind === kind;
}

export function wasCancelled(place: PlaceName): boolean {
  return failedWith(place, 'cancelled');
}

export function placesBeingRead(): PlaceName[] {
  return placeNames.filter((name) => places[name].value.status === 'reading');
}

export function wipe(bytes: Uint8Array | null | undefined): void {
  bytes?.fill(0);
}
