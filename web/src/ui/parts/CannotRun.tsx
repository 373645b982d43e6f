// In place of the page where the browser lacks what it needs.

import type { JSX } from 'preact';
import { pageVersion } from '../model/session';

export function CannotRun({ why }: { why: string }): JSX.Element {
  const { chrome, edge, firefox, safari } = __OLDEST_BROWSERS__;
  return (
    <main class="card alone">
      <h1>sevproof cannot run in this browser</h1>
      <p>{why}</p>
      <p>
        The page is made for Chrome {chrome}, Edge {edge}, Firefox {firefox}, Safari {safari} and
        newer. The native program sevproof does the same without a browser.
      </p>
      <p class="source">sevproof {pageVersion}</p>
    </main>
  );
}
