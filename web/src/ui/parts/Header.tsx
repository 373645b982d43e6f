// Title, views, samples, settings, help.

import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { openHelp } from '../model/help';
import { momentLabels } from '../model/moment';
import { loadSample } from '../model/sample';
import { copySettingsLink, saveSettings, takeSettingsFile } from '../model/settings';
import { takeFile } from '../model/taking';
import { isAnythingGiven, startOver } from '../model/startOver';
import { keepFocus } from './Banner';
import { Menu } from './Menu';
import type { Moment } from './moment';

function SampleButtons(): JSX.Element {
  return (
    <>
      <button type="button" class="button small" onClick={() => void loadSample('matching')}>
        Load matching sample
      </button>
      <button type="button" class="button small" onClick={() => void loadSample('failing')}>
        Load failing sample
      </button>
    </>
  );
}

function SettingsMenu(): JSX.Element {
  const input = useRef<HTMLInputElement>(null);
  const take = (chooser: HTMLInputElement): void => {
    const file = chooser.files?.[0];
    if (file) void takeSettingsFile(takeFile(file, 'settings'));
    chooser.value = '';
  };
  return (
    <>
      <Menu label="Settings">
        <button type="button" class="button small" onClick={() => input.current?.click()}>Load settings</button>
        <button type="button" class="button small" onClick={saveSettings}>Save settings</button>
        <button type="button" class="button small" onClick={() => void copySettingsLink()}>
          Copy link with settings
        </button>
        <button type="button" class="button small" onClick={startOver}>Start over</button>
      </Menu>
      <input ref={input} type="file" hidden accept=".json,application/json" tabIndex={-1}
        autocomplete="off" onChange={(event) => take(event.currentTarget)} />
    </>
  );
}

function Views({ moments, shown }: { moments: readonly Moment[]; shown: Moment }): JSX.Element | null {
  // One alone is no choice.
  if (moments.length < 2) return null;
  return (
    <nav class="views" aria-label="Moments">
      {moments.map(({ id }) => (
        // Where one is already is no way to go: one Tab less.
        id === shown.id ? <span key={id} aria-current="page">{momentLabels[id]}</span>
          : <a key={id} href={`#${id}`} onClick={keepFocus}>{momentLabels[id]}</a>
      ))}
    </nav>
  );
}

export function Header(props: { moments: readonly Moment[]; shown: Moment }): JSX.Element {
  return (
    <header class="top">
      <div class="title">
        <h1>sevproof</h1>
        <p>Is this the guest I asked for?</p>
      </div>
      <Views {...props} />
      <div class="buttons">
        {/* Whoever sees the page for the first time sees them at once. */}
        {isAnythingGiven() ? <Menu label="Samples"><SampleButtons /></Menu> : <SampleButtons />}
        <SettingsMenu />
        <button type="button" class="button small quiet" title="?" onClick={() => openHelp()}>Help</button>
      </div>
    </header>
  );
}
