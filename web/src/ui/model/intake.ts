// Files that come from anywhere: each is recognised by its content, listed with the reason, and
// put where it belongs, or the user is asked.

import { signal } from '@preact/signals';
import type { FileRole, Recognised } from '../../core/face';
import { blockFiles, clearBlockFile, isBlockFile, isPrivateKey, putBlockFile, restoreBlockFile } from './blockFiles';
import { countClaims, isSameFile, objection, wouldReplace } from './claims';
import { isCmdlineOf, removeCmdlineOf, takeCmdlineFile } from './cmdlineFile';
import { tellOfDomain } from './domainXml';
import { chooseMoment } from './chooseMoment';
import { choosableRoles, isPlace, roleLabels, type PlaceName } from './fields';
import type { GivenFile } from './fileLists';
import type { Folder } from './folders';
import { sentence, visibleName } from './format';
import { takeHostFile } from './hostOutput';
import { bareMeasurement } from './hostText';
import { clearingsSoFar, emptyPlace, places, type Place } from './inputs';
import { asOneNotice, complain, inform } from './notices';
import { clearPlace, putBack, putFile } from './places';
import { addPlatformFile, fileOfOwner, removePlatformFile } from './platformFiles';
import { giveSnpFile, isReportRole, removeSnpFile, snapshotReport, snpFileOfOwner } from './reportFiles';
import { takeExpectationsFile } from './reportWish';
import { removeSecretFile, secretOf, takeSecretFile } from './secrets';
import { raise } from './session';
import { takeSettingsFile } from './settings';
import { takeFile, type Taking } from './taking';

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

export async function takeFiles(files: readonly File[], folders: readonly Folder[]): Promise<void> {
  const hashing: Promise<void>[] = [];
  await asOneNotice(() => takeAll(files, folders, hashing));
  await Promise.all(hashing);
}

/** What takes long goes on in `hashing`, after all has been said. */
async function takeAll(
  files: readonly File[], folders: readonly Folder[], hashing: Promise<void>[],
): Promise<void> {
  const clearings = clearingsSoFar();
  const all = [...files, ...(await Promise.all(folders.map(filesIn))).flat()];
  if (clearings !== clearingsSoFar()) return;
  if (all.length > mostFiles) {
    const got = folders.length > 0 ? 'more' : String(all.length);
    complain(`Expected at most ${mostFiles} files at once, got ${got}.`, 'Drop the files of one launch.');
    return;
  }
  await takeTogether(all.map((file) => takeFile(file, null)), hashing);
}

/** One more than are taken, where there are too many. */
async function filesIn(folder: Folder): Promise<File[]> {
  const name = visibleName(folder.name);
  try {
    const files = await folder.files(mostFiles + 1);
    if (files.length === 0) complain(`${name}: there is no file in this folder.`);
    return files;
  } catch {
    complain(`${name}: this folder cannot be read.`, 'Open the folder and drop the files inside it.');
    return [];
  }
}

/** Files that came at one time, and are on their way. */
export async function takeTogether(
  takings: readonly Taking[], hashing: Promise<void>[],
): Promise<void> {
  const fresh = takings.map((taking): Fresh => ({ taking, entry: newEntry(taking.file) }));
  entries.value = [...entries.value, ...fresh.map(({ entry }) => entry)];
  const clearings = clearingsSoFar();
  const known = (await Promise.all(fresh.map(recognise))).filter((one) => one !== null);
  const counts = countClaims(known.map(({ entry }) => entry.role));
  const claim = async ({ entry, taking }: Fresh): Promise<void> => {
    // All was cleared meanwhile, or the page left, or this one removed.
    const isGone = clearings !== clearingsSoFar() || !entries.value.some(({ id }) => id === entry.id);
    if (isGone) return taking.drop();
    await useIfFree(entry, taking, counts.get(entry.role) ?? 1);
  };
  // Settings first, so that files dropped together with them come out on top.
  for (const one of known) if (one.entry.role === 'settings') await claim(one);
  const others = known.filter(({ entry }) => entry.role !== 'settings');
  const isLong = ({ entry }: Fresh): boolean => entry.role === 'kernel' || entry.role === 'initrd';
  chooseMoment(known.map(({ entry }) => ({ role: entry.role, isSnp: entry.recognised?.isSnp ?? false })));
  // They would keep the others waiting.
  await Promise.all(others.filter((one) => !isLong(one)).map(claim));
  hashing.push(...others.filter(isLong).map(claim));
}

