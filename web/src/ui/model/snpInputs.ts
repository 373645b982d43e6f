// All that is given of a SEV-SNP guest alone: what settings keep of it, and what starting over clears and brings back.

import { computed } from '@preact/signals';
import { blockFiles, forgetKeys, restoreBlockFile } from './blockFiles';
import { fillText, type CheckedText } from './checkedText';
import { snpSettings, type SnpSetting } from './fields';
import { blockCpus, blockName, blockTexts } from './idBlock';
import { keyDigests } from './idBlockCheck';
import { places } from './inputs';
import { certFiles, clearReport, reportList, snapshotReport } from './reportFiles';
import { reportTexts } from './reportWish';
import { expected, snpTexts } from './snpWish';

const { policy: blockPolicy, familyId, imageId, guestSvn, launchDigest } = blockTexts;

const kept: Record<SnpSetting, CheckedText> = { ...snpTexts, blockPolicy, familyId, imageId, guestSvn, blockName };

/** Of one launch: no settings have them. */
const ofOneLaunch = [expected, launchDigest, ...Object.values(keyDigests), ...Object.values(reportTexts)];

const all = [...snpSettings.map((name) => kept[name]), ...ofOneLaunch];
const publicFiles = ['idBlock', 'idAuth'] as const;

export function snpSetting(name: SnpSetting): string {
  return kept[name].text.value;
}

/** What is not among them is left as it is. */
export function fillSnpSettings(fields: { readonly [name in SnpSetting]?: string }): void {
  for (const name of snpSettings) {
    const text = fields[name];
    // The usual VMM has an empty field.
    if (text !== undefined) fillText(kept[name], name === 'vmm' && text === 'qemu' ? '' : text);
  }
}

export const isSnpGiven = computed(() => (
  all.some(({ text }) => text.value !== '') || Object.values(blockFiles).some(({ value }) => value !== null)
  || places.igvm.value.status !== 'empty' || reportList.value.length + certFiles.value.length > 0));

/** Gives what brings back all but the keys. */
export function snapshotSnp(): () => void {
  const texts = all.map((one) => [one, one.text.peek()] as const);
  const restoreReport = snapshotReport();
  const files = publicFiles.map((name) => [name, blockFiles[name].peek()] as const);
  return () => {
    for (const [one, text] of texts) fillText(one, text);
    for (const [name, file] of files) restoreBlockFile(name, file);
    restoreReport();
  };
}

export function clearSnp(): void {
  all.forEach((one) => one.set(''));
  publicFiles.forEach((name) => restoreBlockFile(name, null));
  blockCpus.value = 0;
  clearReport();
  forgetKeys();
}
