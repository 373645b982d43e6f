// Why a launch does not match: the search for it, and what came of it.

import type { ComponentChildren, JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Diagnosis as Found, Report } from '../../core/face';
import type { SearchProgress } from '../../engine/engine';
import { groupThousands } from '../../engine/sizes';
import { cancelSearch, otherFiles, search, searchReason } from '../model/diagnosis';
import { formatProgress, joinWords, sentence, visibleName } from '../model/format';

const headingId = 'why-heading';

function percent(share: number): string {
  return `${Math.floor(share * 100)} %`;
}

function progressWords({ share, tried, reading }: SearchProgress): string {
  if (reading) return `reading other files: ${formatProgress(reading.done, reading.total)}`;
  return `${percent(share)} · ${groupThousands(tried)} launches tried`;
}

function Searching({ progress }: { progress: SearchProgress | null }): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  // A focus on its button is not to get lost with it.
  useLayoutEffect(() => () => {
    if (box.current?.contains(document.activeElement)) document.getElementById(headingId)?.focus();
  }, []);
  const share = progress?.reading
    ? progress.reading.done / Math.max(progress.reading.total, 1) : progress?.share ?? 0;
  return (
    <div ref={box} class="why-search">
      <p id="why-search">Searching for the launch that has this measurement</p>
      <progress max={1} value={share} aria-labelledby="why-search" />
      <span class="meta">{progress ? progressWords(progress) : percent(0)}</span>
      <button type="button" class="button small" aria-describedby="why-search" onClick={cancelSearch}>
        Cancel
      </button>
    </div>
  );
}

function Changes({ changes }: { changes: Found['changes'] }): JSX.Element {
  const items = changes.map(({ code, message, hint }, at) => (
    <li key={at} data-code={code}>
      {/* It may name a file, in letters of any direction. */}
      <strong><bdi>{sentence(message)}</bdi></strong> {hint}
    </li>
  ));
  return (
    <div class="advice why-changes">
      {items.length === 1 ? <ul>{items}</ul> : <><p>All of these at once:</p><ol>{items}</ol></>}
    </div>
  );
}

/** The result in short: what is announced. */
function Result({ found }: { found: Found }): JSX.Element {
  const total = groupThousands(found.total);
  switch (found.outcome) {
    case 'explained':
      return (
        <>
          <Changes changes={found.changes} />
          <p class="source">The reported measurement is exactly that of this launch: the reason is
            certain. The verdict stays: mismatch.</p>
        </>
      );
    case 'not-explained':
      return <p>None of the {total} launches that were tried has this measurement.</p>;
    case 'unfinished':
      return (
        <p>The search was ended after {groupThousands(found.tried)} of {total} launches
          ({percent(found.tried / Math.max(found.total, 1))}). None of these has this measurement.</p>
      );
  }
}

function Excluded({ found }: { found: Found }): JSX.Element | null {
  if (found.excluded.length === 0) return null;
  return (
    <>
      <p>Ruled out as the only mistake:</p>
      <ul>{found.excluded.map(({ code, message }) => <li key={code}>{message}</li>)}</ul>
    </>
  );
}

function Causes({ found }: { found: Found }): JSX.Element | null {
  if (found.outcome !== 'not-explained') return null;
  return (
    <>
      <p>What is left:</p>
      <ul>{found.causes.map((cause) => <li key={cause}>{cause}</li>)}</ul>
    </>
  );
}

function OtherFiles({ found, unread }: { found: Found; unread: readonly string[] }): JSX.Element {
  const count = otherFiles.value - unread.length;
  return (
    <>
      {count > 0 && found.outcome === 'not-explained' && (
        <p class="source">{count === 1 ? 'One other file was' : `${count} other files were`} tried
          in the place of those given.</p>
      )}
      {unread.length > 0 && (
        <p class="remark">Left out, as it could not be read:{' '}
          {joinWords(unread.map((name) => visibleName(name, 60)))}</p>
      )}
      {otherFiles.value === 0 && (
        <p class="source">Other versions of firmware, kernel, initrd, command line, VMSA or key files
          can be dropped here as well: they are then tried too.</p>
      )}
    </>
  );
}

function Again(): JSX.Element {
  const again = (): void => {
    document.getElementById(headingId)?.focus();
    void searchReason();
  };
  return (
    <div class="buttons">
      <button type="button" class="button small" onClick={again}>Search again</button>
    </div>
  );
}

function Unexplained({ found, unread }: { found: Found; unread: readonly string[] }): JSX.Element {
  return (
    <>
      {found.excluded.length > 0 && (
        <details>
          <summary>What is ruled out{found.outcome === 'unfinished' && ' so far'}</summary>
          <Excluded found={found} />
        </details>
      )}
      <Causes found={found} />
      <OtherFiles found={found} unread={unread} />
      {found.outcome === 'unfinished' && <Again />}
    </>
  );
}

function Announced({ children }: { children: ComponentChildren }): JSX.Element {
  return <div class="why-result" role="status">{children}</div>;
}

export function Diagnosis({ report }: { report: Report }): JSX.Element {
  const now = search.value;
  const found = now.state === 'over' ? report.diagnosis : null;
  return (
    <section class="why" aria-labelledby={headingId} data-diagnosis={found?.outcome ?? now.state}>
      <h3 id={headingId} tabIndex={-1}>Why</h3>
      {now.state === 'searching' && <Searching progress={now.progress} />}
      <Announced>
        {found && <Result found={found} />}
        {now.state === 'failed' && <p>{sentence(`The search stopped: ${now.message}`)}</p>}
      </Announced>
      {found && found.outcome !== 'explained' && now.state === 'over' && (
        <Unexplained found={found} unread={now.unread} />
      )}
      {now.state === 'failed' && <Again />}
    </section>
  );
}

/** On paper, where nothing opens. */
export function PrintedDiagnosis({ found }: { found: Found }): JSX.Element {
  return (
    <div class="why">
      <Result found={found} />
      <Excluded found={found} />
      <Causes found={found} />
    </div>
  );
}
