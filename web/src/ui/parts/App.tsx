// The page, from top to bottom.

import type { JSX } from 'preact';
import { DropCover } from './DropCover';
import { Header } from './Header';
import { HelpDialog } from './HelpDialog';
import { Inbox } from './Inbox';
import type { Moment } from './moment';
import { FailureCard, NoticeLine } from './Notices';
import { PrintSheet } from './PrintSheet';
import { TrustPanel } from './TrustPanel';
import { VerdictBar } from './VerdictBar';
import { VerdictPanel } from './VerdictPanel';

export function App(
  { moments, current }: { moments: readonly Moment[]; current: () => Moment },
): JSX.Element {
  const shown = current();
  return (
    <>
      <div class="page">
        <Header moments={moments} shown={shown} />
        <main>
          <Inbox />
          <div class="columns">
            <VerdictPanel moment={shown} />
            <div class={`form form-${shown.id}`}><FailureCard /><shown.Cards /></div>
          </div>
        </main>
        <TrustPanel />
        <div class="lower-edge">
          <NoticeLine />
          <VerdictBar standing={shown.standing()} />
        </div>
        <HelpDialog of={shown.id} />
        <DropCover />
      </div>
      <PrintSheet moment={shown} />
    </>
  );
}
