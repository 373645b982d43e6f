// Files that come from anywhere: each is recognised by its content, listed with the reason, and
// put where it belongs, or the user is asked.

import { signal } from '@preact/signals';
import type { FileRole, Recognised } from '../../engine/engine';
import { isPlace } from './fields';
import { sentence, visibleName } from './format';
import { takeHostFile } from './hostText';
import { places } from './inputs';
import { complain } from './notices';
import { clearPlace, putFile } from './places';
import { engine, raise } from './session';
import { takeSettingsFile } from './settings';

export interface Entry {
  id: number;
  name: string;
  size: number;
  file: File;
  state: 'recognising' | 'asking' | 'used' | 'refused';
  /** What it is used as, or was recognised as. */
  role: FileRole;
  recognised: Recognised | null;
  /** Why it is asked about or refused. */
  message: string;
}

export const entries = signal<Entry[]>([]);
const mostFiles = 50;
let nextId = 1;

function update(id: number, change: Partial<Entry>): void {
  entries.value = entries.value.map((entry) => (entry.id === id ? { ...entry, ...change } : entry));
}

export async function takeFiles(files: readonly File[], folders: readonly string[]): Promise<void> {
  if (folders.length > 0) {
    complain(`${folders.map((name) => visibleName(name)).join(', ')}: a folder cannot be read here.`,
      'Open the folder and drop the files that are in it.');
  }
  if (files.length > mostFiles) {
    complain(`Expected at most ${mostFiles} files at once, got ${files.length}.`,
      'Drop the files of one launch.');
    return;
  }
  const fresh = files.map(newEntry);
  entries.value = [...entries.value, ...fresh];
  const known = await Promise.all(fresh.map(recognise));
  // Settings first, so that files dropped together with them come out on top.
  const first = known.filter((entry) => entry?.role === 'settings');
  const rest = known.filter((entry) => entry?.role !== 'settings');
  for (const entry of first) if (entry) await use(entry, entry.role);
  await Promise.all(rest.map((entry) => entry && use(entry, entry.role)));
}

function newEntry(file: File): Entry {
  const id = nextId;
  nextId += 1;
  return { id, name: file.name, size: file.size, file, state: 'recognising', role: 'unknown',
    recognised: null, message: '' };
}

/** The entry when it is clear what to do with it. */
async function recognise(entry: Entry): Promise<Entry | null> {
  const outcome = await engine().recognise(entry.file);
  if (!outcome.ok) {
    raise(outcome.error);
    const hint = outcome.error.hint === '' ? '' : ` ${outcome.error.hint}`;
    update(entry.id, { state: 'refused', message: sentence(outcome.error.message) + hint });
    return null;
  }
  const recognised = outcome.value;
  const { role } = recognised;
  const unclear = question(recognised);
  update(entry.id, { role, recognised, ...(unclear ? { state: 'asking', message: unclear } : {}) });
  return unclear ? null : { ...entry, role, recognised };
}

/** What the user is asked where the content does not tell. */
function question({ role, reason }: Recognised): string {
  if (role === 'empty') return 'The file has 0 bytes. Choose what it is, or remove it.';
  return role === 'unknown' ? `${sentence(reason || 'Not recognised')} Choose what it is.` : '';
}

async function use(entry: Entry, role: FileRole): Promise<void> {
  update(entry.id, { state: 'used', role, message: '' });
  let problem = '';
  if (isPlace(role)) await putFile(role, entry.file, entry.recognised);
  else if (role === 'launchInfo') problem = await takeHostFile(entry.file);
  else if (role === 'settings') problem = await takeSettingsFile(entry.file);
  if (problem !== '') update(entry.id, { state: 'refused', message: problem });
}

/** Whether the file still is where its entry says; another may have replaced it since. */
export function stillUsed(entry: Entry): boolean {
  if (entry.state !== 'used' || !isPlace(entry.role)) return entry.state === 'used';
  return places[entry.role].value.file === entry.file;
}

function takeOut(entry: Entry): void {
  if (isPlace(entry.role) && stillUsed(entry)) clearPlace(entry.role);
}

export async function changeRole(entry: Entry, role: FileRole): Promise<void> {
  takeOut(entry);
  await use(entry, role);
}

export function removeEntry(entry: Entry): void {
  takeOut(entry);
  entries.value = entries.value.filter((other) => other.id !== entry.id);
}
