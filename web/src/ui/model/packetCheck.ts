// Whether a packet that was opened again holds exactly what was entered.

import type { SecretInput } from '../../core/face';
import type { SecretsView } from '../../core/reports';

export interface Entered {
  /** As the table has it: the alias stands for its GUID. */
  guid: string;
  size: number;
  /** Null where the browser cannot hash: over plain HTTP there is no crypto.subtle. */
  sha256: string | null;
}

const aliases: Record<string, string> = { 'luks-key': '736869e5-84f0-4973-92ec-06879ce3da0b' };

async function digestOf(data: Uint8Array): Promise<string | null> {
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined;
  if (!subtle) return null;
  const digest = new Uint8Array(await subtle.digest('SHA-256', data as BufferSource));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Hashed by the browser, so that the core does not vouch for itself. */
export function describeSecrets(inputs: readonly SecretInput[]): Promise<Entered[]> {
  return Promise.all(inputs.map(async ({ name, data }) => ({
    guid: aliases[name.trim()] ?? name.trim().toLowerCase(),
    size: data.length,
    sha256: await digestOf(data),
  })));
}

/** In words, or nothing. */
export function findDifference(entered: readonly Entered[], { secrets }: SecretsView): string {
  if (secrets.length !== entered.length) {
    return `it holds ${secrets.length} secrets, but ${entered.length} were entered`;
  }
  for (const { guid, size, sha256 } of entered) {
    const found = secrets.find((secret) => secret.guid === guid);
    if (!found) return `it does not hold the secret ${guid}`;
    if (found.size !== size) {
      return `its secret ${guid} has ${found.size} bytes, but ${size} were entered`;
    }
    if (sha256 !== null && found.sha256 !== sha256) {
      return `its secret ${guid} differs in its SHA-256 from what was entered`;
    }
  }
  return '';
}
