// A SEV-SNP guest as its owner describes it. Firmware, kernel, initrd, command line and CPUs are those of the
// guest, whichever kind it is; the rest SEV-SNP alone has.

import { computed, effect, untracked } from '@preact/signals';
import type { RequestFiles } from '../../core/face';
import type { SnpTextField, SnpTexts } from '../../core/face_snp';
import type { Asked } from '../../engine/calls';
import type { SnpQuestion } from '../../engine/question';
import { shownMoment } from './address';
import { checkedText, givenTexts, type CheckedText } from './checkedText';
import { goToMoment } from './chooseMoment';
import { snpOwnFields, snpPlaces, type SnpOwnField } from './fields';
import { held, places, texts } from './inputs';
import { kindOf, momentOfKind } from './moment';
import { about } from './session';
import { setText } from './texts';

const shared = (field: 'numCpus' | 'cpu'): CheckedText => (
  checkedText(field, texts[field], (text) => setText(field, text)));

export const snpTexts: Record<Exclude<SnpTextField, 'cmdline'>, CheckedText> = {
  numCpus: shared('numCpus'), cpu: shared('cpu'),
  ...Object.fromEntries(snpOwnFields.map((field) => [field, checkedText(field)])) as Record<SnpOwnField, CheckedText>,
};

/** A launch digest that the owner has from elsewhere: of a report, or published. */
export const expected = checkedText('launchDigest');

/** The chosen one, or the usual. */
export function vmmInForce(): string {
  return snpTexts.vmm.text.value || (about()?.snp.vmms[0] ?? 'qemu');
}

/** What the core is asked with. */
export const snpQuestion = computed<SnpQuestion>(() => {
  const given: SnpTexts = { ...texts.cmdline.value !== '' && { cmdline: texts.cmdline.value }, ...givenTexts(snpTexts) };
  const files: Asked<RequestFiles> = {};
  for (const name of snpPlaces) {
    const file = held(name);
    const bytes = file?.held ?? file?.digest;
    if (bytes) files[name] = bytes;
  }
  // It fills no field, but is held against them.
  const domain = held('domainXml');
  if (domain?.held && domain.domain?.launchSecurity.type === 'sev-snp') files.domainXml = domain.held;
  return [given, files];
});

/** Nobody described anything that a guest could start from. */
export const isNothingToMeasure = computed(() => (
  snpTexts.firmwareDigest.text.value.trim() === ''
  && snpPlaces.every((name) => places[name].value.status === 'empty')));

const kinds: Record<string, 'sev' | 'snp'> = { 'sev': 'sev', 'sev-snp': 'snp' };

// A domain's XML says which kind of guest it starts.
effect(() => {
  const file = held('domainXml');
  const kind = kinds[file?.domain?.launchSecurity.type ?? ''];
  untracked(() => {
    if (kind && kind !== kindOf(shownMoment.peek())) goToMoment(momentOfKind[kind], 'The domain\'s XML is for');
  });
});
