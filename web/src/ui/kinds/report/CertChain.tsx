// The chain as a picture: from AMD's root to the certificate of the chip or the provider, and the report under it.

import type { JSX } from 'preact';
import type { Link, SnpVerification } from '../../../core/snp_reports';
import { visibleName } from '../../model/format';
import { ShortHash } from '../../parts/Hash';
import { ProblemText } from '../../parts/Problem';
import { LinkView } from '../platform/Links';
import { checkName, checkWords } from './checks';

const what: Record<Link['role'], string> = {
  ark: 'AMD\'s root', ask: 'AMD\'s key for chips', asvk: 'AMD\'s key for providers', vcek: 'key of the chip',
  vlek: 'key of the provider', other: 'another certificate',
};

type Outcome = SnpVerification['checks'][number]['outcome'];

interface CertificateProps {
  of: Link;
  outcome: Outcome;
  /** Why it is this one that breaks the chain. */
  fault: string | null;
  provider: string | null;
}

function Certificate({ of, outcome, fault, provider }: CertificateProps): JSX.Element {
  const { role, subject, notBefore, notAfter, sha256, from } = of;
  return (
    <li class={`cert outcome-${outcome}`} data-certificate={role}>
      <div class="cert-head">
        <strong>{role.toUpperCase()}</strong> <span class="source">{what[role]}</span>
        <span class="meta cert-print"><bdi>{visibleName(subject, 60)}</bdi> <ShortHash hex={sha256} /></span>
      </div>
      <div class="source">
        Valid {notBefore.slice(0, 10)} to {notAfter.slice(0, 10)} · <bdi>{visibleName(from, 60)}</bdi>
        {provider && <> · <bdi>{provider}</bdi></>}
      </div>
      {fault && <ProblemText problem={{ message: fault, hint: '' }} />}
    </li>
  );
}

/** Where the chain breaks: at what is out of time, or else at the certificate that nobody vouches for. */
function isCulprit({ notBefore, notAfter }: Link, isLast: boolean, { computed: { outOfTime, time } }: SnpVerification): boolean {
  return outOfTime ? time.at < notBefore || time.at > notAfter : isLast;
}

export function CertChain({ report }: { report: SnpVerification }): JSX.Element {
  const { chain, checks, computed, evidence, verdict } = report;
  const find = (code: string): SnpVerification['checks'][number] | undefined => checks.find((one) => one.code === code);
  const ofChain = find('chain');
  const links = ['binding', 'signature'].flatMap((code) => find(code) ?? []);
  const ofReport = verdict !== 'not-verified' ? 'pass' : links.some(({ outcome }) => outcome === 'fail') ? 'fail' : 'not-checked';
  return (
    <section aria-labelledby="links-heading">
      <h3 id="links-heading">Who signed whom</h3>
      <ol class="certs">
        {chain.map((one, at) => {
          const isLast = at === chain.length - 1;
          const fault = ofChain?.outcome === 'fail' && isCulprit(one, isLast, report) ? ofChain.got ?? '' : null;
          const outcome = fault !== null ? 'fail' : ofChain?.outcome === 'not-checked' ? 'not-checked' : 'pass';
          return <Certificate key={one.sha256} of={one} outcome={outcome} fault={fault} provider={isLast ? computed.provider : null} />;
        })}
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
