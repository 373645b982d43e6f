// The verdict in words, sign and colour.

import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Report } from '../../core/face';
import { controlId, labelOf } from '../model/fields';
import { joinWords, sentence } from '../model/format';
import { placesBeingRead } from '../model/inputs';
import {
  attention, missing, seriousFindings, verdict, type Decided, type Problem, type Verdict,
} from '../model/verdict';
import { restart } from '../model/session';
import { CircleIcon, type BannerIcon } from './Icon';
import { SampleLine } from './SampleLine';

export const verdictWords: Record<BannerIcon, string> = {
  match: 'Match',
  mismatch: 'Mismatch',
  incomplete: 'Not enough to decide',
  invalid: 'Invalid input',
};

export function verdictName(shown: Verdict): BannerIcon {
  return shown.kind === 'decided' ? shown.report.verdict : shown.kind;
}

function protection({ report }: Decided): string {
  return report.inputs.policy.flags.includes('ES') ? 'SEV-ES' : 'SEV';
}

/** What is measured, but described by the host itself, is not described by the owner. */
const describedByHost: Record<string, string> = { cmdline: 'the command line', vcpus: 'the number of CPUs' };

function fromHostWords({ fromHost }: Report): string {
  const words = fromHost.flatMap((value) => describedByHost[value] ?? []);
  if (words.length === 0) return '';
  const what = joinWords(words);
  const [verb, them] = words.length === 1 ? ['is', 'it'] : ['are', 'them'];
  return ` But ${what} ${verb} what the host's XML says: check ${them} before you trust this.`;
}

export function decidedWords(decided: Decided): string {
  if (decided.report.verdict === 'mismatch') {
    return 'The measurement is not the one of what is described here. Send no secret to this guest '
      + 'until it matches.';
  }
  const serious = seriousFindings(decided.report).length;
  const base = `The guest that was started is the one described here, under ${protection(decided)} `
    + `protection.${fromHostWords(decided.report)}`;
  if (serious === 0) return base;
  const many = serious === 1 ? 'one serious finding' : `${serious} serious findings`;
  return `${base} But there ${serious === 1 ? 'is' : 'are'} ${many}: read below before you trust it.`;
}

function DecidedBody({ decided }: { decided: Decided }): JSX.Element {
  return <><p>{decidedWords(decided)}</p><SampleLine /></>;
}

function ProblemItem({ problem }: { problem: Problem }): JSX.Element {
  const { field } = problem;
  const text = sentence(problem.message) + (problem.hint === '' ? '' : ` ${problem.hint}`);
  if (field === null) return <li>{text}</li>;
  const label = labelOf(field);
  const named = text.toLowerCase().startsWith(label.toLowerCase());
  const show = (): void => document.getElementById(controlId(field))?.focus();
  return (
    <li>
      {!named && <strong>{label}: </strong>}{text}{' '}
      <button type="button" class="link" aria-label={`Show ${label}`} onClick={show}>Show</button>
    </li>
  );
}

function Problems({ problems }: { problems: readonly Problem[] }): JSX.Element | null {
  if (problems.length === 0) return null;
  return (
    <ul class="problems">
      {problems.map((problem, at) => <ProblemItem key={at} problem={problem} />)}
    </ul>
  );
}

function incompleteLead(reason: Incomplete['reason']): string {
  if (reason === 'changed') return 'Inputs changed: validate again.';
  if (reason === 'waiting') {
    const waiting = joinWords(placesBeingRead().map(labelOf));
    return `Waiting until ${waiting || 'the files'} ${placesBeingRead().length > 1 ? 'are' : 'is'} `
      + 'read. The verdict then comes by itself.';
  }
  return '';
}

type Incomplete = Extract<Verdict, { kind: 'incomplete' }>;

function Missing(): JSX.Element {
  const absent = missing.value;
  return <p>{absent.length > 0 ? `Missing: ${absent.join(', ')}.` : 'Nothing is missing: choose Validate.'}</p>;
}

/** The answer to Validate. What changes while fields are being filled is not announced: see Banner. */
function IncompleteBody({ shown }: { shown: Incomplete }): JSX.Element {
  const lead = incompleteLead(shown.reason);
  return (
    <>
      {lead !== '' && <p>{lead}</p>}
      {shown.reason === 'missing' && shown.problems.length === 0 && <Missing />}
      <Problems problems={shown.problems} />
    </>
  );
}

function RestartButton(): JSX.Element {
  return (
    <p><button type="button" class="button" onClick={() => void restart()}>Restart</button></p>
  );
}

/** Below the live region: it follows every key that is typed. */
function Meanwhile({ shown }: { shown: Incomplete }): JSX.Element | null {
  if (shown.reason === 'stopped') return <RestartButton />;
  return shown.reason === 'fresh' || shown.reason === 'changed' ? <Missing /> : null;
}

function Body({ shown }: { shown: Verdict }): JSX.Element {
  if (shown.kind === 'decided') return <DecidedBody decided={shown} />;
  if (shown.kind === 'incomplete') return <IncompleteBody shown={shown} />;
  return (
    <>
      <p>There is no verdict until this is corrected:</p>
      <Problems problems={shown.problems} />
    </>
  );
}

export function Banner(): JSX.Element {
  const shown = verdict.value;
  const name = verdictName(shown);
  const box = useRef<HTMLDivElement>(null);
  const calls = attention.value;
  useEffect(() => {
    if (calls === 0) return;
    box.current?.focus({ preventScroll: true });
    // In one column the banner lies below the form, and what follows it is wanted too.
    const oneColumn = window.matchMedia('(max-width: 900px)').matches;
    box.current?.scrollIntoView({ block: oneColumn ? 'start' : 'nearest' });
  }, [calls]);
  const careful = shown.kind === 'decided' && seriousFindings(shown.report).length > 0;
  return (
    <div class={`banner banner-${name}${careful ? ' careful' : ''}`}>
      <CircleIcon of={careful ? 'invalid' : name} />
      <div class="banner-words">
        <div ref={box} role="status" tabIndex={-1} data-verdict={name} id="verdict">
          <h2>{verdictWords[name]}</h2>
          <Body shown={shown} />
        </div>
        {shown.kind === 'incomplete' && <Meanwhile shown={shown} />}
      </div>
    </div>
  );
}
