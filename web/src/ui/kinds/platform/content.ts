// What a file of a platform holds, in a few words.

import type { PlatformFileView } from '../../../engine/engine';
import { joinWords } from '../../model/format';

/** "PDH, PEK, OCA and CEK" */
export function contentWords(view: PlatformFileView): string {
  const names = view.certificates.map(({ type }) => type.split(' ')[0] ?? '');
  const parts = [...new Set(names)];
  if (view.chipId !== null) parts.push('chip id');
  if (view.session) parts.push('launch session');
  if (view.attestation) parts.push('attestation report');
  return joinWords(parts);
}
