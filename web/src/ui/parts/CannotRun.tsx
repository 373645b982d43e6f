// In place of the page where the browser lacks what it needs.

import type { JSX } from 'preact';

export function CannotRun({ why }: { why: string }): JSX.Element {
  return (
    <main class="card alone">
      <h1>sevproof cannot run in this browser</h1>
      <p>{why}</p>
      <p>Use a current browser, or the native program sevproof, which does the same.</p>
    </main>
  );
}
