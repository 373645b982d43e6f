// A file on its way into the worker: recognised, read once, and asked about.

import type { SnpFilesView } from '../core/snp_reports';
import type { FieldName, FileRole, KeyField, PublicField, Recognised } from '../core/face';
import type { Outcome, Progress, Taken, TakingNews } from '../engine/engine';
import { about, ask, digestOfSecret } from './core';
import { failure, hashFile, readEnds, readWhole } from './files';
import { hold } from './held';
import { wipe } from './wipe';

/** What the page wants of a file. */
export interface Wanted {
  file: File;
  /** Null: the page says so once it knows what the file is. */
  as: FileRole | null;
  /** Under which its bytes are held, if they are. */
  handle: number;
}

type Tell = (news: TakingNews) => void;

// Of the page's own settings, which have some hundred bytes, and of a command line.
const shortText = 64 * 1024;

const cancelledError = failure('cancelled', null, 'Reading was cancelled', '');

/** A small file, unless nobody wants it any more. */
async function readAll(
  field: FieldName, { file }: Wanted, limit: number, cancel: AbortSignal,
): Promise<Outcome<Uint8Array>> {
  if (cancel.aborted) return cancelledError;
  const read = await readWhole(field, file, limit);
  if (!cancel.aborted || !read.ok) return read;
  wipe(read.value);
  return cancelledError;
}

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

type Found = Omit<Taken, 'recognised'>;

/** What is to be said about bytes that everybody may know. */
function describe(as: PublicField, bytes: Uint8Array): Outcome<Found> {
  if (as === 'firmware') {
    const firmware = ask((core) => core.describeFirmwareTable(bytes));
    return firmware.ok ? { ok: true, value: { firmware: firmware.value } } : firmware;
  }
  if (as === 'domainXml') {
    const domain = ask((core) => core.describeDomain(bytes));
    return domain.ok ? { ok: true, value: { domain: domain.value } } : domain;
  }
  if (as === 'igvm') return { ok: true, value: { sha256: digestOfSecret(bytes).sha256 } };
  const vmsa = ask((core) => core.describeVmsa(bytes));
  return vmsa.ok ? { ok: true, value: { vmsa: vmsa.value } } : vmsa;
}

async function takePublic(
  as: PublicField, wanted: Wanted, cancel: AbortSignal,
): Promise<Outcome<Found>> {
  const read = await readAll(as, wanted, about().fileSizes[as], cancel);
  if (!read.ok) return read;
  const found = describe(as, read.value);
  if (!found.ok) return found;
  return { ok: true, value: { ...found.value, held: hold(wanted.handle, read.value) } };
}

async function takeKey(as: KeyField, wanted: Wanted, cancel: AbortSignal): Promise<Outcome<Found>> {
  const read = await readAll(as, wanted, about().fileSizes[as], cancel);
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

async function takeSecret(wanted: Wanted, cancel: AbortSignal): Promise<Outcome<Found>> {
  const read = await readAll('secret', wanted, about().fileSizes.secret, cancel);
  return read.ok ? { ok: true, value: { bytes: read.value } } : read;
}

async function takeText(
  field: FieldName, wanted: Wanted, limit: number, cancel: AbortSignal,
): Promise<Outcome<Found>> {
  const read = await readAll(field, wanted, limit, cancel);
  return read.ok ? { ok: true, value: { text: new TextDecoder().decode(read.value) } } : read;
}

/** Certificates and the like, which everybody may know. */
async function takePlatform(wanted: Wanted, cancel: AbortSignal): Promise<Outcome<Found>> {
  const read = await readAll('platform', wanted, about().fileSizes.platform, cancel);
  if (!read.ok) return read;
  const { name } = wanted.file;
  const seen = ask((core) => core.describePlatform({ [`platform file ${name}`]: read.value }));
  if (!seen.ok) return seen;
  const [platform] = seen.value.files;
  return { ok: true, value: { ...platform && { platform }, held: hold(wanted.handle, read.value) } };
}

/** A SEV-SNP report, or certificates of one. */
async function takeSnpFile(as: 'report' | 'certs', wanted: Wanted, cancel: AbortSignal): Promise<Outcome<Found>> {
  const read = await readAll(as, wanted, about().fileSizes.certs, cancel);
  if (!read.ok) return read;
  const seen = ask((core) => core.showSnpFile(wanted.file.name, read.value));
  if (!seen.ok) return seen;
  const [snpFile] = (JSON.parse(seen.value.document) as SnpFilesView).files;
  return { ok: true, value: { ...snpFile && { snpFile }, held: hold(wanted.handle, read.value) } };
}

async function takeHashed(
  as: 'kernel' | 'initrd', { file }: Wanted, tell: Tell, cancel: AbortSignal,
): Promise<Outcome<Found>> {
  const onProgress = (progress: Progress): void => tell({ progress });
  const digest = await hashFile(as, file, onProgress, () => cancel.aborted);
  return digest.ok ? { ok: true, value: { digest: digest.value } } : digest;
}

function takeAs(
  as: FileRole, wanted: Wanted, tell: Tell, cancel: AbortSignal,
): Promise<Outcome<Found>> {
  switch (as) {
    case 'kernel': case 'initrd': return takeHashed(as, wanted, tell, cancel);
    case 'firmware': case 'vmsaCpu0': case 'vmsaCpu1': case 'domainXml': case 'igvm':
      return takePublic(as, wanted, cancel);
    case 'tik': case 'tek': case 'tk': return takeKey(as, wanted, cancel);
    case 'secret': return takeSecret(wanted, cancel);
    case 'platform': return takePlatform(wanted, cancel);
    // It may hold the domain's XML as well, which is the longer part.
    case 'launchInfo': return takeText('launchInfo', wanted, about().fileSizes.domainXml, cancel);
    case 'report': case 'certs': return takeSnpFile(as, wanted, cancel);
    case 'settings': case 'expectations': return takeText('launchInfo', wanted, shortText, cancel);
    case 'cmdline': return takeText('cmdline', wanted, shortText, cancel);
    default: return Promise.resolve({ ok: true, value: {} });
  }
}

/** `said` resolves when the page says what the file is to be read as; never, if it was cancelled. */
export async function take(
  wanted: Wanted, tell: Tell, cancel: AbortSignal, said: Promise<FileRole>,
): Promise<Outcome<Taken>> {
  // A secret that was chosen as one is nobody's to look into.
  if (wanted.as === 'secret') return withRecognised(null, await takeSecret(wanted, cancel));
  const seen = await recogniseFile(wanted.file);
  if (!seen.ok) return seen;
  tell({ recognised: seen.value });
  const as = wanted.as ?? await Promise.race([said, aborted(cancel)]);
  if (as === null) return cancelledError;
  return withRecognised(seen.value, await takeAs(as, wanted, tell, cancel));
}

function withRecognised(recognised: Recognised | null, found: Outcome<Found>): Outcome<Taken> {
  return found.ok ? { ok: true, value: { recognised, ...found.value } } : found;
}

function aborted(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(null);
    signal.addEventListener('abort', () => resolve(null), { once: true });
  });
}
