// What is to be done next about a digest, and what else can be done.

import { controlId, labelOf } from '../../model/fields';
import { goToField, goToHeading } from '../../model/focus';
import { blockHeadingId } from '../../model/idBlock';
import { complain, inform } from '../../model/notices';
import { copyText, saveText } from '../../model/save';
import { needsRestart, restart } from '../../model/session';
import { comparison, snpDigest, type Measured } from '../../model/snpDigest';
import { snpExplained, snpReason } from '../../model/snpReason';
import type { Action } from '../../parts/moment';
import { setRemedy, snpRemedies } from './remedy';

const restartAction: Action = { label: 'Restart', run: () => void restart() };
const chooseAction: Action = { label: 'Choose firmware', run: () => document.getElementById(controlId('firmware'))?.click() };

async function copyDigest(hex: string): Promise<void> {
  if (await copyText(hex)) inform('The launch digest was copied, in hex.');
  else complain('The browser does not let the page copy.', 'Select the digest and copy it.');
}

function ofMismatch(): Action {
  const found = snpExplained.value?.report.diagnosis ?? null;
  const remedy = snpRemedies.of(found);
  if (remedy) {
    const { field, value } = remedy;
    const shown = value.length > 20 ? 'what it would be' : value;
    return { label: `Set ${labelOf(field)} to ${shown} and look again`, run: () => setRemedy(remedy) };
  }
  if (snpReason.isHalfDone()) {
    return { label: 'Search again', run: () => void snpReason.begin() };
  }
  const field = snpRemedies.named(found) ?? 'expectedDigest';
  return { label: `Go to ${labelOf(field)}`, run: () => goToField(field) };
}

function ofMeasured({ report, text }: Measured): Action[] {
  const { launchDigest, launchDigests, igvm } = report.computed;
  const hex = launchDigest ?? igvm?.inOrder ?? '';
  const explained = snpExplained.value;
  const rest: Action[] = [
    { label: 'Save report', key: 'save', run: () => (explained
      ? saveText('sevproof-snp-explain.json', explained.text, 'application/json')
      : saveText('sevproof-snp-measure.json', text, 'application/json')) },
    { label: 'Make an ID block', run: () => goToHeading(blockHeadingId) },
    { label: 'Print', run: () => window.print() },
  ];
  const found = comparison.value;
  if (found && !found.of) return [ofMismatch(), ...rest];
  if (launchDigests.length > 1) return rest;
  return [{ label: 'Copy digest', run: () => void copyDigest(hex) }, ...rest];
}

export function actions(): Action[] {
  const shown = snpDigest.value;
  if (needsRestart() || shown.kind === 'stopped') return [restartAction];
  switch (shown.kind) {
    case 'none': return [chooseAction];
    case 'waiting': return [];
    case 'missing':
      return shown.parts.map(({ field, what }) => ({
        label: what, name: `Go to ${what}`, run: () => goToField(field) }));
    case 'invalid': {
      const field = shown.problems[0]?.field ?? 'firmware';
      return [{ label: `Go to ${labelOf(field)}`, run: () => goToField(field) }];
    }
    case 'measured': return ofMeasured(shown);
  }
}
