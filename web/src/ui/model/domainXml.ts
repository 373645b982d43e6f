// What is said of the domain's XML, and XML that comes as text.

import type { FilledField } from '../../core/face';
import type { DomainView } from '../../core/reports';
import { labelOf } from './fields';
import { joinWords, sentence, visibleName } from './format';
import { clearingsSoFar, held, places } from './inputs';
import { complain, inform } from './notices';
import { cmdlineFault, differsFromOffer, fieldsFromXml, filledFields, offers } from './offers';
import { putBack, putFile } from './places';
import { engine, raise } from './session';
import { policyAsksForEs, policyValue } from './texts';

/** What becomes of the XML that is held, as sentences: right now, whatever was entered since. */
export function domainWords(): string[] {
  const domain = held('domainXml')?.domain;
  if (!domain) return [];
  const words: string[] = [];
  const areCpusMeasured = policyValue() === null || policyAsksForEs();
  const used = fieldsFromXml().filter((field) => field !== 'numCpus' || areCpusMeasured).map(labelOf);
  if (used.length > 0 && domain.launchSecurity.type === 'sev-snp') {
    words.push(`Its ${joinWords(used)} stand beside your fields, and count once you take them.`);
  } else if (used.length > 0) {
    words.push(`You gave no ${joinWords(used, 'or')}: what it says is used until you do.`);
  }
  const isOther = (field: FilledField): boolean => offers.value[field] !== '' && differsFromOffer(field);
  for (const field of filledFields.filter(isOther)) {
    const its = field === 'cmdline' ? 'a different one' : offers.value[field];
    words.push(`Its ${labelOf(field)} is ${its}, which differs from yours.`);
  }
  const fault = cmdlineFault(domain);
  if (fault !== '') words.push(`Its ${labelOf('cmdline')} is not used: ${fault}.`);
  return words;
}

export function domainName({ name }: DomainView): string {
  return name === '' ? 'a guest without a name' : `guest “${visibleName(name, 60)}”`;
}

/** After files or text were given: says what came of the XML among them. */
export function tellOfDomain(): void {
  const domain = held('domainXml')?.domain;
  if (!domain) return;
  const words = `Domain XML of ${domainName(domain)}. ${domainWords().join(' ')}`.trim();
  // SEV refuses one of SEV-SNP, whose own view the page shows then.
  const refusal = domain.launchSecurity.type === 'sev-snp' ? null : domain.refusal;
  if (refusal) complain(`${words} ${sentence(refusal.message)}`, refusal.hint);
  else inform(words);
}

/** Of text that was dropped or pasted: one that cannot be read replaces nothing. Whether it is held. */
export async function takeDomainText(text: string, origin: string): Promise<boolean> {
  const bytes = new TextEncoder().encode(text);
  const clearings = clearingsSoFar();
  const outcome = await engine().ask('describeDomain', bytes);
  if (clearings !== clearingsSoFar()) return true;
  if (!outcome.ok) {
    if (!raise(outcome.error)) {
      complain(`${origin}: ${sentence(outcome.error.message)}`, outcome.error.hint);
    }
    return false;
  }
  await putText(bytes, `${visibleName(outcome.value.name || 'guest', 60)}.xml, pasted`);
  return true;
}

async function putText(bytes: Uint8Array, name: string): Promise<void> {
  const before = places.domainXml.value;
  const file = new File([bytes as BlobPart], name);
  await putFile('domainXml', file);
  // Another came meanwhile, or all was cleared.
  if (places.domainXml.value.file !== file) return;
  if (before.status === 'empty') return tellOfDomain();
  const replaced = visibleName(before.name, 60);
  tellOfDomain();
  inform(`It replaced ${replaced}.`, () => {
    putBack('domainXml', before);
    inform(`${replaced} is back as domain XML.`);
  });
}
