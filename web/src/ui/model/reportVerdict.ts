// Whether a SEV-SNP report is genuine, and of the guest that its owner expects. The core's document says it and nothing
// else; every change takes it back at once, and a new one comes by itself.

import { computed, effect, signal, untracked } from '@preact/signals';
import type { MissingPart } from '../../core/face';
import type { SnpVerification } from '../../core/snp_reports';
import type { ReportQuestion } from '../../engine/question';
import { shownMoment } from './address';
import { parsed } from './documents';
import { askedReport, certFiles, reportList, undecidedFiles } from './reportFiles';
import { inWords, reportQuestionTexts } from './reportWish';
import { afterRestart, engine, raise, reportUnexpected, selfTestsFailed, whenTested } from './session';
import { isInHand, snpDigest } from './snpDigest';
import type { Problem } from './verdict';

export type ReportVerdict =
  | { kind: 'none' }
  /** Something is being read, typed or verified. */
  | { kind: 'waiting' }
  /** Of the launch that the report is to be of. */
  | { kind: 'missing'; parts: MissingPart[] }
  | { kind: 'invalid'; problems: Problem[] }
  | { kind: 'stopped' }
  | VerifiedReport;

export interface VerifiedReport {
  kind: 'decided';
  report: SnpVerification;
  /** The bytes that the core gave, for saving. */
  text: string;
  question: ReportQuestion;
}

export const reportVerdict = signal<ReportVerdict>({ kind: 'none' });

const pause = 400; // milliseconds: longer than between two keys

let turn = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
let lastTexts = '';
const again = signal(0);

async function verify(question: ReportQuestion, mine: number): Promise<void> {
  const tested = await whenTested();
  if (mine !== turn) return;
  if (tested !== 'passed') {
    reportVerdict.value = { kind: 'stopped' };
    return;
  }
  const outcome = await engine().ask('verifySnpReport', ...question);
  if (mine !== turn) return;
  if (outcome.ok) {
    reportVerdict.value = decide(outcome.value.report, question);
    return;
  }
  const { field, message, hint } = outcome.error;
  if (raise(outcome.error)) reportVerdict.value = { kind: 'stopped' };
  else if (!isInHand(field)) reportVerdict.value = { kind: 'invalid', problems: [{ field, message: field ? inWords(field, message) : message, hint }] };
}

function decide(text: string, question: ReportQuestion): ReportVerdict {
  const report = readVerification(text);
  if (report) return { kind: 'decided', report, text, question };
  reportUnexpected('The core answered with a report that the page cannot read');
  return { kind: 'stopped' };
}

const verdicts: readonly string[] = ['match', 'genuine', 'mismatch', 'not-verified'];

/** The document, if it is one of the version that this page knows. */
export function readVerification(text: string): SnpVerification | null {
  return parsed<SnpVerification>(text, ({ schemaVersion, evidence, verdict, checks }) => (
    schemaVersion === 2 && evidence.type === 'snp-report' && verdicts.includes(verdict) && Array.isArray(checks)));
}

function problemsOfFiles(): Problem[] {
  return (['report', 'certs'] as const).flatMap((field) => (
    (field === 'report' ? reportList : certFiles).value.flatMap((one) => (
      one.state === 'failed' ? [{ field, message: one.error.message, hint: one.error.hint }] : []))));
}

/** With which launch, or why not yet: half of one would be left out of a verdict without a word. */
function stateOfInputs(): ReportVerdict | [ReportQuestion[2], ReportQuestion[3]] {
  const files = [...reportList.value, ...certFiles.value];
  if (files.some((one) => one.state === 'failed' && one.error.kind === 'crashed')) return { kind: 'stopped' };
  const problems = [...problemsOfFiles(), ...undecidedFiles.value];
  if (problems.length > 0) return { kind: 'invalid', problems };
  if (reportList.value.length === 0) return { kind: 'none' };
  if (files.some(({ state }) => state === 'reading')) return { kind: 'waiting' };
  const launch = snpDigest.value;
  switch (launch.kind) {
    case 'none': return [null, null];
    case 'measured': return launch.question;
    case 'missing': return { kind: 'missing', parts: launch.parts };
    default: return launch;
  }
}

const ofTexts = computed(() => JSON.stringify(reportQuestionTexts.value));

function begin(): void {
  const known = stateOfInputs();
  const files = askedReport();
  turn += 1;
  clearTimeout(timer);
  const isTyped = lastTexts !== ofTexts.value;
  lastTexts = ofTexts.value;
  if (!Array.isArray(known)) {
    reportVerdict.value = known;
    return;
  }
  reportVerdict.value = { kind: 'waiting' };
  if (!files || shownMoment.value !== 'runs') return;
  const mine = turn;
  const go = (): void => {
    const now = Math.floor(Date.now() / 1000);
    void verify([files, reportQuestionTexts.peek(), ...known, now], mine);
  };
  if (isTyped) timer = setTimeout(go, pause);
  else untracked(go);
}

effect(() => {
  void again.value;
  begin();
});

/** A field was left: what was half typed is judged now. */
export function verifyNow(): void {
  if (reportVerdict.peek().kind === 'waiting') again.value += 1;
}

// Self-tests that fail, after a restart too, take back what was said before.
effect(() => {
  if (!selfTestsFailed() || reportVerdict.peek().kind !== 'decided') return;
  turn += 1;
  reportVerdict.value = { kind: 'stopped' };
});

afterRestart(() => { again.value += 1; });

/** Puts the document with a diagnosis in the place of the one without: the rest must be the same. */
export function takeReportDiagnosis(about: VerifiedReport, text: string): boolean {
  const report = readVerification(text);
  const rest = (of: SnpVerification): string => JSON.stringify({ ...of, diagnosis: null });
  if (reportVerdict.peek() !== about || !report?.diagnosis || rest(report) !== rest(about.report)) return false;
  reportVerdict.value = { ...about, report, text };
  return true;
}

/** What is wrong with one field; gone with the next change. */
export function reportProblemAt(field: Problem['field']): Problem | null {
  const { value } = reportVerdict;
  return value.kind === 'invalid' ? value.problems.find((one) => one.field === field) ?? null : null;
}
