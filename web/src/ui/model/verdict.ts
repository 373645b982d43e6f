// From the inputs to a verdict. Match and mismatch come from the core's report and nowhere else;
// an answer about inputs that changed since is dropped.

import { effect, signal } from '@preact/signals';
import type { Finding, Report } from '../../core/reports';
import type { EngineError } from '../../engine/engine';
import { questionOf, type LaunchRequest } from '../../engine/question';
import { parsed } from './documents';
import { sevPlaces, textFields } from './fields';
import {
  checks, failedWith, held, onChanged, places, placesBeingRead, texts, wasCancelled,
} from './inputs';
import { missingNow } from './missing';
import { fieldsFromXml, offers } from './offers';
import {
  afterRestart, engine, raise, reportUnexpected, restartsSoFar, selfTestsFailed, whenTested,
} from './session';
import { checkAllFields } from './texts';

export interface Problem {
  field: EngineError['field'];
  message: string;
  hint: string;
}

export interface Decided {
  kind: 'decided';
  report: Report;
  /** The bytes that the core gave, for saving. */
  text: string;
  request: LaunchRequest;
  /** By this machine's clock. */
  at: Date;
}

export type Verdict =
  | { kind: 'incomplete'; reason: 'fresh' | 'changed' | 'missing' | 'waiting' | 'stopped';
      problems: Problem[] }
  | { kind: 'invalid'; problems: Problem[] }
  | Decided;

const fresh: Verdict = { kind: 'incomplete', reason: 'fresh', problems: [] };

export const verdict = signal<Verdict>(fresh);
/** Counts the times that the banner should be looked at; it then takes the focus. */
export const attention = signal(0);
/** Whether anyone asked for a verdict yet, so that the title says it. */
export const asked = signal(false);

let run = 0;
/** The run whose answer is still to come; where `run` has gone on, it is about other inputs. */
let open = 0;

/** Whether a verdict on what is entered now is on its way. */
export function isValidating(): boolean {
  return open === run && open !== 0;
}

onChanged(() => {
  run += 1;
  const { value } = verdict;
  if (value.kind === 'incomplete' && value.reason === 'fresh') return;
  const hadVerdict = value.kind !== 'incomplete' || value.reason === 'changed';
  verdict.value = { kind: 'incomplete', reason: hadVerdict ? 'changed' : 'fresh', problems: [] };
});

function stopped(message: string): Verdict {
  return { kind: 'incomplete', reason: 'stopped', problems: [{ field: null, message, hint: '' }] };
}

function asProblem({ field, message, hint }: EngineError, fallback: Problem['field'] = null): Problem {
  return { field: field ?? fallback, message, hint };
}

function problemsOfInputs(): Problem[] {
  const problems: Problem[] = [];
  for (const field of textFields) {
    const error = checks[field].value?.error;
    if (error && texts[field].value !== '') problems.push(asProblem(error, field));
  }
  for (const name of sevPlaces) {
    const { value } = places[name];
    if (value.status === 'failed' && !wasCancelled(name)) problems.push(asProblem(value.error, name));
  }
  return problems;
}

function requestFromInputs(): LaunchRequest {
  const request: LaunchRequest = {};
  for (const field of textFields) {
    if (texts[field].value !== '') request[field] = texts[field].value;
  }
  for (const name of sevPlaces) {
    const file = held(name);
    const given = file?.held ?? file?.digest ?? file?.bytes;
    if (given) Object.assign(request, { [name]: given });
  }
  const fromXml = fieldsFromXml();
  for (const field of fromXml) request[field] = offers.value[field];
  if (fromXml.length > 0) request.fromXml = fromXml;
  return request;
}

function show(next: Verdict, isAwaited = true): void {
  open = 0;
  verdict.value = next;
  if (isAwaited) attention.value = attention.peek() + 1;
}

const untested = 'A self-test of the core failed, so this page gives no verdict';
const gone = 'The page\'s worker stopped: restart it, then validate again';

