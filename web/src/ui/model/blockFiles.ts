// Files of an ID block: private keys, and what was made before. The page has their names alone; the worker reads
// them for one question.

import { signal, type Signal } from '@preact/signals';
import type { FileRole } from '../../core/face';
import type { BlockFileField } from '../../core/face_snp';
import { withdrawUndo } from './notices';

export interface BlockFile {
  file: File;
  /** The entry of the list of given files that it came from; 0 where it came otherwise. */
  owner: number;
}

export const blockFiles: Record<BlockFileField, Signal<BlockFile | null>> = {
  idKey: signal(null), authorKey: signal(null), idBlock: signal(null), idAuth: signal(null),
};

export function isBlockFile(role: string): role is BlockFileField {
  return Object.hasOwn(blockFiles, role);
}

export function isPrivateKey(role: FileRole): role is 'idKey' | 'authorKey' {
  return role === 'idKey' || role === 'authorKey';
}

export function putBlockFile(name: BlockFileField, file: File, owner = 0): void {
  restoreBlockFile(name, { file, owner });
  withdrawUndo();
}

export function clearBlockFile(name: BlockFileField): void {
  restoreBlockFile(name, null);
  withdrawUndo();
}

export function restoreBlockFile(name: BlockFileField, file: BlockFile | null): void {
  blockFiles[name].value = file;
}

/** When the page is left, too. */
export function forgetKeys(): void {
  restoreBlockFile('idKey', null);
  restoreBlockFile('authorKey', null);
}
