// ID blocks: keys and files are read here, for one question, and wiped after it. The page has none of them.

import type { BlockFileField, IdBlockMade } from '../core/face_snp';
import type { Validated } from '../core/face';
import type { BlockCall, BlockQuestion, Outcome } from '../engine/engine';
import { about, ask } from './core';
import { readWhole } from './files';
import { wipe } from './wipe';

const isKey = (field: BlockFileField): boolean => field === 'idKey' || field === 'authorKey';

export async function askOfBlock(
  call: BlockCall, [texts, files, name]: BlockQuestion,
): Promise<Outcome<IdBlockMade | Validated>> {
  const given: Record<string, Uint8Array> = {};
  try {
    for (const [field, file] of Object.entries(files) as [BlockFileField, File][]) {
      const read = await readWhole(field, file, about().fileSizes[isKey(field) ? 'idKey' : 'idAuth']);
      if (!read.ok) return read;
      given[field] = read.value;
    }
    return ask<IdBlockMade | Validated>((core) => (
      call === 'createIdBlock' ? core.createIdBlock(texts, given, name) : core.checkIdBlock(texts, given)));
  } finally {
    wipe(given);
  }
}
