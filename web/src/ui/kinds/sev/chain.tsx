// The checks on a paused SEV guest, of which the verdict is the AND. What was not checked is never good.

import type { JSX } from 'preact';
import type { Check, Finding, Report } from '../../../core/reports';
import { labelOf } from '../../model/fields';
import { joinWords, sentence } from '../../model/format';
import { fieldsOfHost, hostWords } from '../../model/hostWords';
import { origins } from '../../model/inputs';
import { verdict } from '../../model/verdict';
import { ShortHash } from '../../parts/Hash';
import type { ChainCheck } from '../../parts/moment';
import { current } from './current';
import { Measurements } from './Evidence';

const unproven = 'unknown without a match';

function measurementCheck(report: Report): ChainCheck {
  const isMatch = report.verdict === 'match';
  const { measurement: expected } = report.computed;
  const words = (
    <>
      {isMatch ? <>expected <ShortHash hex={expected} /> = reported</> : (
        <>expected <ShortHash hex={expected} />, reported <ShortHash hex={report.evidence.measurement} /></>
      )}
      <details class="show-all"><summary>show all</summary><Measurements report={report} /></details>
    </>
  );
  return { name: 'Measurement', outcome: isMatch ? 'pass' : 'fail', words };
}

/** Whether what was measured is what the owner described, and not only what the host did. */
function wordCheck(report: Report): ChainCheck {
  const name = 'Your word';
  if (report.verdict !== 'match') return { name, outcome: 'not-checked', words: unproven };
  if (hostWords(report).length === 0) {
    return { name, outcome: 'pass', words: 'you gave every value that was measured' };
  }
  const labels = fieldsOfHost(report).map(labelOf);
  return { name, outcome: 'not-checked', words: `only the host gave: ${labels.join(', ')}` };
}

function isAboutPolicy({ code, severity }: Finding): boolean {
  return code.startsWith('policy-') && severity === 'error';
}

function policyCheck(report: Report): ChainCheck {
  const name = 'Policy';
  const { value, flags } = report.inputs.policy;
  const policy = `0x${value.toString(16)} ${flags.join(' ')}`.trim();
  const grave = report.findings.filter(isAboutPolicy).map(({ message }) => sentence(message)).join(' ');
  if (grave !== '') return { name, outcome: 'fail', words: `${policy}: ${grave}` };
  if (report.verdict !== 'match') return { name, outcome: 'not-checked', words: unproven };
  return { name, outcome: 'pass', words: `${policy}: the measurement proves that it is in force${origins.policy.value === 'host' ? '. It is as the host reported it: compare it with your session\'s' : ''}` };
}

function domainCheck({ checks }: Report): ChainCheck[] {
  const found = checks.find(({ code }) => code === 'domain-configuration');
  return found ? [{ name: 'Configuration', outcome: found.outcome, words: wordsOf(found) }] : [];
}

function wordsOf({ outcome, expected, got, why }: Check): string {
  if (outcome === 'not-checked') return why ?? '';
  if (outcome === 'pass') return 'the domain\'s XML agrees';
  return joinWords([expected && `expected ${expected}`, got && `got ${got}`].filter((part) => part !== null));
}

const platform: ChainCheck = { name: 'Platform', outcome: 'not-checked',
  words: 'Whether the host is a genuine AMD platform: no certificates are read here.' };

export function chain(): ChainCheck[] {
  const shown = verdict.value;
  if (shown.kind !== 'decided') return [];
  const { report } = current(shown);
  return [measurementCheck(report), wordCheck(report), policyCheck(report), ...domainCheck(report), platform];
}

/** On paper, where nothing opens. */
export function ChainOnPaper(): JSX.Element {
  return (
    <p class="source">
      {chain().map(({ name, outcome }) => `${name}: ${outcome.replace('-', ' ')}`).join(' · ')}
    </p>
  );
}
