// What the page just did, and the card for what should not happen.

import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { dismiss, notice } from '../model/notices';
import {
  failure, needsRestart, pageVersion, ready, type Failure,
} from '../model/session';
import { bannerId } from './Banner';
import { CopyButton } from './Copy';
import { SeverityIcon } from './Icon';

export function NoticeLine(): JSX.Element {
  const shown = notice.value;
  return (
    <div class="notice-region" aria-live="polite">
      {shown && (
        <div class={`notice notice-${shown.tone}`}>
          {shown.tone === 'error' && <SeverityIcon severity="error" />}
          <p>{shown.text}{shown.hint !== '' && ` ${shown.hint}`}</p>
          {shown.back && (
            <button type="button" class="button small" onClick={shown.back.run}>{shown.back.label}</button>
          )}
          {shown.undo && (
            <button type="button" class="button small" onClick={shown.undo}>Undo</button>
          )}
          <button type="button" class="button small quiet" aria-label="Close message"
            onClick={dismiss}>Close</button>
        </div>
      )}
    </div>
  );
}

function report({ title, detail }: Failure): string {
  return [
    `sevproof ${pageVersion}`,
    title,
    detail,
    `Core SHA-256: ${ready.value?.coreSha256 ?? 'unknown: the core did not start'}`,
    `Browser: ${navigator.userAgent}`,
  ].join('\n');
}

export function FailureCard(): JSX.Element | null {
  const shown = failure.value;
  const card = useRef<HTMLElement>(null);
  // What is to be done about a worker that stopped stands with the verdict.
  useEffect(() => (needsRestart() ? document.getElementById(bannerId) : card.current)
    ?.scrollIntoView({ block: 'nearest' }), [shown]);
  if (!shown) return null;
  const text = report(shown);
  return (
    <section ref={card} class="card failure" role="alert" aria-labelledby="failure-heading">
      <h2 id="failure-heading">{shown.title}</h2>
      <p>{shown.advice}</p>
      <p class="source">sevproof {pageVersion}: {shown.detail}</p>
      <details>
        <summary>Details for a report</summary>
        <pre class="failure-detail">{text}</pre>
      </details>
      <div class="buttons">
        <CopyButton text={text} what="details" large />
        {/* Without the card there would be no way on. */}
        {!needsRestart() && (
          <button type="button" class="button quiet" aria-label="Close card"
            onClick={() => { failure.value = null; }}>Close</button>
        )}
      </div>
      <p class="source">
        The native program sevproof does the same without a browser.
      </p>
    </section>
  );
}
