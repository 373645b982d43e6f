// The verdict in words, sign and colour.

import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { controlId, labelOf } from '../model/fields';
import { joinWords, sentence } from '../model/format';
import { hostWords, matchesHostOnly } from '../model/hostWords';
import { placesBeingRead } from '../model/inputs';
import { missing } from '../model/missing';
import {
  attention, seriousFindings, verdict, type Decided, type Problem, type Verdict,
} from '../model/verdict';
import { restart } from '../model/session';
import { HostWords } from './HostWords';
import { CircleIcon, type BannerIcon } from './Icon';
import { SampleLine } from './SampleLine';

/** `host`: a match with what the host itself describes. */
type BannerName = BannerIcon | 'host';

export const verdictWords: Record<BannerName, string> = {
  match: 'Match',
  host: 'Matches what the host says',
  mismatch: 'Mismatch',
  incomplete: 'Not enough to decide',
  invalid: 'Invalid input',
};

export function verdictName(shown: Verdict): BannerName {
  if (matchesHostOnly(shown)) return 'host';
  return shown.kind === 'decided' ? shown.report.verdict : shown.kind;
}

function protection({ report }: Decided): string {
  return report.inputs.policy.flags.includes('ES') ? 'SEV-ES' : 'SEV';
}

/** What a match is about. */
function matchWords(decided: Decided): string {
  const count = hostWords(decided.report).length;
  if (count === 0) {
    return 'The guest that was started is the one described here, under '
      + `${protection(decided)} protection.`;
  }
  const [what, them] = count === 1 ? ['this value', 'it'] : ['these values', 'them'];
  return `The guest that was started is the one that the host's XML describes. Only you know whether `
    + `you asked for ${what}. Nothing is packed until you take ${them} as yours or enter your own.`;
}

export function decidedWords(decided: Decided): string {
  if (decided.report.verdict === 'mismatch') {
    return 'The measurement is not that of the launch described here. Send no secret to this guest '
      + 'until it matches.';
  }
  const serious = seriousFindings(decided.report).length;
  const base = matchWords(decided);
  if (serious === 0) return base;
  const many = serious === 1 ? 'one serious finding' : `${serious} serious findings`;
  return `${base} But there ${serious === 1 ? 'is' : 'are'} ${many}: read below before you trust it.`;
}

function DecidedBody({ decided }: { decided: Decided }): JSX.Element {
  return (
    <>
      <p>{decidedWords(decided)}</p>
      {matchesHostOnly(decided) && <HostWords report={decided.report} />}
      <SampleLine />
    </>
  );
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
  if (reason === 'changed') return 'Inputs changed.';
  if (reason === 'waiting') {
    const waiting = joinWords(placesBeingRead().map(labelOf));
    return `Waiting until ${waiting || 'the files'} ${placesBeingRead().length > 1 ? 'are' : 'is'} `
      + 'read. The verdict then comes automatically.';
  }
  return '';
}

type Incomplete = Extract<Verdict, { kind: 'incomplete' }>;

function Missing(): JSX.Element | null {
  const absent = missing.value;
  if (absent === null) return null;
  if (absent.length === 0) return <p>Nothing is missing: the verdict comes automatically.</p>;
  return (
    <p>
      Missing:{' '}
      {absent.map(({ field, words }, at) => (
        <span key={field}>
          {at > 0 && ', '}
          <button type="button" class="link" aria-label={`Go to ${words}`}
            onClick={() => document.getElementById(controlId(field))?.focus()}>{words}</button>
        </span>
      ))}.
    </p>
  );
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
      <p>Correct this to get a verdict:</p>
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
      <CircleIcon of={careful || name === 'host' ? 'invalid' : name} />
      <div class="banner-words">
        <div ref={box} role="status" tabIndex={-1} id="verdict"
          data-verdict={name === 'host' ? 'incomplete' : name}>
          <h2>{verdictWords[name]}</h2>
          <Body shown={shown} />
        </div>
        {shown.kind === 'incomplete' && <Meanwhile shown={shown} />}
      </div>
    </div>
  );
}
