// The checks of an ID block in words: what was compared, what came, and what to give for those that were not made.

import type { IdBlockCheck, IdBlockReport } from '../../../core/snp';
import { shortHash } from '../../model/format';
import type { ChainCheck } from '../../parts/moment';

interface Words {
  name: string;
  pass: (check: IdBlockCheck) => string;
  fail: (check: IdBlockCheck) => string;
  notChecked: (report: IdBlockReport) => string;
}

const shapeFirst = 'The form must be right first.';
const isBadlyShaped = ({ checks }: IdBlockReport): boolean => (
  checks.some(({ code, outcome }) => code === 'id-block-shape' && outcome === 'fail'));

/** Where a value is compared with one that was given. `got` is null where there is none. */
function compared(name: string, got: (report: IdBlockReport) => string | null, what: string, short = false): Words {
  const shown = (text: string | null): string => (short ? shortHash(text ?? '') : text ?? '');
  const none = 'there is no author key';
  return {
    name,
    pass: (check) => `${shown(check.got)}, as you gave it.`,
    fail: (check) => `Expected ${shown(check.expected)}, ${check.got === 'none' ? `but ${none}` : `got ${shown(check.got)}`}.`,
    notChecked: (report) => {
      const it = got(report);
      return it === null ? 'There is no author key, and you gave no digest of one.' : `It is ${shown(it)}. To compare it, ${what}.`;
    },
  };
}

const policyOf = ({ idBlock: { policy } }: IdBlockReport): string => (
  policy.flags.length > 0 ? `${policy.hex} (${policy.flags.join(', ')})` : policy.hex);

const words: Record<IdBlockCheck['code'], Words> = {
  'id-block-shape': {
    name: 'Form',
    pass: () => 'Version, algorithms, reserved bytes and keys are what firmware takes.',
    fail: ({ got }) => `Firmware does not take it: ${got ?? 'it is no ID block'}.`,
    notChecked: () => '',
  },
  'id-block-signed': {
    name: 'Signature of the ID block',
    pass: () => 'The ID key signed this block.',
    fail: () => 'The ID key did not sign this block: the files are of two blocks, or one was changed.',
    notChecked: () => shapeFirst,
  },
  'id-key-signed': {
    name: 'Signature of the ID key',
    pass: () => 'The author key signed the ID key.',
    fail: () => 'The author key did not sign this ID key.',
    notChecked: (report) => (isBadlyShaped(report) ? shapeFirst : 'There is no author key that could have signed it.'),
  },
  'id-block-digest': compared('Launch digest', ({ idBlock }) => idBlock.launchDigest, 'describe the guest, or give a launch digest above', true),
  'id-block-policy': compared('Policy', policyOf, 'give a policy above'),
  'id-block-family': compared('Family id', ({ idBlock }) => idBlock.familyId, 'give a family id above'),
  'id-block-image': compared('Image id', ({ idBlock }) => idBlock.imageId, 'give an image id above'),
  'id-block-svn': compared('Guest SVN', ({ idBlock }) => String(idBlock.guestSvn), 'give a guest SVN above'),
  'id-key-digest': compared('ID key', ({ idKeyDigest }) => idKeyDigest, 'give an ID key digest', true),
  'author-key-digest': compared('Author key', ({ authorKeyDigest }) => authorKeyDigest, 'give an author key digest', true),
};

export function blockChecks(report: IdBlockReport): ChainCheck[] {
  return report.checks.map((check) => {
    const { name, ...say } = words[check.code];
    switch (check.outcome) {
      case 'pass': return { name, outcome: check.outcome, words: say.pass(check) };
      case 'fail': return { name, outcome: check.outcome, words: say.fail(check) };
      case 'not-checked': return { name, outcome: check.outcome, words: say.notChecked(report) };
    }
  });
}

const ofPair: readonly IdBlockCheck['code'][] = ['id-block-shape', 'id-block-signed', 'id-key-signed'];

/** What the checks come to, in a sentence. */
export function blockVerdict({ checks, verdict }: IdBlockReport): string {
  if (verdict === 'match') return 'They belong together.';
  const isBroken = checks.some(({ code, outcome }) => ofPair.includes(code) && outcome === 'fail');
  return isBroken ? 'They do not belong together: firmware starts no guest with them.'
    : 'They belong together, but are not what you expect.';
}
