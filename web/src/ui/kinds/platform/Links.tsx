// The chain as a picture: certificates from AMD's root down to the key that sessions are agreed on with, and the
// links between them, each with its outcome in words.

import type { JSX } from 'preact';
import type { PlatformReport } from '../../../core/platforms';
import { CopyButton } from '../../parts/Copy';
import { Row } from '../../parts/Facts';
import { Hash, ShortHash } from '../../parts/Hash';
import { fingerprintLine, linkedCertificates, type Link, type Linked } from './chain';

const outcomeWords = { 'pass': 'holds', 'fail': 'broken', 'not-checked': 'not checked' } as const;
const signs = { 'pass': '✓', 'fail': '✗', 'not-checked': '–' } as const;

export function LinkView({ link: { code, name, outcome, words } }: { link: { code: string; name: string; outcome: Link['outcome']; words: string } }): JSX.Element {
  return (
    <li class={`cert-link outcome-${outcome}`} data-check={code} data-outcome={outcome}>
      <span class="chain-sign" aria-hidden="true">{signs[outcome]}</span>
      <span>{name}</span>
      <span class="chain-outcome">{outcomeWords[outcome]}</span>
      {words !== '' && <div class="chain-words">{words}</div>}
    </li>
  );
}

function Fingerprint({ of: { title, certificate, isBuiltIn } }: { of: Linked }): JSX.Element {
  if (!certificate) return <span class="meta">{isBuiltIn ? 'built in' : 'not given'}</span>;
  return (
    <span class="meta cert-print">
      {certificate.type.split(' ').slice(1).join(' ')} <ShortHash hex={certificate.fingerprint} />
      <CopyButton text={fingerprintLine(certificate)} what={`fingerprint of the ${title}`} />
    </span>
  );
}

/** Of a chain whose signing key came with the page, the root is no part. */
function isNeedless({ certificate, name, links }: Linked): boolean {
  return !certificate && name === 'ark' && links.every(({ outcome }) => outcome === 'not-checked');
}

function CertificateView({ of }: { of: Linked }): JSX.Element {
  const { name, title, what, links } = of;
  // The same reason twice says no more.
  const shown = isNeedless(of) ? links.slice(0, 1) : links;
  return (
    <li class={`cert cert-${name} outcome-${of.outcome}${of.isBuiltIn ? ' built-in' : ''}`} data-certificate={name}>
      <div class="cert-head">
        <strong>{title}</strong> <span class="source">{what}</span>
        <Fingerprint of={of} />
      </div>
      <ul>{shown.map((link) => <LinkView key={link.code} link={link} />)}</ul>
    </li>
  );
}

export function Links({ report }: { report: PlatformReport }): JSX.Element {
  return (
    <section aria-labelledby="links-heading">
      <h3 id="links-heading">Who signed whom</h3>
      <ol class="certs">
        {linkedCertificates(report).map((one) => <CertificateView key={one.name} of={one} />)}
      </ol>
    </section>
  );
}

/** Every fingerprint whole, as sevctl prints it, and the chip's id. */
export function Fingerprints({ report }: { report: PlatformReport }): JSX.Element {
  const given = linkedCertificates(report).filter(({ certificate }) => certificate !== null);
  const { chipId } = report.inputs;
  return (
    <dl class="facts">
      {given.map(({ name, certificate }) => certificate && (
        <Row key={name} name={certificate.type}><Hash hex={certificate.fingerprint} /></Row>
      ))}
      {chipId && <Row name="Chip id"><Hash hex={chipId.value} /></Row>}
    </dl>
  );
}
