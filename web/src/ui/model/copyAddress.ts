// Where AMD has a certificate, to take along: the page itself asks nobody.

import { complain, inform } from './notices';
import { copyText } from './save';

export async function copyAddress(address: string): Promise<void> {
  if (await copyText(address)) inform('AMD\'s address of the certificate was copied. This page contacts nobody.');
  else complain('The browser does not let the page copy.', 'Select the address and copy it.');
}
