// What is to be done next before a guest is started, and what else can be done.

import { controlId, labelOf } from '../../model/fields';
import { goToField } from '../../model/focus';
import { goOn } from '../../model/goOn';
import {
  hasUnsavedSession, isSessionOfNow, launchSession, makeLaunchSession, saveAllFiles,
} from '../../model/launchSession';
import { momentLabels } from '../../model/moment';
import { platformVerdict, type DecidedPlatform } from '../../model/platformVerdict';
import { copyAddress } from '../../model/copyAddress';
import { saveText } from '../../model/save';
import { needsRestart, restart } from '../../model/session';
import { policyCheck, sessionPolicy } from '../../model/sessionWish';
import type { Action } from '../../parts/moment';
import { lacksSignedCek } from './chain';

const restartAction: Action = { label: 'Restart', run: () => void restart() };
const printAction: Action = { label: 'Print', run: () => window.print() };
const makeAction: Action = { label: 'Make session', run: () => void makeLaunchSession() };
const againAction: Action = { label: 'Make another session', run: () => void makeLaunchSession() };
const anywayAction: Action = { label: 'Make a session all the same', run: () => void makeLaunchSession() };
const saveFilesAction: Action = { label: 'Save all files', run: () => void saveAllFiles() };
const goOnAction: Action = { label: `Go on to “${momentLabels.paused}”`, run: () => void goOn() };
const policyAction: Action = { label: `Go to ${labelOf('policy')}`, run: () => goToField('policy') };
const chooseAction: Action = { label: 'Choose platform files',
  run: () => document.getElementById(controlId('platform'))?.click() };

/** Of the platform; of the session, once there is one. */
function saveAction(decided: DecidedPlatform): Action {
  const made = isSessionOfNow() ? launchSession.value : null;
  const [name, text] = made ? ['sevproof-session.json', made.text] : ['sevproof-platform.json', decided.text];
  return { label: 'Save report', key: 'save', run: () => saveText(name, text, 'application/json') };
}

/** Without a policy that the core can read there is no session. */
function policyNeedsCare(): boolean {
  const check = policyCheck.value;
  if (sessionPolicy.value.trim() === '' || check?.error) return true;
  return check?.view?.findings.some(({ severity }) => severity === 'error') ?? false;
}

function toMake(decided: DecidedPlatform): Action[] {
  const rest = [saveAction(decided), printAction];
  const make = launchSession.value ? againAction : makeAction;
  return policyNeedsCare() ? [policyAction, make, ...rest] : [make, ...rest];
}

function toVouch(decided: DecidedPlatform): Action[] {
  const { cekAddress: address } = decided.report.computed;
  const isUnsigned = lacksSignedCek(decided.report);
  const rest = [saveAction(decided), printAction, anywayAction];
  if (isUnsigned && address) return [{ label: 'Copy AMD\'s address', run: () => void copyAddress(address) }, ...rest];
  if (isUnsigned) return [{ label: `Go to ${labelOf('chipId')}`, run: () => goToField('chipId') }, ...rest];
  return [chooseAction, ...rest];
}

/** Of one that was made; nothing where there is none. */
function ofSession(): Action[] {
  if (!launchSession.value) return [];
  return hasUnsavedSession() ? [saveFilesAction, goOnAction] : [goOnAction, saveFilesAction];
}

function ofDecided(decided: DecidedPlatform): Action[] {
  if (isSessionOfNow()) return [...ofSession(), saveAction(decided), againAction];
  const isVouched = decided.report.verdict === 'match';
  return [...(isVouched ? toMake(decided) : toVouch(decided)), ...ofSession()];
}

export function actions(): Action[] {
  const shown = platformVerdict.value;
  if (needsRestart()) return [restartAction, ...ofSession()];
  switch (shown.kind) {
    case 'none': return [chooseAction, ...ofSession()];
    case 'waiting': return ofSession();
    case 'stopped': return [restartAction, ...ofSession()];
    case 'invalid': {
      const field = shown.problems[0]?.field ?? 'platform';
      return [{ label: `Go to ${labelOf(field)}`, run: () => goToField(field) }, ...ofSession()];
    }
    case 'decided': return ofDecided(shown);
  }
}
