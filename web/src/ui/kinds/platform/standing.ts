// Who vouches for the platform, in words.

import type { PlatformReport } from '../../../core/platforms';
import { joinWords } from '../../model/format';
import { platformVerdict, type PlatformVerdict } from '../../model/platformVerdict';
import { needsRestart, selfTestsFailed } from '../../model/session';
import type { Standing } from '../../parts/moment';
import { brokenLinks, lacksSignedCek, missingCertificates } from './chain';

export function isGrave({ findings }: PlatformReport): boolean {
  return findings.some(({ severity }) => severity === 'error');
}

function byAmd(report: PlatformReport): Standing {
  const isCareful = isGrave(report);
  const care = isCareful ? ' But there is a serious finding: read what is below before you trust it.' : '';
  return { name: 'match', title: `A genuine AMD platform: ${report.computed.generation ?? ''}`, isCareful,
    words: `AMD vouches for it: every link up to AMD's own key holds. It says nothing of who runs it.${care}` };
}

const byNamedRoot: Standing = { name: 'match', title: 'Vouched for by the root that you named', isCareful: true,
  words: 'Nobody else vouches for this platform. It is as genuine as that root, and no more.' };

function byNobody(report: PlatformReport): Standing {
  const broken = brokenLinks(report).length;
  const missing = missingCertificates(report);
  if (lacksSignedCek(report)) {
    return { name: 'incomplete', title: 'Nobody vouches for this platform yet', isCareful: false,
      words: 'All that is missing is AMD\'s signature of the chip\'s key (CEK). Hosts export that key unsigned.' };
  }
  if (broken === 0) {
    return { name: 'incomplete', title: 'Nobody vouches for this platform yet', isCareful: false,
      words: missing.length > 0 ? `Not given: ${joinWords(missing)}.`
        : 'The signing key (ASK) in the files is none of AMD\'s, and no root that would vouch for it was named.' };
  }
  return { name: 'mismatch', title: 'Nobody vouches for this platform', isCareful: false,
    words: 'Whoever made its PDH can read the keys of a session for it.' };
}

function decided(report: PlatformReport): Standing {
  switch (report.computed.vouchedForBy) {
    case 'amd': return byAmd(report);
    case 'named-root': return byNamedRoot;
    case 'nobody': return byNobody(report);
  }
}

function incompleteWords(kind: Exclude<PlatformVerdict['kind'], 'decided' | 'invalid'>): string {
  if (selfTestsFailed()) return 'A self-test of the core failed, so this page verifies nothing.';
  if (needsRestart()) return 'The page\'s worker stopped: restart it.';
  if (kind === 'waiting') return 'The verdict comes when all of it is read.';
  return kind === 'none' ? 'Give what the host says of its platform: the verdict then comes by itself.' : '';
}

export function standing(): Standing {
  const shown = platformVerdict.value;
  switch (shown.kind) {
    case 'decided': return decided(shown.report);
    case 'invalid':
      return { name: 'invalid', title: 'Invalid input', words: 'Correct this to get a verdict:', isCareful: false };
    default:
      return { name: 'incomplete', isCareful: false, words: incompleteWords(shown.kind),
        title: shown.kind === 'none' ? 'Is this a genuine AMD platform?' : 'Not enough to decide' };
  }
}
