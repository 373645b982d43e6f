// Text of a host that was dropped or pasted: the domain's XML, or what it reports of the launch.

import { asDomainXml } from '../../engine/text_files';
import { takeDomainText } from './domainXml';
import { takeHostText } from './hostText';

/** `origin` is how the text came: "Pasted text". False where it is of no use, which is said. */
export function takeHostOutput(text: string, origin: string): Promise<boolean> {
  return asDomainXml(text) ? takeDomainText(text, origin) : takeHostText(text, origin);
}
