// What the host's XML says of fields that are the owner's to fill: an offer beside each. Where the owner
// gave nothing, the request has the host's value, and says that it is the host's.

import { computed } from '@preact/signals';
import type { FilledField } from '../../core/face';
import type { DomainView } from '../../core/reports';
import { checks, held, reportedPolicy, texts } from './inputs';

/** What a domain's XML can give. */
export const filledFields: readonly FilledField[] = ['policy', 'numCpus', 'cmdline'];

type Values = Record<FilledField, string>;
const nothing: Values = { policy: '', numCpus: '', cmdline: '' };

/** Longer ones no kernel takes. */
const longestCmdline = 4096;

/** Without kernel hashes none is measured, and it would be taken for a mistake. */
function measuredCmdline({ launchSecurity, boot }: DomainView): string {
  return launchSecurity.kernelHashes && boot.kernel !== null ? boot.cmdline ?? '' : '';
}

/** Why its command line cannot stand in a field; nothing where it can. */
export function cmdlineFault(domain: DomainView): string {
  const cmdline = measuredCmdline(domain);
  if (cmdline.length > longestCmdline) {
    return `it has ${cmdline.length} characters, more than any kernel takes`;
  }
  return /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(cmdline) ? 'it has control characters' : '';
}

function valuesOf(domain: DomainView | undefined): Values {
  if (!domain || !['sev', 'sev-snp'].includes(domain.launchSecurity.type ?? '')) return nothing;
  const { launchSecurity, machine } = domain;
  return {
    policy: launchSecurity.type === 'sev' && launchSecurity.policy ? `0x${launchSecurity.policy.value.toString(16)}` : '',
    numCpus: machine.vcpus === null ? '' : String(machine.vcpus),
    cmdline: cmdlineFault(domain) === '' ? measuredCmdline(domain) : '',
  };
}

/** What the XML that is held says of each; nothing where it says nothing. */
export const offers = computed<Values>(() => valuesOf(held('domainXml')?.domain));

/** What the host says of a field at all: what it reports of the launch is used only where it fills a field. */
export function saidByHost(field: FilledField): string {
  return offers.value[field] || (field === 'policy' ? reportedPolicy.value : '');
}

export function isFilled(field: string): field is FilledField {
  return (filledFields as readonly string[]).includes(field);
}

/** The fields whose values a request has from the XML. */
export function fieldsFromXml(): FilledField[] {
  return filledFields.filter((field) => texts[field].value === '' && offers.value[field] !== '');
}

/** What a request has of a field: the owner's text, or else what the host says. */
export function textInForce(field: FilledField): string {
  return texts[field].value === '' ? offers.value[field] : texts[field].value;
}

/** Whether the owner gave something else than the host says: a number is the same in decimal and with 0x. */
export function differsFromOffer(field: FilledField): boolean {
  const [given, offer] = [texts[field].value, saidByHost(field)];
  if (given === '' || offer === '') return false;
  if (field === 'cmdline') return given !== offer;
  return (checks[field].value?.view?.number ?? Number(given)) !== Number(offer);
}
