// Text of a host that was dropped or pasted: the domain's XML, what it reports of the launch, or both.

import { asDomainXml, asLaunchText, domainBegun, domainInText } from '../../engine/text_files';
import { takeDomainText } from './domainXml';
import { limits } from './fields';
import { sentence } from './format';
import { takeHostText } from './hostText';
import { clearingsSoFar } from './inputs';
import { asOneNotice } from './notices';
import { engine, raise } from './session';

/** `origin` is how the text came: "Pasted text". False where it is of no use, which is said. */
export function takeHostOutput(text: string, origin: string): Promise<boolean> {
  return asOneNotice(async () => {
    const found = domainInText(text);
    if (found && asLaunchText(found.rest)) {
      const reported = await takeHostText(found.rest, origin);
      return await takeDomainText(found.xml, origin) && reported;
    }
    if (asDomainXml(text)) return takeDomainText(text, origin);
    // Behind the prompt of a shell, say; or without its end.
    const xml = found?.xml ?? (asLaunchText(text) ? null : domainBegun(text));
    return xml === null ? takeHostText(text, origin) : takeDomainText(xml, origin);
  });
}

/** What went wrong, or nothing. */
export async function takeHostFile(file: File): Promise<string> {
  const clearings = clearingsSoFar();
  // It may hold the domain's XML as well, which is the longer part.
  const content = await engine().read('launchInfo', file, limits.domainXml);
  if (clearings !== clearingsSoFar()) return '';
  if (!content.ok) {
    raise(content.error);
    return sentence(content.error.message);
  }
  const text = new TextDecoder().decode(content.value);
  return (await takeHostOutput(text, 'Host output')) ? '' : 'Some of it could not be used as host '
    + 'output.';
}
