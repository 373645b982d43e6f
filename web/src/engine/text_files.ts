// Files that are text: what the host printed, libvirt's XML, settings; and keys written as text.

import type { FileRole, Recognised } from './engine';

type Seen = Omit<Recognised, 'alternatives'> & { alternatives?: FileRole[] };

/** Without a byte order mark; null where the bytes are no text. */
export function textOf(bytes: Uint8Array, isCut: boolean): string | null {
  try {
    // A cut inside a letter is no reason against text.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: isCut });
    return /[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]/.test(text) ? null : text;
  } catch {
    return null;
  }
}

/** What PowerShell's `>` writes. */
export function isUtf16(bytes: Uint8Array): boolean {
  const [first, second] = bytes;
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}

/** The text behind declaration and comments of an XML document; in linear time. */
function rootOfXml(text: string): string {
  let rest = text.trimStart();
  for (;;) {
    // Written as a pattern, because the text itself could not stand in a script element.
    const end = rest.startsWith('<?') ? '?>' : /^<!-{2}/.test(rest) ? '-->' : null;
    if (end === null) return rest;
    const at = rest.indexOf(end, 2);
    if (at < 0) return '';
    rest = rest.slice(at + end.length).trimStart();
  }
}

export function asDomainXml(text: string): Seen | null {
  if (!/^<domain[\s/>]/.test(rootOfXml(text))) return null;
  return { role: 'domainXml', reason: 'libvirt domain XML' };
}

/** From where a domain's XML begins, if it does. */
export function domainBegun(text: string): string | null {
  const from = text.search(/<domain[\s>]/);
  return from < 0 ? null : text.slice(from);
}

/** A domain's XML among other output of the host, from its first tag to its last, and the rest. */
export function domainInText(text: string): { xml: string; rest: string } | null {
  const begun = domainBegun(text);
  const end = '</domain>';
  const to = begun?.lastIndexOf(end) ?? -1;
  if (begun === null || to < 0) return null;
  const rest = text.slice(0, -begun.length) + begun.slice(to + end.length);
  return { xml: begun.slice(0, to + end.length), rest: rest.trim() };
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value as Record<string, unknown> : null;
  } catch {
    return null;
  }
}

// As the core's launch_names.cc has them, which reads what is recognised here.
const gap = '[-_ \\u2010-\\u2015]?';
const launchNames = [
  `sev${gap}(?:launch${gap})?measure(?:ment)?`, `launch${gap}measure(?:ment)?`,
  `(?:sev${gap})?api${gap}(?:major|minor)`, `sev${gap}api(?:${gap}version)?`,
  `(?:sev${gap})?build${gap}id`, `sev${gap}(?:build|policy|type)`, `(?:sev${gap})?snp${gap}policy`,
].join('|');
/** Of QMP, of Python and of other programs' objects. */
const objectKey =
  new RegExp(`["'](?:QMP|return|error|data|policy|measurement|${launchNames})\\\\?["']\\s*:`, 'i');

function asJson(text: string): Seen | null {
  const value = parsed(text);
  if (value?.kind === 'sevproof-settings') {
    return { role: 'settings', reason: 'settings of this page' };
  }
  if (value !== null && 'schemaVersion' in value) {
    return { role: 'unknown', reason: 'a report of sevproof, which is an answer and no input' };
  }
  // QMP's answers come one behind the other, which is no JSON document.
  if (objectKey.test(text)) {
    return { role: 'launchInfo', reason: 'QMP JSON' };
  }
  return null;
}

/** A line of virsh, of sev-tool or of QEMU's monitor, and what may stand before it. */
const launchLine = new RegExp(
  `(?:^|[^a-z0-9]|\\x1b\\[[0-9;]*m)(?:${launchNames})(?:\\x1b\\[[0-9;]*m|["'\`*\\s])*(?:[:=|,\\uff1a\\u2502]|\\s\\d)`
  + '|^[^\\w\\n]*api version:\\s*\\d|^[^\\w\\n]*SEV is not enabled', 'im');
/** An answer somewhere in a transcript. */
const answer = /\{\s*u?["'](?:QMP|return)["']\s*:/;

/** Characters; of a longer one nothing is looked for, which could take seconds. */
export const longestLaunchText = 64 * 1024;

/** Of a whole text. */
export function asLaunchText(text: string): Seen | null {
  if (text.length > longestLaunchText) return null;
  const seen = /^\s*[{[]/.test(text) ? asJson(text) : null;
  if (seen) return seen;
  if (launchLine.test(text)) return { role: 'launchInfo', reason: 'output of the host' };
  return answer.test(text) ? { role: 'launchInfo', reason: 'a transcript of QMP' } : null;
}

const hostParts: { name: RegExp; what: string; element: string }[] = [
  { name: /_godh\.b64$/i, what: 'the public key', element: '<dhCert>' },
  { name: /_session\.b64$/i, what: 'the launch session', element: '<session>' },
];

/** What `sevctl session` writes for the host, by its name. */
export function asHostPart(name: string, text: string): Seen | null {
  const part = hostParts.find((one) => one.name.test(name));
  if (!part || !/^[\w+/=\s-]+$/.test(text)) return null;
  return { role: 'forHost', reason: `${part.what} of a session, for the host: it belongs in `
    + `${part.element} of the guest's XML, and is not needed here` };
}

const keySizes: { bytes: number; places: FileRole[] }[] = [
  { bytes: 16, places: ['tik', 'tek'] },
  { bytes: 32, places: ['tk', 'secret'] },
];

/** A key in hex or base64: recognised, so that the user is told why it is none yet. */
export function asKeyText(text: string): Seen | null {
  const digits = text.trim();
  for (const { bytes, places } of keySizes) {
    const isHex = digits.length === 2 * bytes && /^[0-9a-f]+$/i.test(digits);
    const isBase64 = digits.length === 4 * Math.ceil(bytes / 3) && /^[\w+/-]+={1,2}$/.test(digits);
    if (!isHex && !isBase64) continue;
    const form = isHex ? 'hex digits' : 'base64';
    const reason = `${bytes} bytes as ${form}: a key file has the raw bytes`;
    return { role: 'unknown', reason, alternatives: places };
  }
  return null;
}