interface Fresh {
  entry: Entry;
  taking: Taking;
}

/** Nothing that is held goes for a file that was only dropped: the user is asked. */
async function useIfFree(entry: Entry, taking: Taking, claimants: number): Promise<void> {
  const message = objection(entry.role, entry.id, claimants);
  if (message === '') {
    taking.readAs(entry.role);
    return use(entry, entry.role, taking);
  }
  taking.drop();
  update(entry.id, { state: 'asking', message });
}

function newEntry(file: File): Entry {
  const id = nextId;
  nextId += 1;
  return { id, name: file.name, size: file.size, file, state: 'recognising', role: 'unknown',
    recognised: null, message: '' };
}

/** The same with its role, when it is clear what to do with it. */
async function recognise({ entry, taking }: Fresh): Promise<Fresh | null> {
  const outcome = await taking.recognised;
  if (!outcome.ok) {
    raise(outcome.error);
    const hint = outcome.error.hint === '' ? '' : ` ${outcome.error.hint}`;
    update(entry.id, { state: 'refused', message: sentence(outcome.error.message) + hint });
    return null;
  }
  const recognised = outcome.value;
  if (!recognised) return null;
  const role = await isBareMeasurement(recognised, entry.file) ? 'launchInfo' : recognised.role;
  const unclear = question({ ...recognised, role });
  update(entry.id, { role, recognised, ...(unclear ? { state: 'asking', message: unclear } : {}) });
  if (unclear) taking.drop();
  return unclear ? null : { taking, entry: { ...entry, role, recognised } };
}

/** The core knows no such file; what the host prints says of a measurement that it is one. */
async function isBareMeasurement({ role }: Recognised, file: File): Promise<boolean> {
  if (role !== 'unknown' || file.size < 64 || file.size > 66) return false;
  return bareMeasurement(await file.text().catch(() => '')) !== null;
}

/** What the user is asked where the content does not tell. */
function question({ role, reason }: Recognised): string {
  if (role === 'empty') return 'The file has 0 bytes. Choose what it is, or remove it.';
  if (role !== 'unknown') return '';
  return `Not recognised by its content${reason === '' ? '' : ` (${reason})`}. Choose what it is.`;
}

/** The taking was told the role. */
async function use(entry: Entry, role: FileRole, taking: Taking): Promise<void> {
  update(entry.id, { state: 'used', role, message: '' });
  let problem = '';
  if (isPlace(role)) {
    await putFile(role, entry.file, { taking, owner: entry.id });
    if (role === 'domainXml' && isSameFile(role, entry.id)) tellOfDomain();
  }
  if (role === 'launchInfo') problem = await takeHostFile(taking);
  else if (role === 'settings') problem = await takeSettingsFile(taking);
  else if (role === 'platform') await addPlatformFile(entry.file, entry.id, taking);
  else if (role === 'secret') problem = await takeSecretFile(taking, entry.id);
  else if (role === 'cmdline') problem = await takeCmdlineFile(taking, entry.id);
  else if (isBlockFile(role)) putBlockFile(role, entry.file, entry.id);
  else if (isReportRole(role)) await giveSnpFile(role, entry.file, entry.id, taking);
  else if (role === 'expectations') problem = await takeExpectationsFile(taking);
  if (problem !== '') update(entry.id, { state: 'refused', message: problem });
}

function listedFile({ role, id }: Entry): GivenFile<unknown> | null {
  if (role === 'platform') return fileOfOwner(id);
  return isReportRole(role) ? snpFileOfOwner(role, id) : null;
}

/** Why the file could not be used where its entry says; nothing if it could, or is still being read. */
export function failureOf(entry: Entry): string {
  const listed = listedFile(entry);
  if (listed?.state === 'failed') return sentence(listed.error.message);
  if (!isPlace(entry.role) || !stillUsed(entry)) return '';
  const place = places[entry.role].value;
  return place.status === 'failed'
    ? `Not used as ${roleLabels[entry.role]}. ${sentence(place.error.message)}` : '';
}

/** Whether the file still is where its entry says; another may have replaced it since. */
export function stillUsed(entry: Entry): boolean {
  if (entry.state !== 'used') return false;
  if (entry.role === 'secret') return secretOf(entry.id) !== null;
  if (entry.role === 'cmdline') return isCmdlineOf(entry.id);
  if (entry.role === 'platform' || isReportRole(entry.role)) return listedFile(entry) !== null;
  return isPlace(entry.role) || isBlockFile(entry.role) ? isSameFile(entry.role, entry.id) : true;
}

