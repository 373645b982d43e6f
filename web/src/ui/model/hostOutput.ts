// Text of a host that was dropped or pasted: the domain's XML, what it reports of the launch, or both.

import { asDomainXml, asLaunchText, domainInText } from '../../engine/text_files';
import { takeDomainText } from './domainXml';
import { takeHostText } from './hostText';
import { asOneNotice } from './notices';

/** `origin` is how the text came: "Pasted text". False where it is of no use, which is said. */
export function takeHostOutput(text: string, origin: string): Promise<boolean> {
  return asOneNotice(async () => {
    const found = domainInText(text);
    if (found && asLaunchText(found.rest)) {
      const reported = await takeHostText(found.rest, origin);
      return await takeDomainText(found.xml, origin) && reported;
    }
    if (asDomainXml(text)) return takeDomainText(text, origin);
    // Behind the prompt of a shell, say.
    return found ? takeDomainText(found.xml, origin) : takeHostText(text, origin);
  });
}
