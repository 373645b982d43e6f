// Text of a host that was dropped or pasted: the domain's XML, what it reports of the launch, or both.

import { chooseMoment, type Seen } from './chooseMoment';
import { domainBegun, domainInText } from './domainInText';
import { takeDomainText } from './domainXml';
import { sentence } from './format';
import { takeHostText } from './hostText';
import { clearingsSoFar } from './inputs';
import { asOneNotice } from './notices';
import { addPlatformFile } from './platformFiles';
import { giveSnpFile, isReportRole, type ReportRole } from './reportFiles';
import { about, engine, raise } from './session';
import type { Taking } from './taking';

/** What the core takes a text for. */
async function look(text: string): Promise<Seen> {
  const bytes = new TextEncoder().encode(text);
  const head = bytes.subarray(0, about()?.recognise.head);
  const outcome = await engine().ask('recognise', '', head, new Uint8Array(), bytes.length);
  return outcome.ok ? outcome.value : { role: 'unknown', isSnp: false };
}

/** `origin` is how the text came: "Pasted text". False where it is of no use, which is said. */
export function takeHostOutput(text: string, origin: string): Promise<boolean> {
  return asOneNotice(async () => {
    const clearings = clearingsSoFar();
    const { role, isSnp } = await look(text);
    if (clearings !== clearingsSoFar()) return true;
    if (role === 'platform' || isReportRole(role)) return takeListed(role, text);
    const isTaken = await takeOfLaunch(text, origin);
    if ((isTaken || isSnp) && clearings === clearingsSoFar()) chooseMoment([{ role: 'launchInfo', isSnp }]);
    return isTaken;
  });
}

/** The output of virsh nodesevinfo, say, or a report in base64. */
async function takeListed(role: 'platform' | ReportRole, text: string): Promise<boolean> {
  chooseMoment([{ role, isSnp: false }]);
  const file = new File([text], 'pasted text');
  await (role === 'platform' ? addPlatformFile(file) : giveSnpFile(role, file));
  return true;
}

async function takeOfLaunch(text: string, origin: string): Promise<boolean> {
  const clearings = clearingsSoFar();
  const isCleared = (): boolean => clearings !== clearingsSoFar();
  const found = domainInText(text);
  const isBoth = found !== null && (await look(found.rest)).role === 'launchInfo';
  if (isCleared()) return true;
  if (isBoth) {
    const reported = await takeHostText(found.rest, origin);
    return await takeDomainText(found.xml, origin) && reported;
  }
  const { role } = await look(text);
  if (isCleared()) return true;
  if (role === 'domainXml') return takeDomainText(text, origin);
  // Behind the prompt of a shell, say; or without its end.
  const xml = found?.xml ?? (role === 'launchInfo' ? null : domainBegun(text));
  return xml === null ? takeHostText(text, origin) : takeDomainText(xml, origin);
}

/** What went wrong, or nothing. */
export async function takeHostFile(taking: Taking): Promise<string> {
  const clearings = clearingsSoFar();
  const taken = await taking.outcome;
  if (clearings !== clearingsSoFar()) return '';
  if (!taken.ok) {
    raise(taken.error);
    return sentence(taken.error.message);
  }
  const isTaken = await asOneNotice(() => takeOfLaunch(taken.value.text ?? '', 'Host output'));
  return isTaken ? '' : 'Some of it could not be used as host output.';
}
