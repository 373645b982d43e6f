// Text of a host that was dropped or pasted: the domain's XML, or what it reports of the launch.

import { asDomainXml } from '../../engine/text_files';
import { takeDomainText } from './domainXml';
import { takeHostText } from './hostText';

/** `origin` is how the text came: "Pasted text". */
export async function takeHostOutput(text: string, origin: string): Promise<void> {
  if (asDomainXml(text)) await takeDomainText(text, origin);
  else await takeHostText(text, origin);
}
