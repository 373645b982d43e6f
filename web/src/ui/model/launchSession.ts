// A launch session that was made here. Its keys are bytes, and only in this page's memory: wiped when the page is
// left, when another session takes their place, and when all is cleared.

import { computed, effect, signal } from '@preact/signals';
import type { SessionReport } from '../../core/platforms';
import type { EngineError, MadeSession, SessionFile } from '../../engine/engine';
import { clearingsSoFar, wipe } from './inputs';
import { asked as filesFor, chipId, platformFiles, rootFiles } from './platformFiles';
import { platformVerdict } from './platformVerdict';
import { engine, raise, restartsSoFar, selfTestsFailed, whenTested } from './session';
import { saveBytes } from './save';
import {
  checkSessionPolicy, defaultName, kernelHashes, policyCheck, sessionName, sessionPolicy,
} from './sessionWish';

export interface LaunchSession {
  report: SessionReport;
  /** The bytes that the core gave, for saving. */
  text: string;
  files: readonly SessionFile[];
  /** What it was made of. */
  madeOf: string;
}

export const sessionHeadingId = 'session-heading';
export const confirmHeadingId = 'make-anyway-heading';

export const launchSession = signal<LaunchSession | null>(null);
export const making = signal(false);
export const makeError = signal<EngineError | null>(null);
/** Whether the owner is asked if he means it, since nobody vouches for the platform. */
export const confirming = signal(false);
/** Why there is no session any more. */
export const sessionNote = signal('');

/** Which of its files were saved or copied. */
const kept = signal<ReadonlySet<string>>(new Set());

export function keepFile(name: string): void {
  kept.value = new Set([...kept.value, name]);
}

export function isKept(name: string): boolean {
  return kept.value.has(name);
}

/** All that a session needs again, once: of what the host gets, its XML has both. */
const needed: readonly (readonly string[])[] = [
  ['_tik.bin'], ['_tek.bin'], ['_godh.b64', '_launchsecurity.xml'], ['_session.b64', '_launchsecurity.xml'],
];

/** Whether leaving the page would lose a session that nobody has taken along. */
export function hasUnsavedSession(): boolean {
  if (launchSession.value === null) return false;
  return !needed.every((ends) => (
    [...kept.value].some((name) => ends.some((end) => name.endsWith(end)))));
}

const inputs = computed(() => JSON.stringify([
  platformFiles.value.map(({ token }) => token), rootFiles.value.map(({ token }) => token), chipId.value,
  policyCheck.value?.view?.number ?? sessionPolicy.value, sessionName.value, kernelHashes.value]));

/** Whether the session is one of what is given now. */
export function isSessionOfNow(): boolean {
  return launchSession.value?.madeOf === inputs.value;
}

let turn = 0;

/** Wipes its keys. */
export function dropSession(note = ''): void {
  turn += 1;
  launchSession.value?.files.forEach(({ bytes }) => wipe(bytes));
  if (launchSession.value) sessionNote.value = note;
  launchSession.value = null;
  kept.value = new Set();
  making.value = false;
  makeError.value = null;
  confirming.value = false;
}

// What is to be confirmed, or went wrong, was about other inputs.
effect(() => {
  void inputs.value;
  void platformVerdict.value;
  confirming.value = false;
  makeError.value = null;
});

effect(() => {
  if (selfTestsFailed()) dropSession('It was discarded, since a self-test failed.');
});

function refuse(message: string, hint = ''): void {
  making.value = false;
  makeError.value = { kind: 'incomplete', field: null, message, hint };
}

const replaceWords = 'The session is not saved, and its keys would be lost. Make another one?';

/** `insecure`: also where nobody vouches for the platform, which is asked for in a step of its own. */
export async function makeLaunchSession(insecure = false): Promise<void> {
  const decided = platformVerdict.peek();
  if (decided.kind !== 'decided' || making.peek()) return;
  if (decided.report.verdict !== 'match' && !insecure) {
    confirming.value = true;
    return;
  }
  if (hasUnsavedSession() && !window.confirm(replaceWords)) return;
  making.value = true;
  makeError.value = null;
  turn += 1;
  const mine = turn;
  const clearings = clearingsSoFar();
  const restarts = restartsSoFar();
  const tested = await whenTested();
  await checkSessionPolicy();
  if (mine !== turn) return;
  if (tested !== 'passed' || restarts !== restartsSoFar()) return refuse('The page\'s worker is not ready: try again');
  const madeOf = inputs.peek();
  const outcome = await engine().makeSession(filesFor(platformFiles.peek(), 'platform file'),
    filesFor(rootFiles.peek(), 'root'), chipId.peek(),
    { policy: sessionPolicy.peek(), name: sessionName.peek().trim() || defaultName, insecure,
      kernelHashes: kernelHashes.peek() });
  if (mine !== turn || clearings !== clearingsSoFar()) {
    if (outcome.ok) wipeFiles(outcome.value);
    return;
  }
  making.value = false;
  if (outcome.ok) take(outcome.value, madeOf);
  else if (!raise(outcome.error)) makeError.value = outcome.error;
}

function wipeFiles({ files }: MadeSession): void {
  files.forEach(({ bytes }) => wipe(bytes));
}

function take(made: MadeSession, madeOf: string): void {
  const report = readSessionReport(made.report);
  const isWhole = report?.computed.session && needed.every(([end]) => (
    made.files.some(({ name }) => name.endsWith(end ?? ''))));
  if (!report || !isWhole) {
    wipeFiles(made);
    return refuse('The core made no session that the page can read', 'Please report this.');
  }
  dropSession();
  sessionNote.value = '';
  launchSession.value = { report, text: made.report, files: made.files, madeOf };
}

/** The report, if it is one of the version that this page knows. */
export function readSessionReport(text: string): SessionReport | null {
  try {
    const report = JSON.parse(text) as SessionReport;
    return report.schemaVersion === 2 && report.kind === 'session' ? report : null;
  } catch {
    return null;
  }
}

export function saveSessionFile({ name, bytes }: SessionFile): void {
  saveBytes(name, bytes, 'application/octet-stream');
  keepFile(name);
}

const pause = 250; // milliseconds: a browser may drop what comes all at once

export async function saveAllFiles(): Promise<void> {
  const made = launchSession.peek();
  for (const file of made?.files ?? []) {
    // Its bytes may have been wiped meanwhile.
    if (launchSession.peek() !== made) return;
    saveSessionFile(file);
    await new Promise((resolve) => { setTimeout(resolve, pause); });
  }
}

/** What of it is text: for the host, and no secret. */
export function textOf(end: string): string {
  const file = launchSession.value?.files.find(({ name, isSecret }) => !isSecret && name.endsWith(end));
  return file ? new TextDecoder().decode(file.bytes) : '';
}

/** Where nobody vouched for the platform. */
export function isInsecure({ report }: LaunchSession): boolean {
  return report.computed.vouchedForBy === 'nobody';
}
