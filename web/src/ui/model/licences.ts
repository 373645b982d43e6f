// The page's licence, and those of the code in it that others wrote, as the build has packed them.

import { unpack } from '../../engine/unpack';

export interface Licences {
  components: {
    name: string;
    purpose: string;
    project: string;
    copyright: string[];
    licence: string;
    notes: string[];
  }[];
  texts: { name: string; paragraphs: string[] }[];
}

export async function readLicences(): Promise<Licences> {
  const packed = document.getElementById('sevproof-licences')?.textContent ?? '';
  return JSON.parse(new TextDecoder().decode(await unpack(packed))) as Licences;
}
