// What the domain's XML fills in: fields that are empty, as long as it is held. It comes from the host,
// so the page says beside each field where its value is from, and the report says it too.

import type { FilledField } from '../../core/face';
import type { DomainView } from '../../core/reports';
import { labelOf } from './fields';
import { joinWords, sentence, visibleName } from './format';
import {
  checks, clearingsSoFar, fieldsFromXml, filledFields, held, origins, places, texts,
} from './inputs';
import { complain, inform } from './notices';
import { putBack, putFile } from './places';
import { engine, raise } from './session';
import { checkField, restoreTexts, setText, snapshotTexts } from './texts';
import { isWaiting, validate } from './verdict';

type Values = Record<FilledField, string>;
const nothing: Values = { policy: '', numCpus: '', cmdline: '' };

/** Longer ones no kernel takes. */
const longestCmdline = 4096;

/** Without kernel hashes none is measured, and it would be taken for a mistake. */
function measuredCmdline({ launchSecurity, boot }: DomainView): string {
  return launchSecurity.kernelHashes && boot.kernel !== null ? boot.cmdline ?? '' : '';
}

/** Why a command line cannot stand in a field. */
function cmdlineFault(cmdline: string): string {
  if (cmdline.length > longestCmdline) {
    return `it has ${cmdline.length} characters, more than any kernel takes`;
  }
  return /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(cmdline) ? 'it has control characters' : '';
}

function valuesOf(domain: DomainView): Values {
  if (domain.launchSecurity.type !== 'sev') return nothing;
  const { launchSecurity, machine } = domain;
  const cmdline = measuredCmdline(domain);
  return {
    policy: launchSecurity.policy ? `0x${launchSecurity.policy.value.toString(16)}` : '',
    numCpus: machine.vcpus === null ? '' : String(machine.vcpus),
    cmdline: cmdlineFault(cmdline) === '' ? cmdline : '',
  };
}

function fill(values: Values): void {
  for (const field of filledFields) {
    if (texts[field].value !== '' && origins[field].value !== 'xml') continue;
    setText(field, values[field], values[field] === '' ? '' : 'xml');
    void checkField(field);
  }
}

/** A number is the same in decimal and with 0x. */
function differs(field: FilledField, value: string): boolean {
  if (field === 'cmdline') return texts.cmdline.value !== value;
  const number = checks[field].value?.view?.number ?? Number(texts[field].value);
  return number !== Number(value);
}

/** What became of the XML that is held, as sentences: right now, whatever was entered since. */
export function domainWords(): string[] {
  const domain = held('domainXml')?.domain;
  if (!domain) return [];
  const values = valuesOf(domain);
  const words: string[] = [];
  const filled = fieldsFromXml().map(labelOf);
  if (filled.length > 0) words.push(`It gives ${joinWords(filled)}.`);
  for (const field of filledFields) {
    if (values[field] === '' || origins[field].value === 'xml') continue;
    if (texts[field].value === '') words.push(`Its ${labelOf(field)} is not used.`);
    else if (differs(field, values[field])) {
      const its = field === 'cmdline' ? 'a different one' : values[field];
      words.push(`Its ${labelOf(field)} is ${its}, which differs from what is entered.`);
    }
  }
  const fault = cmdlineFault(measuredCmdline(domain));
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
  if (domain.refusal) complain(`${words} ${sentence(domain.refusal.message)}`, domain.refusal.hint);
  else inform(words);
}

/** The place's put that the fields were filled from; 0 for none. */
let filledFrom = 0;

// subscribe() reads no other signal on our behalf, so that what a user types fills nothing again.
places.domainXml.subscribe((place) => {
  // While another is being read, the fields keep what they have.
  if (place.status === 'reading') return;
  const domain = place.status === 'held' ? place.domain : undefined;
  const token = place.status === 'held' && domain ? place.token : 0;
  if (token === filledFrom) return;
  filledFrom = token;
  const waiting = isWaiting();
  fill(domain ? valuesOf(domain) : nothing);
  // What a validation waited for is no change that would end it.
  if (waiting && !isWaiting()) void validate();
});

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
  const before = { place: places.domainXml.value, texts: snapshotTexts() };
  const file = new File([bytes as BlobPart], name);
  await putFile('domainXml', file);
  // Another came meanwhile, or all was cleared.
  if (places.domainXml.value.file !== file) return;
  if (before.place.status === 'empty') return tellOfDomain();
  const replaced = visibleName(before.place.name, 60);
  tellOfDomain();
  inform(`It replaced ${replaced}.`, () => {
    putBack('domainXml', before.place);
    restoreTexts(before.texts);
    inform(`${replaced} is back as domain XML.`);
  });
}
