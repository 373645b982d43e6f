// The chain of certificates as the report has it: each certificate, and what is said of the signatures on it.

import type { Certificate, PlatformCheck, PlatformReport } from '../../../core/platforms';
import { sentence } from '../../model/format';

export type CertificateName = 'ark' | 'ask' | 'cek' | 'oca' | 'pek' | 'pdh';

export interface Link {
  code: PlatformCheck['code'];
  /** "signed by the ASK" */
  name: string;
  outcome: PlatformCheck['outcome'];
  /** Why it does not hold, or was not checked; what it means where it holds and that is not plain. */
  words: string;
}

export interface Linked {
  name: CertificateName;
  title: string;
  what: string;
  certificate: Certificate | null;
  links: Link[];
  /** The worst of its links: of those that were checked, where some were not. */
  outcome: PlatformCheck['outcome'];
  /** It came with the page, and not with the files. */
  isBuiltIn: boolean;
}

interface Place {
  name: CertificateName;
  what: string;
  links: Partial<Record<PlatformCheck['code'], string>>;
}

/** From the root to the key that sessions are agreed on with; the OCA stands beside, and leads to nobody. */
const places: readonly Place[] = [
  { name: 'ark', what: 'root', links: { 'ark-pinned': 'known to be AMD\'s', 'ark-self': 'signed by itself' } },
  { name: 'ask', what: 'signing key', links: { 'ask-by-ark': 'signed by the ARK' } },
  { name: 'cek', what: 'key of the chip', links: { 'cek-by-ask': 'signed by the ASK' } },
  { name: 'oca', what: 'key of the platform\'s owner', links: { 'oca-self': 'signed by itself' } },
  { name: 'pek', what: 'key of the platform',
    links: { 'pek-by-cek': 'signed by the CEK', 'pek-by-oca': 'signed by the OCA' } },
  { name: 'pdh', what: 'key that sessions are agreed on with', links: { 'pdh-by-pek': 'signed by the PEK' } },
];

/** What holds, and is more than a signature. */
const meanings: Partial<Record<PlatformCheck['code'], string>> = {
  'ark-pinned': 'Its SHA-256 is built in.',
  'cek-by-ask': 'It is none of the three that are known in public, taken out of chips.',
};

function wordsOf({ code, outcome, expected, got, why }: PlatformCheck): string {
  if (outcome === 'pass') return meanings[code] ?? '';
  if (why) return why;
  return sentence(expected && got ? `expected ${expected}, got ${got}` : got ?? expected ?? '');
}

function worst(links: readonly Link[]): Link['outcome'] {
  if (links.some(({ outcome }) => outcome === 'fail')) return 'fail';
  return links.some(({ outcome }) => outcome === 'pass') ? 'pass' : 'not-checked';
}

/** Called AMD's only where they are, or where they would have to be given. */
function whatIs({ name, what }: Place, { inputs, computed }: PlatformReport): string {
  if (name !== 'ark' && name !== 'ask') return what;
  if (name === 'ark' && inputs.ark?.from === 'owner') return 'the root that you named';
  const isAmds = computed.vouchedForBy === 'amd' || (inputs[name] === null && inputs.ark?.from !== 'owner');
  return isAmds ? `AMD's ${what}` : what;
}

export function linkedCertificates(report: PlatformReport): Linked[] {
  return places.map((place) => {
    const { name, links: names } = place;
    const links = Object.entries(names).flatMap(([code, words]): Link[] => {
      const check = report.checks.find((one) => one.code === code);
      return check ? [{ code: check.code, name: words, outcome: check.outcome, words: wordsOf(check) }] : [];
    });
    return { name, title: name.toUpperCase(), what: whatIs(place, report), certificate: report.inputs[name],
      links, outcome: worst(links), isBuiltIn: name === 'ask' && report.computed.builtInAsk };
  });
}

/** Of what does not hold: "CEK, signed by the ASK: nobody signed it." */
export function brokenLinks(report: PlatformReport): string[] {
  return linkedCertificates(report).flatMap(({ title, links }) => (
    links.filter(({ outcome }) => outcome === 'fail').map(({ name, words }) => `${title}, ${name}: ${words}`)));
}

/** As sevctl prints it: "PDH EP384 D256 be7150…". */
export function fingerprintLine({ type, fingerprint }: Certificate): string {
  return `${type} ${fingerprint}`;
}

/** The CEK is the one that hosts export, and nothing else is wrong. */
export function lacksSignedCek({ checks, findings }: PlatformReport): boolean {
  const broken = checks.filter(({ outcome }) => outcome === 'fail').map(({ code }) => code);
  return findings.some(({ code }) => code.startsWith('platform-cek-unsigned'))
    && broken.every((code) => code === 'cek-by-ask');
}

/** Those of the certificates that a verdict needs and that nobody gave. */
export function missingCertificates({ inputs }: PlatformReport): string[] {
  return (['cek', 'oca', 'pek', 'pdh'] as const).filter((name) => inputs[name] === null)
    .map((name) => name.toUpperCase());
}

/** What the verdict proves, by who vouches for the platform. */
export const proofs = {
  'amd': 'This proves that AMD signed the key of a chip of that generation (CEK), and that whoever holds that key signed, '
    + 'in the end, this PDH: a session can be opened with the PDH\'s private part and with nothing else. It does not prove '
    + 'that the keys never left the chip: with an extracted CEK of this generation anybody can pose as the platform. Nor '
    + 'does it prove who runs the host, that its firmware is up to date, or which guest is started.',
  'named-root': 'This proves that whoever has the key of the root that you named signed this chain. It does not prove '
    + 'that the platform is AMD\'s, who runs the host, or which guest is started.',
  'nobody': 'This proves nothing yet: anybody can make such files.',
} as const;
