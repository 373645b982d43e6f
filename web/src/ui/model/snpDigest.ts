// The launch digest of the SEV-SNP guest that is described. It comes by itself when nothing is missing and nothing
// is being read; every change takes it back at once. It is the owner's own expectation, and says nothing of a host.

import { computed, effect, signal, untracked } from '@preact/signals';
import type { FieldName, MissingPart } from '../../core/face';
import type { SnpReport } from '../../core/snp';
import type { SnpQuestion } from '../../engine/question';
import { shownMoment } from './address';
import { parsed } from './documents';
import { controlId, snpPlaces } from './fields';
import { places, wasCancelled } from './inputs';
import { kindOf } from './moment';
import { afterRestart, engine, raise, reportUnexpected, selfTestsFailed, whenTested } from './session';
import { expected, isNothingToMeasure, snpQuestion, snpTexts } from './snpWish';
import type { Problem } from './verdict';

export type SnpDigest =
  | { kind: 'none' }
  /** Something is being read, typed or measured. */
  | { kind: 'waiting' }
  | { kind: 'missing'; parts: MissingPart[]; message: string }
  | { kind: 'invalid'; problems: Problem[] }
  | { kind: 'stopped' }
  | Measured;

export interface Measured {
  kind: 'measured';
  report: SnpReport;
  /** The bytes that the core gave, for saving. */
  text: string;
  question: SnpQuestion;
  /** By this machine's clock. */
  at: Date;
}

export const snpDigest = signal<SnpDigest>({ kind: 'none' });

const pause = 400; // milliseconds: longer than between two keys

let turn = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
let lastTexts = '';
const again = signal(0);

/** The field that somebody is typing in is not judged before it is left. */
export function isInHand(field: FieldName | null): boolean {
  return field !== null && document.activeElement?.id === controlId(field);
}

async function measure(mine: number): Promise<void> {
  const tested = await whenTested();
  if (mine !== turn) return;
  if (tested !== 'passed') {
    snpDigest.value = { kind: 'stopped' };
    return;
  }
  const question = snpQuestion.peek();
  const outcome = await engine().ask('measureSnp', ...question);
  if (mine !== turn) return;
  if (outcome.ok) {
    snpDigest.value = decide(outcome.value.report, question);
    // Of texts that nobody typed here, too.
    for (const of of Object.values(snpTexts)) void of.read();
    return;
  }
  const { kind, field, message, hint, missing } = outcome.error;
  if (raise(outcome.error)) snpDigest.value = { kind: 'stopped' };
  else if (missing && missing.length > 0) snpDigest.value = { kind: 'missing', parts: missing, message };
  else if (kind === 'incomplete' && field) {
    snpDigest.value = { kind: 'missing', parts: [{ field, what: message }], message };
  } else if (!isInHand(field)) snpDigest.value = { kind: 'invalid', problems: [{ field, message, hint }] };
}

function decide(text: string, question: SnpQuestion): SnpDigest {
  const report = readSnpReport(text);
  if (report) return { kind: 'measured', report, text, question, at: new Date() };
  reportUnexpected('The core answered with a report that the page cannot read');
  return { kind: 'stopped' };
}

/** The report, if it is one of the version that this page knows. */
export function readSnpReport(text: string): SnpReport | null {
  return parsed<SnpReport>(text, ({ schemaVersion, kind, computed }) => (
    schemaVersion === 2 && kind === 'sev-snp' && Array.isArray(computed.launchDigests)));
}

function stateOfPlaces(): SnpDigest | null {
  const problems: Problem[] = [];
  for (const name of snpPlaces) {
    const { value } = places[name];
    if (value.status !== 'failed') continue;
    const { kind, message, hint } = value.error;
    if (kind === 'crashed') return { kind: 'stopped' };
    if (!wasCancelled(name)) problems.push({ field: name, message, hint });
  }
  if (isNothingToMeasure.value) return { kind: 'none' };
  if (problems.length > 0) return { kind: 'invalid', problems };
  return snpPlaces.some((name) => places[name].value.status === 'reading') ? { kind: 'waiting' } : null;
}

/** What else is said of a file that is held is no news here. */
const ofFiles = computed(() => [...snpPlaces, 'domainXml' as const].map((name) => {
  const { value } = places[name];
  return value.status === 'empty' ? '' : `${value.status} ${value.token}`;
}).join());
const ofTexts = computed(() => JSON.stringify(snpQuestion.value[0]));

function begin(isShown: boolean): void {
  const known = stateOfPlaces();
  turn += 1;
  clearTimeout(timer);
  snpDigest.value = known ?? { kind: 'waiting' };
  const isTyped = lastTexts !== ofTexts.peek();
  lastTexts = ofTexts.peek();
  if (known !== null || !isShown) return;
  const mine = turn;
  if (isTyped) timer = setTimeout(() => void measure(mine), pause);
  else void measure(mine);
}

effect(() => {
  void [again.value, ofFiles.value, ofTexts.value];
  const isShown = kindOf(shownMoment.value) === 'snp';
  untracked(() => begin(isShown));
});

/** A field was left: what was half typed is judged now. */
export function measureNow(): void {
  if (snpDigest.peek().kind === 'waiting') again.value += 1;
}

effect(() => {
  if (!selfTestsFailed() || snpDigest.peek().kind !== 'measured') return;
  turn += 1;
  snpDigest.value = { kind: 'stopped' };
});

afterRestart(() => { again.value += 1; });

/** What is wrong with one field; gone with the next change. */
export function snpProblemAt(field: FieldName): Problem | null {
  const { value } = snpDigest;
  return value.kind === 'invalid' ? value.problems.find((one) => one.field === field) ?? null : null;
}

export interface Comparison {
  /** The digest that the owner has from elsewhere, in hex. */
  hex: string;
  /** Of what it is the digest: numbers of CPUs, or the file as it stands; null where it is none of them. */
  of: string | null;
}

function nameOfSame({ computed: { launchDigests, igvm } }: SnpReport, hex: string): string | null {
  const one = launchDigests.find((digest) => digest.hex === hex);
  if (one) return cpusWords(one.vcpus);
  // Of a file that QEMU starts its digest is another matter: the explanation says so.
  return launchDigests.length === 0 && igvm?.inOrder === hex ? 'the order of the file' : null;
}

/** Null where there is nothing to compare, or not yet. */
export const comparison = computed<Comparison | null>(() => {
  const shown = snpDigest.value;
  const check = expected.check.value;
  if (shown.kind !== 'measured' || !check?.view) return null;
  const hex = check.view.description;
  return { hex, of: nameOfSame(shown.report, hex) };
});

export function cpusWords(count: number): string {
  return count === 1 ? '1 vCPU' : `${count} vCPUs`;
}
