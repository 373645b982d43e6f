// What is to be done next about a report, and what else can be done.

import type { FieldName } from '../../../core/face';
import { copyAddress } from '../../model/copyAddress';
import { controlId, labelOf } from '../../model/fields';
import { goToField } from '../../model/focus';
import { reportReason } from '../../model/reportReason';
import { reportVerdict, type VerifiedReport } from '../../model/reportVerdict';
import { saveText } from '../../model/save';
import { needsRestart, restart } from '../../model/session';
import type { Action } from '../../parts/moment';
import { setRemedy, snpRemedies } from '../snp/remedy';
import { failedChecks, fieldOfCheck, isOfAnother, missingForMatch } from './checks';

const restartAction: Action = { label: 'Restart', run: () => void restart() };
const printAction: Action = { label: 'Print', run: () => window.print() };

const choose = (field: 'report' | 'certs', label: string): Action => (
  { label, run: () => document.getElementById(controlId(field))?.click() });

const goTo = (field: FieldName): Action => ({ label: `Go to ${labelOf(field)}`, run: () => goToField(field) });

/** Of a measurement that is not the launch's: what the search found. */
function ofReason({ report: { diagnosis } }: VerifiedReport): Action | null {
  const remedy = snpRemedies.of(diagnosis);
  if (remedy && remedy.field !== 'expectedDigest') {
    const shown = remedy.value.length > 20 ? 'what it would be' : remedy.value;
    return { label: `Set ${labelOf(remedy.field)} to ${shown} and look again`, run: () => setRemedy(remedy) };
  }
  if (reportReason.isHalfDone()) return { label: 'Search again', run: () => void reportReason.begin() };
  const field = snpRemedies.named(diagnosis);
  return field && field !== 'expectedDigest' ? goTo(field) : null;
}

function next(decided: VerifiedReport): Action[] {
  const { report } = decided;
  const { vekMissing, outOfTime, addresses } = report.computed;
  const address = addresses.find(({ vek }) => vek !== null)?.vek;
  if (outOfTime) return [goTo('at')];
  if (vekMissing || isOfAnother(report)) {
    const add = choose('certs', 'Choose certificates');
    return address ? [{ label: 'Copy AMD\'s address', run: () => void copyAddress(address) }, add] : [add];
  }
  if (report.verdict === 'genuine' && report.evidence.claims) return [];
  if (report.verdict === 'genuine') return missingForMatch(report).slice(0, 1).map((check) => goTo(fieldOfCheck(check)));
  const [failed] = failedChecks(report);
  if (!failed) return [];
  const ofSearch = reportReason.mismatch.peek() ? ofReason(decided) : null;
  return [ofSearch ?? goTo(fieldOfCheck(failed))];
}

function ofDecided(decided: VerifiedReport): Action[] {
  const save: Action = { label: 'Save report', key: 'save',
    run: () => saveText('sevproof-snp-report.json', decided.text, 'application/json') };
  return [...next(decided), save, printAction];
}

export function actions(): Action[] {
  const shown = reportVerdict.value;
  if (needsRestart() || shown.kind === 'stopped') return [restartAction];
  switch (shown.kind) {
    case 'none': return [choose('report', 'Choose report')];
    case 'waiting': return [];
    case 'missing':
      return shown.parts.map(({ field, what }) => ({ label: what, name: `Go to ${what}`, run: () => goToField(field) }));
    case 'invalid': return [goTo(shown.problems[0]?.field ?? 'report')];
    case 'decided': return ofDecided(shown);
  }
}
