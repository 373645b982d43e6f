// What is to be done next about a paused SEV guest, and what else can be done.

import { labelOf } from '../../model/fields';
import { goToField, goToHeading } from '../../model/focus';
import { fieldsOfHost, matchesHostOnly } from '../../model/hostWords';
import { missing, type Missing } from '../../model/missing';
import { packet, packetHeadingId } from '../../model/packet';
import { saveText } from '../../model/save';
import { sevReason } from '../../model/diagnosis';
import { secretsHeadingId } from '../../model/secrets';
import { needsRestart, restart } from '../../model/session';
import { fillTexts } from '../../model/texts';
import { seriousFindings, validate, verdict, type Decided, type Problem } from '../../model/verdict';
import type { Action } from '../../parts/moment';
import { sevRemedies } from './remedy';
import { current } from './current';

const validateAction: Action = { label: 'Validate', key: 'validate', run: () => void validate() };
const restartAction: Action = { label: 'Restart', run: () => void restart() };
const printAction: Action = { label: 'Print', run: () => window.print() };

function saveAction(decided: Decided): Action {
  return { label: 'Save report', key: 'save',
    run: () => saveText('sevproof-report.json', current(decided).text, 'application/json') };
}

function missingActions(absent: readonly Missing[]): Action[] {
  return absent.map(({ field, words }) => ({
    label: words, name: `Go to ${words}`, run: () => goToField(field) }));
}

function problemAction({ field }: Problem): Action[] {
  if (field === null) return [];
  return [{ label: `Go to ${labelOf(field)}`, run: () => goToField(field) }];
}

function afterwards(decided: Decided): Action[] {
  return [saveAction(decided), printAction, validateAction];
}

function ofMatch(decided: Decided): Action {
  if (!matchesHostOnly(decided)) {
    return packet.value ? { label: 'Go to the packet', run: () => goToHeading(packetHeadingId) }
      : { label: 'Pack a secret', run: () => goToHeading(secretsHeadingId) };
  }
  const [field] = fieldsOfHost(decided.report);
  if (!field) return validateAction;
  return { label: `Look at the ${labelOf(field)}`, run: () => goToField(field) };
}

function ofMismatch(decided: Decided): Action[] {
  const { diagnosis } = decided.report;
  const remedy = sevRemedies.of(diagnosis);
  if (remedy) {
    const { field, value } = remedy;
    const run = (): void => {
      fillTexts({ [field]: value });
      void validate();
    };
    return [{ label: `Set ${labelOf(field)} to ${value} and look again`, run }];
  }
  const named = sevRemedies.named(diagnosis);
  if (named) return [{ label: `Go to ${labelOf(named)}`, run: () => goToField(named) }];
  if (sevReason.isHalfDone() && !needsRestart()) {
    return [{ label: 'Search again', run: () => void sevReason.begin() }];
  }
  return [];
}

export function actions(): Action[] {
  const shown = verdict.value;
  if (needsRestart()) return [restartAction, ...(shown.kind === 'decided' ? [saveAction(shown)] : []), validateAction];
  switch (shown.kind) {
    case 'invalid': return [...shown.problems.slice(0, 1).flatMap(problemAction), validateAction];
    case 'incomplete':
      if (shown.reason === 'stopped') return [restartAction, validateAction];
      return [...missingActions(missing.value ?? []), validateAction];
    case 'decided': {
      if (shown.report.verdict === 'mismatch') return [...ofMismatch(shown), ...afterwards(shown)];
      // What is grave is not to be passed over with one key.
      const [save, ...rest] = afterwards(shown);
      if (seriousFindings(shown.report).length > 0 && save) return [save, ofMatch(shown), ...rest];
      return [ofMatch(shown), ...afterwards(shown)];
    }
  }
}
