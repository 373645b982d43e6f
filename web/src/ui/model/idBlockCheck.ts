// An ID block and its authentication that were made before: do they belong together, and are they for this launch?

import { computed, effect, signal } from '@preact/signals';
import type { BlockTexts } from '../../core/face_snp';
import type { FieldName } from '../../core/face';
import type { IdBlockReport } from '../../core/snp';
import type { EngineError } from '../../engine/engine';
import { checkedText, givenTexts } from './checkedText';
import { blockFiles } from './blockFiles';
import { blockDigest, blockTexts } from './idBlock';
import { engine, raise, whenTested } from './session';

export type BlockCheck =
  | { kind: 'none' }
  | { kind: 'checking' }
  | { kind: 'failed'; error: EngineError }
  | { kind: 'checked'; report: IdBlockReport; text: string };

/** Of the keys that the owner knows. */
export const keyDigests = {
  idKeyDigest: checkedText('idKeyDigest'), authorKeyDigest: checkedText('authorKeyDigest'),
} as const;

export const blockCheck = signal<BlockCheck>({ kind: 'none' });

/** What the pair is compared with: all that is given above. */
const wish = computed<BlockTexts>(() => {
  const texts = { ...givenTexts(blockTexts), ...givenTexts(keyDigests) };
  return blockDigest.value === '' ? texts : { ...texts, launchDigest: blockDigest.value };
});

export const isPairGiven = computed(() => blockFiles.idBlock.value !== null && blockFiles.idAuth.value !== null);

let turn = 0;

// Every change takes the answer back.
effect(() => {
  void [wish.value, blockFiles.idBlock.value, blockFiles.idAuth.value];
  turn += 1;
  blockCheck.value = { kind: 'none' };
});

export async function checkBlock(): Promise<void> {
  const [idBlock, idAuth] = [blockFiles.idBlock.peek()?.file, blockFiles.idAuth.peek()?.file];
  if (!idBlock || !idAuth) return;
  turn += 1;
  const mine = turn;
  blockCheck.value = { kind: 'checking' };
  const isTested = await whenTested() === 'passed';
  if (mine !== turn) return;
  const outcome = isTested
    ? await engine().askOfBlock('checkIdBlock', wish.peek(), { idBlock, idAuth }, '') : null;
  if (mine !== turn) return;
  if (!outcome) blockCheck.value = { kind: 'none' };
  else if (outcome.ok) {
    const { report: text } = outcome.value;
    blockCheck.value = { kind: 'checked', report: JSON.parse(text) as IdBlockReport, text };
  } else blockCheck.value = raise(outcome.error) ? { kind: 'none' } : { kind: 'failed', error: outcome.error };
}

export function checkProblemAt(field: FieldName): EngineError | null {
  const { value } = blockCheck;
  return value.kind === 'failed' && value.error.field === field ? value.error : null;
}
