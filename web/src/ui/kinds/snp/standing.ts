// What there is to say of the digest, in words. Equal digests are no verdict on a host.

import type { SnpReport } from '../../../core/snp';
import { placesBeingRead, sampleInUse } from '../../model/inputs';
import { entries } from '../../model/intake';
import { readingWords } from '../../model/progress';
import { needsRestart, selfTestsFailed } from '../../model/session';
import { comparison, cpusWords, snpDigest, type Measured } from '../../model/snpDigest';
import type { Standing } from '../../parts/moment';

const noHost = 'That says nothing of a host: what one started, only its attestation report proves.';

const ec2 = 'The pages are made as EC2 makes them. The firmware that AWS publishes gives another digest than guests there have.';

/** A kernel that nobody recognised is not in the digest, and that is easily overlooked. */
function undecidedWords(): string {
  const count = entries.value.filter(({ state }) => state === 'asking').length;
  if (count === 0) return '';
  return count === 1 ? ' A file that you gave is not in it: it needs a decision, above.'
    : ` ${count} files that you gave are not in it: they need a decision, above.`;
}

const isOfEc2 = ({ inputs }: SnpReport): boolean => inputs.vmsa.value.vmm === 'ec2';

function otherWords(report: SnpReport): string {
  return isOfEc2(report) ? `${ec2} A difference proves nothing.`
    : 'What has that digest is another launch than the one that you describe.';
}

function digestWords(report: SnpReport): string {
  const [first, ...more] = report.computed.launchDigests;
  if (!first) return 'The digest in the order of the file. QEMU does not start it: see below.';
  if (isOfEc2(report)) return ec2;
  return 'The measurement in an attestation report of this guest must be '
    + `${more.length > 0 ? 'the one for its number of vCPUs' : `this, with ${cpusWords(first.vcpus)}`}.`;
}

function ofMeasured({ report }: Measured): Standing {
  const found = comparison.value;
  if (found?.of) {
    return { name: 'equal', title: 'The digest that you gave', isCareful: false,
      words: `This launch has exactly that digest, ${found.of.includes('order') ? 'in' : 'with'} ${found.of}. ${noHost}` };
  }
  if (found) {
    return { name: 'mismatch', title: 'Not the digest that you gave', isCareful: false,
      words: otherWords(report) + undecidedWords() };
  }
  const count = report.computed.launchDigests.length;
  return { name: 'computed', title: count > 1 ? `${count} launch digests` : 'The launch digest', isCareful: false,
    words: digestWords(report) + undecidedWords() };
}

function incompleteWords(): string {
  const shown = snpDigest.value;
  if (selfTestsFailed()) return 'A self-test of the core failed, so this page measures nothing.';
  if (needsRestart() || shown.kind === 'stopped') return 'The page\'s worker stopped: restart it.';
  if (shown.kind === 'waiting') return 'The digest comes by itself.';
  return shown.kind === 'missing' ? `Missing: ${shown.parts.map(({ what }) => what).join(', ')}.`
    : 'Give the firmware or an IGVM file: the digest then comes by itself.';
}

export function standing(): Standing {
  const shown = snpDigest.value;
  if (shown.kind === 'measured') return { ...ofMeasured(shown), isSample: sampleInUse.value };
  if (shown.kind === 'invalid') {
    return { name: 'invalid', title: 'Invalid input', words: 'Correct this to get a digest:', isCareful: false };
  }
  return { name: 'incomplete', words: incompleteWords(), isCareful: false,
    title: shown.kind === 'none' ? 'What digest must this guest have?' : 'No digest yet',
    reading: placesBeingRead().length > 0 ? readingWords() : '' };
}
