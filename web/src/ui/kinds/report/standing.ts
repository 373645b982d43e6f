// What a report proves, in words.

import type { SnpVerification } from '../../../core/snp_reports';
import { joinWords, visibleName } from '../../model/format';
import { reportList } from '../../model/reportFiles';
import { reportVerdict, type ReportVerdict } from '../../model/reportVerdict';
import { needsRestart, selfTestsFailed } from '../../model/session';
import type { Standing } from '../../parts/moment';
import { checkName, checkWords, failedChecks, missingForMatch } from './checks';

/** Always said: evidence outlives certificates. */
export function timeWords({ computed: { time: { at, from } } }: SnpVerification): string {
  return `${at.slice(0, 16).replace('T', ' ')} UTC, ${from === 'owner' ? 'as you asked' : 'by the clock of this computer'}`;
}

export function isGrave({ findings }: SnpVerification): boolean {
  return findings.some(({ severity }) => severity === 'error');
}

const namesOf = (checks: SnpVerification['checks']): string => joinWords(checks.map(checkName));

function notVerified(report: SnpVerification): Standing {
  const { vekMissing } = report.computed;
  if (vekMissing) {
    return { name: 'incomplete', title: 'Not verified: the certificate is missing', isCareful: false,
      words: `Without the ${report.evidence.signingKey.toUpperCase()} that signed it, a report proves nothing.` };
  }
  const failed = failedChecks(report);
  const [first] = failed;
  return { name: failed.length > 0 ? 'mismatch' : 'incomplete', title: 'Not verified', isCareful: false,
    words: `Nobody vouches for what this report says.${first ? ` ${checkName(first)}: ${checkWords(first)}` : ''}` };
}

function warningWords({ findings }: SnpVerification): string {
  const count = findings.filter(({ severity }) => severity === 'warning').length;
  return count === 0 ? '' : count === 1 ? ' Read the warning below.' : ` Read the ${count} warnings below.`;
}

function ofVerdict(report: SnpVerification): Standing {
  const isCareful = isGrave(report);
  switch (report.verdict) {
    case 'match':
      return { name: 'match', title: 'Genuine, and what you expect', isCareful,
        words: `AMD vouches for the report, and it is of the guest that you expect.${isCareful ? ' Read the serious finding below.' : warningWords(report)}` };
    case 'genuine':
      if (report.evidence.claims) {
        return { name: 'genuine', title: 'Genuine, but no match', isCareful: false,
          words: 'AMD vouches for the report. A blob of Azure\'s never matches: its nonce would be in the vTPM\'s quote, which is not checked here.' };
      }
      return { name: 'genuine', title: 'Genuine, but no match yet', isCareful: false,
        words: `AMD vouches for the report. For a match is missing: ${namesOf(missingForMatch(report))}.` };
    case 'mismatch':
      return { name: 'mismatch', title: 'Genuine, but not what you expect', isCareful: false,
        words: `Not as you expect: ${namesOf(failedChecks(report))}.` };
    case 'not-verified': return notVerified(report);
  }
}

function incompleteWords(shown: Exclude<ReportVerdict, { kind: 'decided' | 'invalid' }>): string {
  if (selfTestsFailed()) return 'A self-test of the core failed, so this page verifies nothing.';
  if (needsRestart() || shown.kind === 'stopped') return 'The page\'s worker stopped: restart it.';
  if (shown.kind === 'missing') return `The launch lacks: ${shown.parts.map(({ what }) => what).join(', ')}.`;
  return shown.kind === 'waiting' ? 'The verdict comes by itself.'
    : 'Give the guest\'s attestation report and the certificate of its chip (VCEK) or provider (VLEK).';
}

export function reportStanding(): Standing {
  const shown = reportVerdict.value;
  if (shown.kind === 'decided') {
    const of = ofVerdict(shown.report);
    const [report] = reportList.value;
    const name = report ? `${visibleName(report.file.name, 60)}, as of` : 'As of';
    return { ...of, words: `${of.words} ${name} ${timeWords(shown.report)}.` };
  }
  if (shown.kind === 'invalid') {
    return { name: 'invalid', title: 'Invalid input', words: 'Correct this to get a verdict:', isCareful: false };
  }
  return { name: 'incomplete', isCareful: false, words: incompleteWords(shown),
    title: shown.kind === 'none' ? 'Is this report genuine, and of my guest?' : 'Not enough to decide' };
}
