// What the owner expects of a SEV-SNP report. Nothing of it is taken from the report or from whoever hands it on.

import { computed } from '@preact/signals';
import type { Expectations, ReportTextField, ReportTexts } from '../../core/face_report';
import type { FieldName } from '../../core/face';
import type { Outcome } from '../../engine/engine';
import { checkedBy, fillText, givenTexts, type CheckedText } from './checkedText';
import { labelOf } from './fields';
import { joinWords, sentence } from './format';
import { clearingsSoFar } from './inputs';
import { complain, inform } from './notices';
import { saveText } from './save';
import { engine, raise } from './session';
import type { Taking } from './taking';

export type Key = ReportTextField | 'at';

/** In the order in which they are asked for: the most important, and what is folded. */
export const mainKeys = ['reportData', 'measurement', 'at'] as const;
export const guestKeys: readonly Key[] = [
  'vmpl', 'policy', 'policyRequires', 'policyForbids', 'allowDebug', 'allowMigration', 'hostData', 'familyId', 'imageId',
  'minimumGuestSvn', 'idKeyDigest', 'authorKeyDigest', 'reportId',
];
export const platformKeys: readonly Key[] = [
  'minimumTcb', 'tcbOf', 'minimumFirmware', 'refuseProvisional', 'chipId', 'allowMaskedChip', 'provider', 'platformRequires',
  'platformForbids', 'launchMitigations', 'currentMitigations',
];
const keys: readonly Key[] = [...mainKeys, ...guestKeys, ...platformKeys];

/** It is yes or no. */
export const isFlag = (key: Key): boolean => /^allow|^refuse/.test(key);

/** The core names a field by its key. */
function named<T>(key: Key, outcome: Outcome<T>): Outcome<T> {
  return outcome.ok ? outcome : { ok: false, error: { ...outcome.error, message: inWords(key, outcome.error.message) } };
}

export const inWords = (key: FieldName, message: string): string => message.replace(`${key}: `, `${labelOf(key)}: `);

export const reportTexts = Object.fromEntries(keys.map((key): [Key, CheckedText] => (
  [key, checkedBy(async (text) => named(key, await engine().ask('checkReportText', key, text)))]))) as Record<Key, CheckedText>;

/** What the core is asked with. */
export const reportQuestionTexts = computed<ReportTexts>(() => givenTexts(reportTexts));

/** Of one report alone: a file with them would let an old report match once more. */
const ofOneReport: readonly Key[] = ['reportData', 'reportId', 'at'];

export function isAnythingToSave(): boolean {
  return Object.keys(reportQuestionTexts.value).some((key) => !ofOneReport.includes(key as Key));
}

export function saveExpectations(): void {
  const given = Object.entries(reportQuestionTexts.peek()).filter(([key]) => !ofOneReport.includes(key as Key));
  const values = given.map(([key, text]) => [key, isFlag(key as Key) || text.trim()]);
  saveText('sevproof-expectations.json', `${JSON.stringify({ schemaVersion: 2, ...Object.fromEntries(values) }, null, 2)}\n`,
    'application/json');
  inform('Expectations saved, without REPORT_DATA, REPORT_ID and the date: those are of one report.');
}

function fill(values: Expectations): void {
  const before = keys.map((key) => [key, reportTexts[key].text.peek()] as const);
  const taken = Object.entries(values) as [ReportTextField, string][];
  // A flag that is false is none.
  for (const [key, text] of taken) fillText(reportTexts[key], text === 'false' ? '' : text);
  const left = keys.filter((key) => key !== 'at' && values[key] === undefined && reportTexts[key].text.peek() !== '');
  const more = left.length > 0 ? ` Not in the file, so left as before: ${joinWords(left.map(labelOf))}.` : '';
  inform(`Expectations loaded: ${joinWords(taken.map(([key]) => labelOf(key))) || 'none'}.${more}`, () => {
    for (const [key, text] of before) fillText(reportTexts[key], text);
    inform('The expectations were undone.');
  });
}

/** What went wrong, or nothing. */
export async function takeExpectationsFile(taking: Taking): Promise<string> {
  const clearings = clearingsSoFar();
  const content = await taking.outcome;
  const outcome = content.ok ? await engine().ask('readExpectations', content.value.text ?? '') : content;
  if (clearings !== clearingsSoFar()) return '';
  if (outcome.ok) {
    fill(outcome.value.values);
    return '';
  }
  const message = sentence(outcome.error.message);
  if (!raise(outcome.error)) complain(message, outcome.error.hint);
  return message;
}
