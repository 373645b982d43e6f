// Files and text that are dropped on the window or pasted into it.

import { signal } from '@preact/signals';
import type { FileRole } from '../../core/face';
import type { BlockFileField } from '../../core/face_snp';
import { isBlockFile } from './blockFiles';
import { isPlace, type PlaceName } from './fields';
import { folderOf, type Folder } from './folders';
import { takeHostOutput } from './hostOutput';
import { takeFiles } from './intake';
import { complain } from './notices';
import { putRoot } from './platformFiles';
import { dropOnSecret, putDropped } from './dropped';
import { refuseLongTexts } from './tooLong';

/** Whether files are being dragged over the window. */
export const dragging = signal(false);

export function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLTextAreaElement || target.isContentEditable) return true;
  return target instanceof HTMLInputElement && target.type === 'text';
}

interface Dropped {
  files: File[];
  folders: Folder[];
}

function sort(data: DataTransfer): Dropped {
  const dropped: Dropped = { files: [], folders: [] };
  const items = [...data.items].filter((item) => item.kind === 'file');
  for (const item of items) {
    const folder = folderOf(item);
    const file = item.getAsFile();
    if (folder) dropped.folders.push(folder);
    else if (file) dropped.files.push(file);
  }
  return dropped;
}

function placeUnder(target: EventTarget | null): PlaceName | BlockFileField | null {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-place]') : null;
  const name = row?.dataset.place as FileRole | undefined;
  return name && (isPlace(name) || isBlockFile(name)) ? name : null;
}

function secretUnder(target: EventTarget | null): number | null {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-secret]') : null;
  return row ? Number(row.dataset.secret) : null;
}

/** A root is one by its owner's word alone: what falls there is taken for it. */
function isOnRoot(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[data-root]') !== null;
}

/** What is dropped on a secret is that secret, and nothing else of the page. */
function takeSecret(id: number, { files, folders }: Dropped): void {
  const [only] = files;
  if (only && files.length === 1 && folders.length === 0) void dropOnSecret(id, only);
  else complain('Expected one file for a secret.', 'Nothing was changed: drop one file.');
}

function onDrop(event: DragEvent): void {
  dragging.value = false;
  const data = event.dataTransfer;
  if (!data) return;
  const { files, folders } = sort(data);
  if (files.length + folders.length > 0) {
    event.preventDefault();
    const secret = secretUnder(event.target);
    if (secret !== null) return takeSecret(secret, { files, folders });
    const place = placeUnder(event.target);
    const [only] = files;
    const isAlone = only && files.length === 1 && folders.length === 0;
    if (isAlone && isOnRoot(event.target)) void putRoot(only);
    else if (isAlone && place) void putDropped(place, only);
    else void takeFiles(files, folders);
    return;
  }
  if (isTextField(event.target)) return;
  event.preventDefault();
  const text = data.getData('text');
  if (text !== '') void takeHostOutput(text, 'Dropped text');
}

function onPaste(event: ClipboardEvent): void {
  const data = event.clipboardData;
  if (!data || event.defaultPrevented || isTextField(event.target)) return;
  event.preventDefault();
  const { files, folders } = sort(data);
  if (files.length + folders.length > 0) void takeFiles(files, folders);
  else void takeHostOutput(data.getData('text'), 'Pasted text');
}

export function listenForFiles(): void {
  refuseLongTexts();
  window.addEventListener('dragover', (event) => {
    const files = event.dataTransfer?.types.includes('Files') ?? false;
    if (!files && isTextField(event.target)) return;
    event.preventDefault();
    dragging.value = files;
  });
  window.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) dragging.value = false;
  });
  window.addEventListener('drop', onDrop);
  window.addEventListener('paste', onPaste);
}
