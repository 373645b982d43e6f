// The chain as a picture: from AMD's root to the certificate of the chip or the provider, and the report under it.

import type { JSX } from 'preact';
import type { Link, SnpVerification } from '../../../core/snp_reports';
import { visibleName } from '../../model/format';
import { ShortHash } from '../../parts/Hash';
import { LinkView } from '../platform/Links';
import { checkName, checkWords } from './checks';

const what: Record<Link['role'], string> = {
  ark: 'AMD\'s root', ask: 'AMD\'s key for chips', asvk: 'AMD\'s key for providers', vcek: 'key of the chip',
  vlek: 'key of the provider', other: 'another certificate',
};

type Outcome = SnpVerification['checks'][number]['outcome'];

function Certificate({ of, outcome }: { of: Link; outcome: Outcome }): JSX.Element {
  const { role, subject, notBefore, notAfter, sha256, from } = of;
  return (
    <li class={`cert outcome-${outcome}`} data-certificate={role}>
      <div class="cert-head">
        <strong>{role.toUpperCase()}</strong> <span class="source">{what[role]}</span>
        <span class="meta cert-print"><bdi>{visibleName(subject, 60)}</bdi> <ShortHash hex={sha256} /></span>
      </div>
      <div class="source">Valid {notBefore.slice(0, 10)} to {notAfter.slice(0, 10)} · <bdi>{visibleName(from, 60)}</bdi></div>
    </li>
  );
}

export function CertChain({ report: { chain, checks, computed, evidence, verdict } }: { report: SnpVerification }): JSX.Element {
  const find = (code: string): SnpVerification['checks'][number] | undefined => checks.find((one) => one.code === code);
  const ofChain = find('chain')?.outcome ?? 'not-checked';
  const links = ['binding', 'signature'].flatMap((code) => find(code) ?? []);
  const ofReport = verdict !== 'not-verified' ? 'pass' : links.some(({ outcome }) => outcome === 'fail') ? 'fail' : 'not-checked';
  return (
    <section aria-labelledby="links-heading">
      <h3 id="links-heading">Who signed whom</h3>
      <ol class="certs">
        {chain.map((one) => <Certificate key={one.sha256} of={one} outcome={ofChain} />)}
        {computed.vekMissing && (
          <li class="cert outcome-not-checked" data-certificate="missing">
            <div class="cert-head"><strong>{evidence.signingKey.toUpperCase()}</strong> <span class="meta cert-print">not given</span></div>
          </li>
        )}
        <li class={`cert outcome-${ofReport}`} data-certificate="report">
          <div class="cert-head">
            <strong>Report</strong> <span class="source">version {evidence.version}{computed.line && `, ${computed.line}`}</span>
          </div>
          <ul>
            {links.map((check) => (
              <LinkView key={check.code} link={{ code: check.code, name: checkName(check), outcome: check.outcome, words: checkWords(check) }} />
            ))}
          </ul>
        </li>
      </ol>
    </section>
  );
}
