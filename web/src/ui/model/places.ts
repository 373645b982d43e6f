// Files in their places: reading small ones whole, hashing large ones, wiping keys.

import type { BytesField, FileDigest } from '../../core/face';
import type { EngineError, Recognised } from '../../engine/engine';
import {
  isKey, isStreamed, limitOf, placeNames, roleLabels, type PlaceName, type StreamedPlace,
} from './fields';
import {
  changed, emptyPlace, places, remarks, wipe, type HeldFile, type Place, type Put as Origin,
  type Source,
} from './inputs';
import { afterRestart, engine, raise } from './session';

let lastToken = 0;

function newPut(source: Source, owner = 0): Origin {
  lastToken += 1;
  return { token: lastToken, owner, source };
}

function release(name: PlaceName): void {
  const { value } = places[name];
  if (value.status === 'reading') value.cancel?.();
  if (value.status === 'held' && isKey(name)) wipe(value.bytes);
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
  replace(name, { ...heldFile(digest.name, digest.size, newPut('settings')),
    sha256: digest.sha256 });
}

/** Puts back what was taken away or replaced. Keys were wiped then, and are read again. */
export function putBack(name: PlaceName, place: Place): void {
  const unread = place.status === 'reading' || place.status === 'failed';
  const wiped = place.status === 'held' && isKey(name);
  if ((unread || wiped) && place.file) void readAgain(name, place, place.file);
  else replace(name, wiped ? emptyPlace : place);
}

function readAgain(name: PlaceName, { source, owner }: Origin, file: File): Promise<void> {
  return putFile(name, file, { source, owner });
}

interface PutOptions {
  recognised?: Recognised | null;
  source?: Source;
  owner?: number;
}

/** Resolves when the file was read, or could not be. */
export async function putFile(
  name: PlaceName, file: File, { recognised = null, source = 'file', owner = 0 }: PutOptions = {},
): Promise<void> {
  const origin = newPut(source, owner);
  const base = { name: file.name, size: file.size, file, ...origin };
  replace(name, { status: 'reading', ...base, progress: null, cancel: null });
  const current = (): boolean => {
    const { value } = places[name];
    return value.status === 'reading' && value.token === origin.token;
  };
  const put = (place: Place): void => {
    if (current()) places[name].value = place;
    else if (place.status === 'held' && isKey(name)) wipe(place.bytes);
  };
  const fail = (error: EngineError): void => {
    raise(error);
    put({ status: 'failed', ...base, error });
  };
  const empty: HeldFile = { ...heldFile(file.name, file.size, origin), file };
  if (isStreamed(name)) await hashInto(name, file, empty, current, put, fail);
  else await readInto(name, file, empty, put, fail);
  if (source === 'file') await remark(name, file, origin.token, recognised);
}

function heldFile(name: string, size: number, origin: Origin): HeldFile {
  return { status: 'held', name, size, file: null, sha256: null, bytes: null, ...origin };
}

type Fill = (place: Place) => void;
type Fail = (error: EngineError) => void;

async function hashInto(
  name: StreamedPlace, file: File, empty: HeldFile, current: () => boolean, put: Fill, fail: Fail,
): Promise<void> {
  const show = (progress: { done: number; total: number }): void => {
    const { value } = places[name];
    if (current() && value.status === 'reading') places[name].value = { ...value, progress };
  };
  const job = engine().hash(name, file, show);
  const { value } = places[name];
  if (current() && value.status === 'reading') {
    places[name].value = {
      ...value, progress: value.progress ?? { done: 0, total: file.size }, cancel: job.cancel,
    };
  }
  const outcome = await job.outcome;
  if (!outcome.ok) fail(outcome.error);
  else put({ ...empty, ...outcome.value });
}

async function readInto(
  name: BytesField, file: File, empty: HeldFile, put: Fill, fail: Fail,
): Promise<void> {
  const content = await engine().read(name, file, limitOf(name));
  if (!content.ok) return fail(content.error);
  const bytes = content.value;
  const seen = await look(name, bytes);
  if (!seen.ok) {
    if (isKey(name)) wipe(bytes);
    return fail(seen.error);
  }
  put({ ...empty, size: bytes.length, bytes, ...seen.value });
}

type Look =
  | { ok: true; value: Partial<HeldFile> }
  | { ok: false; error: EngineError };

async function look(name: BytesField, bytes: Uint8Array): Promise<Look> {
  if (name === 'firmware') {
    const outcome = await engine().describeFirmware(bytes);
    if (!outcome.ok) return outcome;
    return { ok: true, value: { sha256: outcome.value.sha256, firmware: outcome.value } };
  }
  if (name === 'vmsaCpu0' || name === 'vmsaCpu1') {
    const outcome = await engine().describeVmsa(bytes);
    if (!outcome.ok) return outcome;
    return { ok: true, value: { sha256: String(outcome.value.sha256), vmsa: outcome.value } };
  }
  if (name === 'domainXml') {
    const outcome = await engine().describeDomain(bytes);
    if (!outcome.ok) return outcome;
    return { ok: true, value: { sha256: outcome.value.sha256, domain: outcome.value } };
  }
  const outcome = await engine().checkKey(name, bytes);
  return outcome.ok ? { ok: true, value: { key: outcome.value } } : outcome;
}

/** Says so when the content looks like something else than what it was given as. */
async function remark(
  name: PlaceName, file: File, token: number, known: Recognised | null,
): Promise<void> {
  const outcome = known ? { ok: true as const, value: known } : await engine().recognise(file);
  const place = places[name].value;
  if (!outcome.ok || place.status === 'empty' || place.token !== token) return;
  const { role, alternatives, reason } = outcome.value;
  if (role === name || alternatives.includes(name) || role === 'unknown' || role === 'empty') return;
  remarks[name].value = `This looks like another kind of file: ${roleLabels[role]} (${reason}).`;
}

// What was being read when the worker died, or failed for that reason, is read once more.
afterRestart(() => {
  for (const name of placeNames) {
    const { value } = places[name];
    if (value.status === 'reading' || (value.status === 'failed' && value.error.kind === 'crashed')) {
      void readAgain(name, value, value.file);
    }
  }
});
