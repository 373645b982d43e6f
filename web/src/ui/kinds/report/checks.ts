// The checks of a report: where what each needs is given, and what it is called, if not as that field.

import type { FieldName } from '../../../core/face';
import type { ReportCheck, SnpVerification } from '../../../core/snp_reports';
import { labelOf } from '../../model/fields';
import { sentence, shortHash } from '../../model/format';
import { reportVerdict } from '../../model/reportVerdict';
import type { ChainCheck } from '../../parts/moment';

type Code = ReportCheck['code'];

const rows: Record<Code, readonly [field: FieldName, name?: string]> = {
  'shape': ['report', 'Form'],
  'chain': ['certs', 'AMD\'s chain'],
  'revocation': ['certs', 'Not revoked'],
  'binding': ['certs', 'Certificate of this key and firmware'],
  'signature': ['certs', 'Signature'],
  'measurement': ['measurement'],
  'report-version': ['report', 'Known version'],
  'reserved': ['report', 'Nothing unknown in it'],
  'report-data': ['reportData'],
  'policy': ['policy'],
  'vmpl': ['vmpl'],
  'tcb': ['minimumTcb'],
  'firmware-version': ['minimumFirmware', 'SEV firmware'],
  'id-block': ['idKeyDigest', 'ID block'],
  'host-data': ['hostData'],
  'chip': ['chipId', 'Chip or provider'],
  'report-id': ['reportId'],
  'platform-info': ['platformRequires', 'Platform'],
  'mitigations': ['currentMitigations', 'Mitigations'],
  'claims': ['report', 'Azure\'s claims'],
};

export const checkName = ({ code }: ReportCheck): string => rows[code][1] ?? labelOf(rows[code][0]);
export const fieldOfCheck = ({ code }: ReportCheck): FieldName => rows[code][0];

export function failedChecks({ checks }: SnpVerification): ReportCheck[] {
  return checks.filter(({ outcome }) => outcome === 'fail');
}

/** Without them there is no match. */
const needed: readonly Code[] = ['report-data', 'measurement', 'report-version', 'reserved', 'chip'];
/** Without them a report is not even genuine. */
const proofs: readonly Code[] = ['shape', 'chain', 'revocation', 'binding', 'signature'];

/** The certificate that was given is that of another chip, or of other firmware. */
export function isOfAnother({ verdict, checks }: SnpVerification): boolean {
  return verdict === 'not-verified' && checks.some(({ code, outcome }) => code === 'binding' && outcome === 'fail');
}

/** Of a genuine report: what was not checked, and would have to be; the nonce first. */
export function missingForMatch({ checks }: SnpVerification): ReportCheck[] {
  return needed.flatMap((code) => checks.filter((one) => one.code === code && one.outcome === 'not-checked'));
}

const inShort = (text: string): string => (/^[0-9a-f]{33,}$/.test(text) ? shortHash(text) : text);

/** In full where nothing may be left out, as on paper. */
export function checkWords({ outcome, expected, got, why }: ReportCheck, isShort = true): string {
  const shown = isShort ? inShort : (text: string): string => text;
  if (outcome === 'not-checked') return why ?? '';
  if (outcome === 'pass') return shown(got ?? expected ?? '');
  return sentence(expected && got ? `expected ${expected}, got ${got}` : got ?? expected ?? '');
}

function shownCheck(check: ReportCheck): ChainCheck {
  return { name: checkName(check), outcome: check.outcome, words: checkWords(check) };
}

/** Whether it stands in the list, or folded below it: nothing was expected, and nothing is missing. */
export function isShown({ code, outcome }: ReportCheck): boolean {
  return outcome !== 'not-checked' || needed.includes(code) || proofs.includes(code);
}

/** What failed comes first. */
function split(shown: boolean): ChainCheck[] {
  const verdict = reportVerdict.value;
  if (verdict.kind !== 'decided') return [];
  const { checks } = verdict.report;
  return checks.filter((one) => isShown(one) === shown)
    .sort((one, other) => Number(other.outcome === 'fail') - Number(one.outcome === 'fail')).map(shownCheck);
}

export const chain = (): ChainCheck[] => split(true);
export const unasked = (): ChainCheck[] => split(false);
