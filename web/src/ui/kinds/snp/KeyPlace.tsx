// A place for a file that is only read in the worker, when it is used.

import type { JSX } from 'preact';
import type { BlockFileField } from '../../../core/face_snp';
import { blockFiles, clearBlockFile, putBlockFile } from '../../model/blockFiles';
import { OneFile } from '../../parts/OneFile';

interface KeyPlaceProps {
  field: BlockFileField;
  help: string;
  problem: { message: string; hint: string } | null;
}

export function KeyPlace({ field, ...more }: KeyPlaceProps): JSX.Element {
  const put = (file: File | null): void => (file ? putBlockFile(field, file) : clearBlockFile(field));
  return <OneFile field={field} file={blockFiles[field].value?.file ?? null} onFile={put} {...more} />;
}