function isSameContent(one: File, other: File): boolean {
  return one.name === other.name && one.size === other.size
    && one.lastModified === other.lastModified;
}

/**
 * What a place lost to another file, if it had been put directly there: it is listed from then on,
 * since it may be what was started. The entry's id; 0 for none.
 */
export function listReplaced(name: PlaceName, lost: Place, next: File): number {
  if (name === 'domainXml' || (lost.status !== 'held' && lost.status !== 'reading')) return 0;
  if (!lost.file || lost.owner !== 0 || lost.source !== 'file') return 0;
  if (isSameContent(lost.file, next)) return 0;
  const recognised = { role: name, alternatives: [], reason: '', isSnp: false };
  const entry: Entry = { ...newEntry(lost.file), state: 'used', role: name, recognised };
  entries.value = [...entries.value, entry];
  return entry.id;
}

export function isOfKey({ recognised, role }: Entry): boolean {
  return isPrivateKey(role) || (recognised !== null && isPrivateKey(recognised.role));
}

/** What it can be used as: a private key as nothing in which it would be hashed or shown. */
export function rolesFor(entry: Entry): readonly FileRole[] {
  return isOfKey(entry) ? choosableRoles.filter((role) => isPrivateKey(role) || role === 'secret') : choosableRoles;
}

/** What it is as likely, by its content. */
export function otherRoles({ recognised, role, state }: Entry): readonly FileRole[] {
  if (!recognised || recognised.role === 'unknown' || state === 'recognising') return [];
  if (recognised.alternatives.length === 0) return [];
  return [recognised.role, ...recognised.alternatives].filter((one) => one !== role && choosableRoles.includes(one));
}

function takeOut(entry: Entry): void {
  const secret = entry.role === 'secret' ? secretOf(entry.id) : null;
  if (secret) removeSecretFile(secret);
  removeCmdlineOf(entry.id);
  const platform = entry.role === 'platform' ? fileOfOwner(entry.id) : null;
  if (platform) removePlatformFile(platform);
  if (isReportRole(entry.role)) removeSnpFile(entry.role, entry.id);
  if (!stillUsed(entry)) return;
  if (isPlace(entry.role)) clearPlace(entry.role);
  else if (isBlockFile(entry.role)) clearBlockFile(entry.role);
}

/** A way back to before places and the list were changed. */
function remember(roles: readonly FileRole[], undone: string): () => void {
  const before = roles.filter(isPlace).map((name): [PlaceName, Place] => [name, places[name].value]);
  const blockFilesBefore = roles.filter(isBlockFile).map((name) => [name, blockFiles[name].value] as const);
  const restoreReport = roles.includes('report') ? snapshotReport() : null;
  const list = entries.value;
  return () => {
    restoreReport?.();
    for (const [name, place] of before) {
      if (places[name].value !== place) putBack(name, place);
    }
    for (const [name, file] of blockFilesBefore) restoreBlockFile(name, file);
    entries.value = entries.value.map((now) => list.find(({ id }) => id === now.id) ?? now);
    inform(undone);
  };
}

/** By the user's own choice, which may take a place from another file. */
export async function changeRole(entry: Entry, role: FileRole): Promise<void> {
  const using: Promise<void>[] = [];
  await asOneNotice(() => takeAs(entry, role, using));
  await Promise.all(using);
}

async function takeAs(entry: Entry, role: FileRole, hashing: Promise<void>[]): Promise<void> {
  const replaced = wouldReplace(role, entry.id);
  const touched = [...new Set([entry.role, role])];
  const undo = remember(touched, `${replaced} is back as ${roleLabels[role]}.`);
  const lost = isPlace(role) ? places[role].value : emptyPlace;
  takeOut(entry);
  const using = use(entry, role, takeFile(entry.file, role));
  const listed = isPlace(role) ? listReplaced(role, lost, entry.file) : 0;
  const undoAll = (): void => {
    entries.value = entries.value.filter(({ id }) => id !== listed);
    undo();
  };
  // What is told of an XML comes first.
  if (touched.includes('domainXml')) await using;
  if (replaced !== '') {
    const name = visibleName(entry.name, 60);
    inform(`${roleLabels[role]}: ${name} replaced ${replaced}.`, undoAll);
  }
  hashing.push(using);
}

export function removeEntry(entry: Entry): void {
  takeOut(entry);
  entries.value = entries.value.filter((other) => other.id !== entry.id);
}
