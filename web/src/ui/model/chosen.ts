// A file that the user put at a place, by its button or by dropping it there.

import { tellOfDomain } from './domainXml';
import type { PlaceName } from './fields';
import { places } from './inputs';
import { listReplaced } from './intake';
import { putFile } from './places';
import type { Taking } from './taking';

export async function putChosen(
  name: PlaceName, file: File, taking?: Taking,
): Promise<void> {
  const lost = places[name].value;
  const reading = putFile(name, file, taking && { taking });
  listReplaced(name, lost, file);
  await reading;
  if (name === 'domainXml') tellOfDomain();
}
