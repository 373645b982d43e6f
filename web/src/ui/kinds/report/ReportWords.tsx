// A report in words: every field.

import type { ComponentChildren, JSX } from 'preact';
import type { SnpVerification } from '../../../core/snp_reports';
import { formatSize } from '../../../engine/sizes';
import { labelOf } from '../../model/fields';
import { Row } from '../../parts/Facts';
import { Hash } from '../../parts/Hash';

export type Evidence = SnpVerification['evidence'];
type Tcb = Evidence['tcb']['reported'];

/** What a set bit says, of policy and platform, where its name does not. */
const bitWords: Record<string, string> = {
  MIGRATE_MA: 'migration agent', DEBUG: 'debugging, so its host can read the guest', SINGLE_SOCKET: 'one socket',
  MEM_AES_256_XTS: 'memory with AES-256-XTS', RAPL_DIS: 'no RAPL', CIPHERTEXT_HIDING: 'hidden ciphertext',
  PAGE_SWAP_DISABLE: 'no page swapping', TSME: 'all memory encrypted', ALIAS_CHECK: 'memory checked for aliases',
};

function bits({ value, flags }: { value: string; flags: string[] }): string {
  const words = flags.map((flag) => bitWords[flag] ?? (flag.startsWith('bit') ? `${flag}, which is not known` : flag));
  return [value, ...words].join(' · ');
}

const isAllOnes = (hex: string): boolean => /^f+$/.test(hex);
const isZero = (hex: string): boolean => /^0*$/.test(hex);

function bytes(hex: string, ofZeros = 'all zeros'): JSX.Element | string {
  return isZero(hex) ? ofZeros : <Hash hex={hex} />;
}

const tcbWords = ({ text, bytes: hex }: Tcb): string => text ?? `${hex}, in an order that depends on the line of processors`;

const signers: Record<string, string> = { vcek: 'the chip\'s key (VCEK)', vlek: 'the provider\'s key (VLEK)', none: 'nobody' };

type Rows = readonly (readonly [name: string, value: ComponentChildren])[];

type Plain = 'reportData' | 'measurement' | 'hostData' | 'familyId' | 'imageId' | 'reportId';

function guestRows(of: Evidence): Rows {
  const { policy } = of;
  const row = (field: Plain): Rows[number] => [labelOf(field), bytes(of[field])];
  const vmpl = of.vmpl > 3 ? 'none: its host asked' : `${of.vmpl}${of.vmpl === 0 ? ', the most privileged code of the guest' : ''}`;
  return [
    row('reportData'),
    row('measurement'),
    ['Policy', `${bits(policy)} · ABI ${policy.abi} or later`],
    ['VMPL', vmpl],
    row('hostData'),
    ['Guest SVN', of.guestSvn],
    row('familyId'),
    row('imageId'),
    ['ID key digest', bytes(of.idKeyDigest, 'all zeros: no ID block')],
    ['Author key', of.authorKeyEnabled ? bytes(of.authorKeyDigest) : 'none'],
    row('reportId'),
    ['Of its agent', isAllOnes(of.reportIdMa) ? 'no migration agent' : bytes(of.reportIdMa)],
  ];
}

function platformRows(of: Evidence): Rows {
  const { cpu, tcb, claims } = of;
  const known = (bitsOf: string | null): string => bitsOf ?? 'not in this version';
  return [
    ['Version', `${of.version}, given as ${of.form}`],
    ['Signed with', `${signers[of.signingKey] ?? `key ${of.signingKey}, which is not known`}${of.maskChipKey ? ', which is masked' : ''}, algorithm ${of.signatureAlgorithm}`],
    ['CPU', cpu ? `family ${cpu.family}, model ${cpu.model}, stepping ${cpu.stepping}` : 'not in this version'],
    ['Chip id', bytes(of.chipId, of.signingKey === 'vlek' ? 'all zeros: the key is the provider\'s' : 'all zeros: masked')],
    ['Platform', bits(of.platformInfo)],
    ['Reported TCB', tcbWords(tcb.reported)],
    ['Committed TCB', tcbWords(tcb.committed)],
    ['Current TCB', tcbWords(tcb.current)],
    ['TCB at launch', tcbWords(tcb.launch)],
    ['SEV firmware', `${of.currentFirmware}; committed ${of.committedFirmware}`],
    ['Mitigations', `${known(of.currentMitigations)}; at launch ${known(of.launchMitigations)}`],
    ...claims ? [['Azure\'s claims', <>{formatSize(claims.size)}, SHA-256 <Hash hex={claims.sha256} /></>] as const] : [],
  ];
}

function Facts({ rows }: { rows: Rows }): JSX.Element {
  return <dl class="facts">{rows.map(([name, value]) => <Row key={name} name={name}>{value}</Row>)}</dl>;
}

export function ReportWords({ evidence, isVerified }: { evidence: Evidence; isVerified: boolean }): JSX.Element {
  return (
    <section class="evidence" aria-labelledby="words-heading" data-report-words>
      <h3 id="words-heading">What the report says{!isVerified && ', not verified'}</h3>
      <Facts rows={guestRows(evidence)} />
      <h3>Of its platform</h3>
      <Facts rows={platformRows(evidence)} />
    </section>
  );
}
