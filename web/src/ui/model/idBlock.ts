// An ID block for the launch digest, signed with keys of its owner. Of a key file the page knows its name alone: the
// worker reads it when the block is made, and wipes it then.

import { computed, effect, signal } from '@preact/signals';
import type { BlockTextField, BlockTexts, IdBlockFile } from '../../core/face_snp';
import type { FieldName } from '../../core/face';
import type { IdBlockReport } from '../../core/snp';
import type { EngineError } from '../../engine/engine';
import { checkedText, givenTexts, plainText, type CheckedText } from './checkedText';
import { blockFiles } from './blockFiles';
import { clearingsSoFar } from './inputs';
import { saveBytes } from './save';
import { about, engine, raise, whenTested } from './session';
import { snpDigest } from './snpDigest';

export const blockHeadingId = 'id-block-heading';
/** As the program's. */
export const defaultBlockName = 'vm';

export const blockTexts = {
  launchDigest: checkedText('launchDigest'), policy: checkedText('policy'), familyId: checkedText('familyId'),
  imageId: checkedText('imageId'), guestSvn: checkedText('guestSvn'),
} as const satisfies Partial<Record<BlockTextField, CheckedText>>;

export const blockName = plainText();
/** For which number of vCPUs, where several digests were computed; 0 for the first. */
export const blockCpus = signal(0);

export interface MadeBlock {
  report: IdBlockReport;
  /** The bytes that the core gave, for saving. */
  text: string;
  files: readonly (IdBlockFile & { bytes: Uint8Array })[];
}

export const madeBlock = signal<MadeBlock | null>(null);
export const blockError = signal<EngineError | null>(null);
export const makingBlock = signal(false);

/** The one that is typed, or else the one that was computed; nothing where there is none. */
export const blockDigest = computed(() => {
  const typed = blockTexts.launchDigest.text.value.trim();
  if (typed !== '') return typed;
  const shown = snpDigest.value;
  if (shown.kind !== 'measured') return '';
  const { launchDigests, igvm } = shown.report.computed;
  const chosen = launchDigests.find(({ vcpus }) => vcpus === blockCpus.value) ?? launchDigests[0];
  return chosen?.hex ?? igvm?.inOrder ?? '';
});

export const usualBlockPolicy = computed(() => about()?.snp.policy ?? '');

/** What is missing before a block can be made, with the field; null where nothing is. */
export const missingForBlock = computed<{ field: FieldName; words: string } | null>(() => {
  if (blockDigest.value === '') return { field: 'launchDigest', words: 'a launch digest' };
  return blockFiles.idKey.value ? null : { field: 'idKey', words: 'an ID key' };
});

let turn = 0;

const questionTexts = computed<BlockTexts>(() => {
  const shown = snpDigest.value;
  const hasKernel = shown.kind === 'measured' && shown.report.inputs.kernel !== null;
  return { ...givenTexts(blockTexts), ...hasKernel && { kernelHashes: 'yes' }, launchDigest: blockDigest.value };
});

// Every change takes back what was made: it is not of what stands there now.
effect(() => {
  void [questionTexts.value, blockFiles.idKey.value, blockFiles.authorKey.value, blockName.text.value];
  turn += 1;
  madeBlock.value = null;
  blockError.value = null;
  makingBlock.value = false;
});

export async function makeBlock(): Promise<void> {
  const key = blockFiles.idKey.peek()?.file;
  if (!key || missingForBlock.peek() || makingBlock.peek()) return;
  const mine = turn;
  const clearings = clearingsSoFar();
  makingBlock.value = true;
  blockError.value = null;
  const isTested = await whenTested() === 'passed';
  if (mine !== turn) return;
  if (!isTested) {
    makingBlock.value = false;
    return;
  }
  const author = blockFiles.authorKey.peek()?.file;
  const outcome = await engine().askOfBlock('createIdBlock', questionTexts.peek(),
    { idKey: key, ...author && { authorKey: author } }, blockName.text.peek().trim() || defaultBlockName);
  if (mine !== turn || clearings !== clearingsSoFar()) return;
  makingBlock.value = false;
  if (!outcome.ok) {
    if (!raise(outcome.error)) blockError.value = outcome.error;
    return;
  }
  const { report: text, files } = outcome.value;
  const bytesOf = (base64: string): Uint8Array => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  madeBlock.value = { report: JSON.parse(text) as IdBlockReport, text,
    files: files.map((file) => ({ ...file, bytes: bytesOf(file.base64) })) };
}

export function blockProblemAt(field: FieldName): EngineError | null {
  return blockError.value?.field === field ? blockError.value : null;
}

export function saveBlockFile({ name, bytes }: MadeBlock['files'][number]): void {
  saveBytes(name, bytes, 'application/octet-stream');
}

/** The text of the file that ends so. */
export function blockText(end: string): string {
  const file = madeBlock.value?.files.find(({ name }) => name.endsWith(end));
  return file ? new TextDecoder().decode(file.bytes).trim() : '';
}
