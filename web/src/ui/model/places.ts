// Files in their places: taken by the worker, and wiped or let go when they leave.

import type { FileDigest } from '../../core/face';
import type { Handle } from '../../engine/calls';
import type { EngineError, Taken } from '../../engine/engine';
import { isKey, isStreamed, placeNames, roleLabels, type PlaceName, type StreamedPlace } from './fields';
import {
  changed, emptyPlace, places, remarks, type HeldFile, type Place, type Put as Origin, type Source,
} from './inputs';
import { afterRestart, engine, raise, settleFirst } from './session';
import { letGo, takeFile, type Taking } from './taking';

let lastToken = 0;

function newPut(source: Source, owner = 0): Origin {
  lastToken += 1;
  return { token: lastToken, owner, source };
}

function release(name: PlaceName): void {
  const { value } = places[name];
  if (value.status === 'reading') value.cancel();
  if (value.status === 'held') letGo(value);
  comingBack.get(name)?.drop();
  comingBack.delete(name);
  remarks[name].value = '';
}

function replace(name: PlaceName, next: Place): void {
  release(name);
  places[name].value = next;
  changed();
}

export function clearPlace(name: PlaceName, note = ''): void {
  replace(name, { ...emptyPlace, note } as Place);
}

export function putDigest(name: StreamedPlace, digest: FileDigest & { name: string }): void {
  const { sha256, size } = digest;
  replace(name, { status: 'held', name: digest.name, size, file: null, sha256,
    digest: { sha256, size }, ...newPut('settings') });
}

/** A key that was made here; the place has a copy of its own. */
export async function putKey(name: 'tik' | 'tek', fileName: string, bytes: Uint8Array): Promise<void> {
  const own = bytes.slice();
  const put = newPut('file');
  replace(name, { status: 'held', name: fileName, size: own.length, file: null, sha256: null, bytes: own, ...put });
  const checked = await engine().ask('checkKey', name, own);
  const { value } = places[name];
  if (checked.ok && value.status === 'held' && value.token === put.token) {
    places[name].value = { ...value, key: checked.value };
  }
}

/** Puts back what was taken away or replaced. Keys were wiped then, and are read again. */
export function putBack(name: PlaceName, place: Place): void {
  const isUnread = place.status === 'reading' || place.status === 'failed';
  const isWiped = place.status === 'held' && isKey(name);
  if ((isUnread || isWiped) && place.file) return void readAgain(name, place, place.file);
  replace(name, isWiped ? emptyPlace : place);
  if (isHeldByWorker(place)) settleFirst(holdAgain(name, place));
}

type HeldByWorker = HeldFile & { held: Handle; file: File };

function isHeldByWorker(place: Place): place is HeldByWorker {
  return place.status === 'held' && place.held !== undefined && place.file !== null;
}

/** Files that are held, and that the worker is given once more. */
const comingBack = new Map<PlaceName, Taking>();

/** Gives the worker what it let go, or what went with another one: if it still is the same. */
async function holdAgain(name: PlaceName, place: HeldByWorker): Promise<void> {
  const taking = takeFile(place.file, name);
  comingBack.set(name, taking);
  const outcome = await taking.outcome;
  // It left its place meanwhile, or is given once more again.
  if (comingBack.get(name) !== taking) return;
  comingBack.delete(name);
  if (outcome.ok && hashOf(outcome.value) === place.sha256 && outcome.value.held) {
    // For a request that was made of it, too.
    place.held.handle = outcome.value.held.handle;
    return;
  }
  if (outcome.ok) letGo(outcome.value);
  await readAgain(name, place, place.file);
}

function readAgain(name: PlaceName, { source, owner }: Origin, file: File): Promise<void> {
  return putFile(name, file, { source, owner });
}

interface PutOptions {
  /** The same file, where it is on its way already, and told as what it is to be read. */
  taking?: Taking;
  source?: Source;
  owner?: number;
}

/** Resolves when the file was read, or could not be. */
export async function putFile(
  name: PlaceName, file: File, { taking, source = 'file', owner = 0 }: PutOptions = {},
): Promise<void> {
  const coming = taking ?? takeFile(file, name);
  const base = { name: file.name, size: file.size, file, ...newPut(source, owner) };
  const progress = isStreamed(name) ? { done: 0, total: file.size } : null;
  replace(name, { status: 'reading', ...base, progress, cancel: coming.cancel });
  const current = (): boolean => {
    const { value } = places[name];
    return value.status === 'reading' && value.token === base.token;
  };
  coming.onProgress((progress) => {
    const { value } = places[name];
    if (current() && value.status === 'reading') places[name].value = { ...value, progress };
  });
  const outcome = await coming.outcome;
  if (!outcome.ok) {
    raise(outcome.error);
    if (current()) places[name].value = { status: 'failed', ...base, error: placed(name, outcome.error) };
  } else if (current()) places[name].value = { status: 'held', ...base, ...heldPart(outcome.value) };
  else letGo(outcome.value);
  if (source === 'file') await remark(name, base.token, coming);
}

/** The worker read it for this place. */
function placed(name: PlaceName, error: EngineError): EngineError {
  return { ...error, field: error.field ?? name };
}

function hashOf({ digest, firmware, vmsa, domain, sha256: own }: Taken): string | null {
  const sha256 = (digest ?? firmware ?? domain ?? vmsa)?.sha256 ?? own;
  return sha256 === undefined ? null : String(sha256);
}

function heldPart(taken: Taken): Omit<HeldFile, keyof Origin | 'status' | 'name' | 'size' | 'file'> {
  const { recognised: _, text: __, ...found } = taken;
  return { sha256: hashOf(taken), ...found };
}

/** Says so when the content looks like something else than what it was given as. */
async function remark(name: PlaceName, token: number, taking: Taking): Promise<void> {
  const outcome = await taking.recognised;
  const place = places[name].value;
  if (!outcome.ok || !outcome.value || place.status === 'empty' || place.token !== token) return;
  const { role, alternatives, reason } = outcome.value;
  if (role === name || alternatives.includes(name) || role === 'unknown' || role === 'empty') return;
  remarks[name].value = `This looks like another kind of file: ${roleLabels[role]} (${reason}).`;
}

// What was being read when the worker died, or failed for that reason, is read once more; what it held
// is given to the new one.
afterRestart(() => Promise.all(placeNames.map((name) => {
  const { value } = places[name];
  if (isHeldByWorker(value)) return holdAgain(name, value);
  const isLost = value.status === 'reading' || (value.status === 'failed' && value.error.kind === 'crashed');
  if (isLost) void readAgain(name, value, value.file);
  return null;
})));
