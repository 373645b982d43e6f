// A file that the user put at a place, by its button or by dropping it there.

import { tellOfDomain } from './domainXml';
import type { PlaceName } from './fields';
import { putFile } from './places';

export async function putChosen(name: PlaceName, file: File): Promise<void> {
  await putFile(name, file);
  if (name === 'domainXml') tellOfDomain();
}