/** Asks for a verdict on what is entered now. `isAwaited`: somebody asked for it, and is shown it. */
export async function validate(isAwaited = true): Promise<void> {
  asked.value = true;
  run += 1;
  const mine = run;
  open = run;
  const stale = (): boolean => mine !== run;
  const tested = await whenTested();
  if (stale()) return;
  if (tested !== 'passed') return show(stopped(tested === 'gone' ? gone : untested), isAwaited);
  const restarts = restartsSoFar();
  await checkAllFields();
  if (stale()) return;
  if (sevPlaces.some((name) => failedWith(name, 'crashed'))) {
    return show(stopped(gone), isAwaited);
  }
  const problems = problemsOfInputs();
  if (problems.length > 0) return show({ kind: 'invalid', problems }, isAwaited);
  // What the domain's XML may still give is not missing yet.
  const mayBeGiven = placesBeingRead().includes('domainXml');
  const absent = await missingNow();
  if (stale()) return;
  if (absent !== null && absent.length > 0 && !mayBeGiven) {
    return show({ kind: 'incomplete', reason: 'missing', problems: [] }, isAwaited);
  }
  if (placesBeingRead().length > 0) {
    return show({ kind: 'incomplete', reason: 'waiting', problems: [] }, isAwaited);
  }
  // A worker that came meanwhile has not passed its self-tests yet.
  if (restarts !== restartsSoFar()) return validate(isAwaited);
  const request = requestFromInputs();
  const outcome = await engine().ask('validate', ...questionOf(request));
  if (stale()) return;
  show(outcome.ok ? decide(outcome.value.report, request) : refuse(outcome.error), isAwaited);
}

function refuse(error: EngineError): Verdict {
  const problems = [asProblem(error)];
  if (raise(error)) return { kind: 'incomplete', reason: 'stopped', problems };
  if (error.kind === 'incomplete') return { kind: 'incomplete', reason: 'missing', problems };
  return { kind: 'invalid', problems };
}

function decide(text: string, request: LaunchRequest): Verdict {
  const report = readReport(text);
  if (report) return { kind: 'decided', report, text, request, at: new Date() };
  const message = 'The core answered with a report that the page cannot read';
  reportUnexpected(message);
  return stopped(message);
}

function withoutDiagnosis(report: Report): string {
  return JSON.stringify({ ...report, diagnosis: null });
}

/**
 * Puts the report with a diagnosis in the place of the one that was given without; the verdict stays,
 * and all the rest. False where it is none of this verdict, which must be the one that is shown.
 */
export function takeDiagnosis(about: Decided, text: string): boolean {
  const report = readReport(text);
  if (verdict.peek() !== about || about.report.verdict !== 'mismatch') return false;
  if (!report?.diagnosis || withoutDiagnosis(report) !== withoutDiagnosis(about.report)) return false;
  verdict.value = { ...about, report, text };
  return true;
}

/** The report, if it is one of the version that this page knows. */
export function readReport(text: string): Report | null {
  return parsed<Report>(text, ({ schemaVersion, verdict, inputs }) => (
    schemaVersion === 2 && (verdict === 'match' || verdict === 'mismatch') && typeof inputs === 'object'));
}

/** What a validation said about one field; gone with the next change. */
export function problemAt(field: Problem['field']): Problem | null {
  const { value } = verdict;
  if (value.kind === 'decided' || field === null) return null;
  return value.problems.find((problem) => problem.field === field) ?? null;
}

function isWaiting(): boolean {
  return verdict.value.kind === 'incomplete' && verdict.value.reason === 'waiting';
}

export function seriousFindings(report: Report): Finding[] {
  return report.findings.filter((finding) => finding.severity === 'error');
}

// A validation that waits for files goes on by itself; every change of inputs ends the waiting.
effect(() => {
  if (!isWaiting() || placesBeingRead().length > 0) return;
  queueMicrotask(() => {
    if (isWaiting()) void validate();
  });
});

// Self-tests that fail, after a restart too, take back what was said before.
effect(() => {
  if (!selfTestsFailed() || verdict.peek().kind !== 'decided') return;
  run += 1;
  show(stopped(untested));
});

afterRestart(() => {
  const { value } = verdict;
  if (value.kind === 'incomplete' && value.reason === 'stopped' && !selfTestsFailed()) {
    verdict.value = fresh;
  }
});
