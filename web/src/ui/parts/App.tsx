// The page, from top to bottom.

import type { JSX } from 'preact';
import { engineState } from '../model/session';
import { asked, verdict, validate, isWaiting } from '../model/verdict';
import { DropBar, DropCover } from './DropBar';
import { DroppedList } from './DroppedList';
import { GuestCard } from './GuestCard';
import { Header } from './Header';
import { HostCard } from './HostCard';
import { KeysCard } from './KeysCard';
import { FailureCard, NoticeLine } from './Notices';
import { PrintSheet } from './PrintSheet';
import { SecretsCard } from './SecretsCard';
import { TrustPanel } from './TrustPanel';
import { VerdictPanel } from './VerdictPanel';

function ValidateBar(): JSX.Element {
  const decided = verdict.value.kind === 'decided';
  return (
    <div class="validate-bar">
      <button type="button" class="button primary large" onClick={() => void validate()}>Validate</button>
      <span class="source">
        {asked.value && engineState.value.status === 'starting'
          ? 'The self-tests are still running; the verdict comes when they are done.'
          : isWaiting() ? 'Waiting for files that are still being read.'
          : decided ? 'The verdict is about these inputs; any change clears it.' : ''}
      </span>
    </div>
  );
}

export function App(): JSX.Element {
  return (
    <>
      <div class="page">
        <Header />
        <main>
          <FailureCard />
          <DropBar />
          <NoticeLine />
          <DroppedList />
          <div class="columns">
            <div class="form">
              <HostCard />
              <GuestCard />
              <KeysCard />
              <ValidateBar />
            </div>
            <VerdictPanel />
            <SecretsCard />
          </div>
        </main>
        <TrustPanel />
        <DropCover />
      </div>
      <PrintSheet />
    </>
  );
}
