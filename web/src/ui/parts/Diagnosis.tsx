// Why a launch does not match: the search for it, and what came of it.

import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Diagnosis as Found } from '../../core/reports';
import type { SearchProgress } from '../../engine/engine';
import { groupThousands } from '../../engine/sizes';
import { mostCandidates } from '../model/candidates';
import { formatProgress, joinWords, sentence, visibleName } from '../model/format';
import type { NotTried, ReasonSearch } from '../model/reasonSearch';
import { needsRestart } from '../model/session';

const headingId = 'why-heading';
const statusId = 'why-status';
const searchWords = 'Searching for the reason';

function percent(share: number): string {
  return `${Math.floor(share * 100)} %`;
}

function progressWords({ share, tried, reading }: SearchProgress): string {
  if (reading) return `reading candidates: ${formatProgress(reading.done, reading.total)}`;
  return `${percent(share)} · ${groupThousands(tried)} launches tried`;
}

interface SearchingProps {
  progress: SearchProgress | null;
  onCancel: () => void;
}

function Searching({ progress, onCancel }: SearchingProps): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  // A focus on its button is not to get lost with it.
  useLayoutEffect(() => () => {
    if (box.current?.contains(document.activeElement)) document.getElementById(headingId)?.focus();
  }, []);
  const share = progress?.reading
    ? progress.reading.done / Math.max(progress.reading.total, 1) : progress?.share ?? 0;
  return (
    <div ref={box} class="why-search">
      <progress max={1} value={share} aria-label={searchWords} />
      <span class="meta">{progress ? progressWords(progress) : percent(0)}</span>
      <button type="button" class="button small" aria-describedby={statusId} onClick={onCancel}>
        Cancel
      </button>
    </div>
  );
}

function Changes({ changes, wanted }: { changes: Found['changes']; wanted: string }): JSX.Element {
  const items = changes.map(({ code, message, hint }, at) => (
    <li key={at} data-code={code}>
      {/* It may name a file, in letters of any direction. */}
      <strong><bdi>{sentence(message)}</bdi></strong> {hint}
    </li>
  ));
  return (
    <div class="advice why-changes">
      {items.length === 1 ? <ul>{items}</ul> : <><p>All of these together:</p><ol>{items}</ol></>}
      <p>Certain: {wanted} is exactly that launch's.</p>
    </div>
  );
}

/** The result in short: what is announced. */
function Result({ found, wanted }: { found: Found; wanted: string }): JSX.Element {
  const total = groupThousands(found.total);
  switch (found.outcome) {
    case 'explained':
      return (
        <Changes changes={found.changes} wanted={wanted} />
      );
    case 'not-explained':
      return <p>None of the {total} launches that were tried has {wanted}.</p>;
    case 'unfinished':
      if (found.tried === 0) return <p>The search was stopped before any launch was tried.</p>;
      return (
        <p>The search was stopped after {groupThousands(found.tried)} of {total} launches. None of
          them has {wanted}.</p>
      );
  }
}

function excludedWords({ outcome }: Found): string {
  return `Ruled out as the only mistake${outcome === 'unfinished' ? ' so far' : ''}`;
}

function Excluded({ found }: { found: Found }): JSX.Element {
  return <ul>{found.excluded.map(({ code, message }) => <li key={code}>{message}</li>)}</ul>;
}

function Causes({ found }: { found: Found }): JSX.Element | null {
  if (found.causes.length === 0) return null;
  return (
    <div class="advice">
      <p>Causes that remain:</p>
      <ul>{found.causes.map((cause) => <li key={cause}>{cause}</li>)}</ul>
    </div>
  );
}

function Names({ names }: { names: readonly string[] }): JSX.Element {
  return <bdi>{joinWords(names.map((name) => visibleName(name, 60)))}</bdi>;
}

