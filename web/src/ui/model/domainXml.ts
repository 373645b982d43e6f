// What the domain's XML fills in: fields that are empty, as long as it is held. It comes from the host,
// so the page says beside each field where its value is from, and the report says it too.

import type { FilledField } from '../../core/face';
import type { DomainView } from '../../engine/engine';
import { labelOf } from './fields';
import { joinWords, visibleName } from './format';
import { origins, places, texts } from './inputs';
import { inform } from './notices';
import { putBack, putFile } from './places';
import { checkField, setText } from './texts';

const filledFields: readonly FilledField[] = ['policy', 'numCpus', 'cmdline'];

/** The fields whose values are the XML's. */
export function fieldsFromXml(): FilledField[] {
  return filledFields.filter((field) => (
    texts[field].value !== '' && origins[field].value === 'xml'));
}

function valuesOf(domain: DomainView): Record<FilledField, string> {
  const { launchSecurity, machine, boot } = domain;
  // Without kernel hashes a command line is not measured, and would be taken for a mistake.
  const measured = launchSecurity.kernelHashes && boot.kernel !== null;
  return {
    policy: launchSecurity.policy ? `0x${launchSecurity.policy.value.toString(16)}` : '',
    numCpus: machine.vcpus === null ? '' : String(machine.vcpus),
    cmdline: measured ? boot.cmdline ?? '' : '',
  };
}

const nothing: Record<FilledField, string> = { policy: '', numCpus: '', cmdline: '' };

/** Sets what is empty or of an earlier XML. Names what was filled. */
function fill(values: Record<FilledField, string>): FilledField[] {
  const free = filledFields.filter((field) => (
    texts[field].value === '' || origins[field].value === 'xml'));
  for (const field of free) {
    setText(field, values[field], values[field] === '' ? '' : 'xml');
    void checkField(field);
  }
  return free.filter((field) => values[field] !== '');
}

function tell(name: string, values: Record<FilledField, string>, filled: FilledField[]): void {
  const left = filledFields.filter((field) => (
    values[field] !== '' && !filled.includes(field) && values[field] !== texts[field].value));
  const parts = [filled.length > 0 ? `filled ${joinWords(filled.map(labelOf))}` : 'filled nothing'];
  if (left.length > 0) parts.push(`left as given ${joinWords(left.map(labelOf))}`);
  inform(`Domain XML of ${visibleName(name, 60)}: ${parts.join(', ')}.`);
}

let filledFrom = 0;

// subscribe() reads no other signal on our behalf, so that what a user types fills nothing again.
places.domainXml.subscribe((place) => {
  const domain = place.status === 'held' ? place.domain : undefined;
  const token = place.status === 'held' && domain ? place.token : 0;
  if (token === filledFrom) return;
  filledFrom = token;
  if (!domain) return void fill(nothing);
  const values = valuesOf(domain);
  tell(domain.name, values, fill(values));
});

/** Of text that was dropped or pasted, whose only name is where it came from. Whether it is held. */
export async function takeDomainText(text: string, origin: string): Promise<boolean> {
  const before = places.domainXml.value;
  await putFile('domainXml', new File([text], origin));
  const place = places.domainXml.value;
  if (place.status !== 'held') return false;
  if (before.status === 'empty') return true;
  const replaced = visibleName(before.name, 60);
  inform(`Domain XML: ${origin.toLowerCase()} replaced ${replaced}.`, () => {
    putBack('domainXml', before);
    inform(`${replaced} is back as domain XML.`);
  });
  return true;
}
