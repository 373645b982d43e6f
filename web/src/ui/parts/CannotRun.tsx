// In place of the page where the browser lacks what it needs, or the file is damaged.

import type { JSX } from 'preact';
import { pageVersion } from '../model/session';

function Browsers(): JSX.Element {
  const { chrome, edge, firefox, safari } = __OLDEST_BROWSERS__;
  return (
    <p>
      The page is made for Chrome {chrome}, Edge {edge}, Firefox {firefox}, Safari {safari} and
      newer. The native program sevproof does the same without a browser.
    </p>
  );
}

export interface Obstacle {
  /** `file`: it was damaged. */
  what: 'browser' | 'file';
  why: string;
}

export function CannotRun({ what, why }: Obstacle): JSX.Element {
  return (
    <main class="card alone">
      <h1>{what === 'browser' ? 'sevproof cannot run in this browser' : 'This file is damaged'}</h1>
      <p>{why}</p>
      {what === 'browser' && <Browsers />}
      <p class="source">sevproof {pageVersion}</p>
    </main>
  );
}