/** The candidates that were tried, and those that were not. */
function Candidates({ found, leftOut, superfluous }: { found: Found } & NotTried): JSX.Element {
  const cancelled = leftOut.filter(({ error }) => error.kind === 'cancelled');
  const failed = leftOut.filter(({ error }) => error.kind !== 'cancelled');
  return (
    <>
      {found.alsoTried.length > 0 && found.tried > 0 && (
        <p class="source">Candidates in the search: <Names names={found.alsoTried} />.
        </p>
      )}
      {cancelled.length > 0 && (
        <p class="why-left-out">Not read because you cancelled:{' '}
          <Names names={cancelled.map(({ name }) => name)} />.</p>
      )}
      {failed.map(({ name, error }) => (
        <p key={name} class="why-left-out">Left out: <Names names={[name]} />. {sentence(error.message)}
        </p>
      ))}
      {superfluous > 0 && (
        <p class="why-left-out">{superfluous} more {superfluous === 1 ? 'file was' : 'files were'} left
          out: at most {mostCandidates.value} are tried, those given last.</p>
      )}
    </>
  );
}

function Unexplained({ found, ...notTried }: { found: Found } & NotTried): JSX.Element {
  const { alsoTried, excluded } = found;
  const isAlone = alsoTried.length + notTried.leftOut.length === 0;
  return (
    <>
      <Causes found={found} />
      {excluded.length > 0 && (
        <details>
          <summary>{excludedWords(found)} ({excluded.length})</summary>
          <Excluded found={found} />
        </details>
      )}
      <Candidates found={found} {...notTried} />
      {isAlone && (
        <p class="source">You can also drop other versions of these files as candidates: the search
          then tries them too.</p>
      )}
    </>
  );
}

interface DiagnosisProps {
  reason: ReasonSearch;
  found: Found | null;
}

/** What was found once the search is over. */
function overOf({ reason, found }: DiagnosisProps): NotTried & { found: Found } | null {
  const now = reason.search.value;
  return now.state === 'over' && found ? { ...now, found } : null;
}

export function Diagnosis({ reason, found }: DiagnosisProps): JSX.Element {
  const now = reason.search.value;
  const over = overOf({ reason, found });
  return (
    <section class="why" aria-labelledby={headingId} data-diagnosis={over?.found.outcome ?? now.state}>
      <h3 id={headingId} tabIndex={-1} class="visually-hidden">Why</h3>
      <div class="why-result" role="status" id={statusId}>
        {/* Not at once: what comes together with its region is not announced. */}
        {now.state === 'searching' && now.progress && <p>{searchWords}</p>}
        {now.state === 'failed' && <p>{sentence(`The search stopped: ${now.message}`)}</p>}
        {over && <Result found={over.found} wanted={reason.wanted} />}
      </div>
      {now.state === 'searching' && <Searching progress={now.progress} onCancel={() => reason.cancel()} />}
      {now.state === 'failed' && needsRestart() && <p class="source">The search can begin again after a restart.</p>}
    </section>
  );
}

/** What is ruled out, what remains, and what was tried: of a mismatch without an explanation. */
export function UnexplainedPart(props: DiagnosisProps): JSX.Element | null {
  const over = overOf(props);
  if (!over || over.found.outcome === 'explained') return null;
  return <section class="why" aria-label="What the search ruled out"><Unexplained {...over} /></section>;
}

/** On paper, where nothing opens. */
export function PrintedDiagnosis({ reason, found }: DiagnosisProps): JSX.Element {
  if (!found) return <p>The search for the reason was not finished.</p>;
  const now = reason.search.value;
  const notTried = now.state === 'over' ? now : { leftOut: [], superfluous: 0 };
  return (
    <div class="why">
      <Result found={found} wanted={reason.wanted} />
      <Causes found={found} />
      {found.excluded.length > 0 && <p>{excludedWords(found)}:</p>}
      <Excluded found={found} />
      {found.outcome !== 'explained' && <Candidates found={found} {...notTried} />}
    </div>
  );
}
