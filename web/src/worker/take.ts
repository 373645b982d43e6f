// A file on its way into the worker: recognised, read once, and asked about.

import type { FileRole, KeyField, PublicField, Recognised } from '../core/face';
import type { Outcome, Progress, Taken, TakingNews } from '../engine/engine';
import { roleFor } from '../engine/role_for';
import { about, ask } from './core';
import { failure, hashFile, readEnds, readWhole } from './files';
import { hold } from './held';
import { wipe } from './wipe';

/** What the page wants of a file. */
export interface Wanted {
  file: File;
  /** Null: what it is recognised as. */
  as: FileRole | null;
  /** Whether the user said so. */
  isSure: boolean;
  /** Under which its bytes are held, if they are. */
  handle: number;
}

type Tell = (news: TakingNews) => void;

async function recogniseFile(file: File): Promise<Outcome<Recognised>> {
  const sizes = about().recognise;
  const ends = await readEnds(file, sizes.head, sizes.tail);
  if (!ends.ok) return ends;
  const { head, tail } = ends.value;
  try {
    return ask((core) => core.recognise(file.name, head, tail, file.size));
  } finally {
    wipe([head, tail]);
  }
}

type Found = Omit<Taken, 'recognised' | 'as'>;

/** What is to be said about bytes that everybody may know. */
function describe(as: PublicField, bytes: Uint8Array): Outcome<Found> {
  if (as === 'firmware') {
    const firmware = ask((core) => core.describeFirmware(bytes));
    return firmware.ok ? { ok: true, value: { firmware: firmware.value } } : firmware;
  }
  if (as === 'domainXml') {
    const domain = ask((core) => core.describeDomain(bytes));
    return domain.ok ? { ok: true, value: { domain: domain.value } } : domain;
  }
  const vmsa = ask((core) => core.describeVmsa(bytes));
  return vmsa.ok ? { ok: true, value: { vmsa: vmsa.value } } : vmsa;
}

async function takePublic(as: PublicField, { file, handle }: Wanted): Promise<Outcome<Found>> {
  const read = await readWhole(as, file, about().fileSizes[as]);
  if (!read.ok) return read;
  const found = describe(as, read.value);
  if (!found.ok) return found;
  return { ok: true, value: { ...found.value, held: hold(handle, read.value) } };
}

async function takeKey(as: KeyField, { file }: Wanted): Promise<Outcome<Found>> {
  const read = await readWhole(as, file, about().fileSizes[as]);
  if (!read.ok) return read;
  const bytes = read.value;
  let isGood = false;
  try {
    const key = ask((core) => core.checkKey(as, bytes));
    isGood = key.ok;
    return key.ok ? { ok: true, value: { key: key.value, bytes } } : key;
  } finally {
    if (!isGood) wipe(bytes);
  }
}

async function takeSecret({ file }: Wanted): Promise<Outcome<Found>> {
  const read = await readWhole('secret', file, about().fileSizes.secret);
  return read.ok ? { ok: true, value: { bytes: read.value } } : read;
}

async function takeText({ file }: Wanted, limit: number): Promise<Outcome<Found>> {
  const read = await readWhole('launchInfo', file, limit);
  return read.ok ? { ok: true, value: { text: new TextDecoder().decode(read.value) } } : read;
}

async function takeHashed(
  as: 'kernel' | 'initrd', { file }: Wanted, tell: Tell, cancelled: () => boolean,
): Promise<Outcome<Found>> {
  const onProgress = (progress: Progress): void => tell({ progress });
  const digest = await hashFile(as, file, onProgress, cancelled);
  return digest.ok ? { ok: true, value: { digest: digest.value } } : digest;
}

function takeAs(
  as: FileRole, wanted: Wanted, tell: Tell, cancelled: () => boolean,
): Promise<Outcome<Found>> {
  switch (as) {
    case 'kernel': case 'initrd': return takeHashed(as, wanted, tell, cancelled);
    case 'firmware': case 'vmsaCpu0': case 'vmsaCpu1': case 'domainXml': return takePublic(as, wanted);
    case 'tik': case 'tek': case 'tk': return takeKey(as, wanted);
    case 'secret': return takeSecret(wanted);
    // It may hold the domain's XML as well, which is the longer part.
    case 'launchInfo': return takeText(wanted, about().fileSizes.domainXml);
    case 'settings': return takeText(wanted, about().recognise.head);
    default: return Promise.resolve({ ok: true, value: {} });
  }
}

export async function take(
  wanted: Wanted, tell: Tell, cancelled: () => boolean,
): Promise<Outcome<Taken>> {
  const seen = await recogniseFile(wanted.file);
  if (!seen.ok) return seen;
  const recognised = seen.value;
  tell({ recognised });
  if (cancelled()) return failure('cancelled', null, 'Reading was cancelled', '');
  const { as: said, isSure } = wanted;
  const as = said === null ? recognised.role : isSure ? said : roleFor(said, recognised);
  const found = await takeAs(as, wanted, tell, cancelled);
  return found.ok ? { ok: true, value: { recognised, as, ...found.value } } : found;
}
