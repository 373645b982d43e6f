// The verdict on a paused SEV guest in words: the same on the page, in its title and on paper.

import type { FilledField } from '../../../core/face';
import { joinWords } from '../../model/format';
import { labelOf } from '../../model/fields';
import { fieldsOfHost, matchesHostOnly } from '../../model/hostWords';
import { placesBeingRead, sampleInUse } from '../../model/inputs';
import { readingWords } from '../../model/progress';
import { needsRestart, selfTestsFailed } from '../../model/session';
import { seriousFindings, verdict, type Decided } from '../../model/verdict';
import type { Standing } from '../../parts/moment';

type Incomplete = Extract<typeof verdict.value, { kind: 'incomplete' }>;

function protection({ report }: Decided): string {
  return report.inputs.policy.flags.includes('ES') ? 'SEV-ES' : 'SEV';
}

function careWords(decided: Decided): string {
  const serious = seriousFindings(decided.report).length;
  if (serious === 0) return '';
  const many = serious === 1 ? 'one serious finding' : `${serious} serious findings`;
  return ` But there ${serious === 1 ? 'is' : 'are'} ${many}: read what is below before you trust it.`;
}

function match(decided: Decided): Standing {
  const words = `The guest that was started is the one described here, under ${protection(decided)} protection.`;
  const isCareful = seriousFindings(decided.report).length > 0;
  return { name: 'match', title: isCareful ? 'Match, but not safe' : 'Match', words: words + careWords(decided), isCareful };
}

const hostWordsOf: Record<FilledField, string> = {
  cmdline: 'the command line', numCpus: 'the number of vCPUs', policy: 'the policy',
};

function hostsMatch(decided: Decided): Standing {
  const fields = fieldsOfHost(decided.report).map((field) => hostWordsOf[field]);
  const [is, it] = fields.length === 1 ? ['is', 'it'] : ['are', 'them'];
  const words = `Not yet yours: ${joinWords(fields)} ${is} the host's. `
    + `Nothing is packed until you take ${it} or give your own.`;
  return { name: 'host', title: 'Matches what the host says', words: words + careWords(decided), isCareful: false };
}

const mismatch: Standing = { name: 'mismatch', title: 'Mismatch', isCareful: false,
  words: 'This is not the guest that you described. Send no secret to it.' };

function incompleteWords({ reason }: Incomplete): string {
  if (reason === 'stopped') return '';
  if (selfTestsFailed()) return 'A self-test of the core failed, so this page gives no verdict.';
  if (needsRestart()) return 'The page\'s worker stopped, so there is no verdict until you restart it.';
  if (reason === 'changed') return 'Inputs changed. A new verdict follows once nothing is missing.';
  if (reason === 'fresh') return 'Give what is missing: the verdict then comes by itself.';
  if (reason !== 'waiting') return '';
  const reading = placesBeingRead();
  return `Waiting until ${joinWords(reading.map(labelOf)) || 'the files'} ${reading.length > 1 ? 'are' : 'is'} read. `
    + 'The verdict then comes by itself.';
}

/** What it waits for, and whose guest it is about. */
export function standing(): Standing {
  const found = verdictInWords();
  return { ...found, reading: found.name === 'incomplete' ? readingWords() : '',
    isSample: verdict.value.kind === 'decided' && sampleInUse.value };
}

function verdictInWords(): Standing {
  const shown = verdict.value;
  switch (shown.kind) {
    case 'invalid':
      return { name: 'invalid', title: 'Invalid input', words: 'Correct this to get a verdict:', isCareful: false };
    case 'incomplete':
      return { name: 'incomplete', title: 'Not enough to decide', words: incompleteWords(shown), isCareful: false };
    case 'decided':
      if (shown.report.verdict === 'mismatch') return mismatch;
      return matchesHostOnly(shown) ? hostsMatch(shown) : match(shown);
  }
}
