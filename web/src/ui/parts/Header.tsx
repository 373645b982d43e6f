// Title, views, samples, settings, help.

import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { openHelp } from '../model/help';
import { kindLabels, kindOf, momentLabels, momentOfKind, type GuestKind } from '../model/moment';
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

/** One Tab for all views: arrows lead from one to the other. */
function goAlong({ key, currentTarget }: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const links = [...currentTarget.querySelectorAll('a')];
  const at = links.indexOf(document.activeElement as HTMLAnchorElement);
  if (at >= 0 && /^Arrow(Left|Right)$/.test(key)) links[(at + 1) % links.length]?.focus();
}

/** What keeps the guest's memory from its host: each kind has views of its own. */
function Kinds({ moments, shown }: { moments: readonly Moment[]; shown: Moment }): JSX.Element {
  const kind = kindOf(shown.id);
  const all = (Object.keys(kindLabels) as GuestKind[]).filter((one) => moments.some(({ id }) => kindOf(id) === one));
  return (
    <nav class="kinds" aria-label="Kind of guest">
      {all.map((one) => (
        one === kind ? <span key={one} aria-current="true">{kindLabels[one]}</span>
          : <a key={one} href={`#${momentOfKind[one]}`} tabIndex={kind === 'sev' ? -1 : 0} onClick={keepFocus}>{kindLabels[one]}</a>
      ))}
    </nav>
  );
}

function Views({ moments, shown }: { moments: readonly Moment[]; shown: Moment }): JSX.Element | null {
  const ofKind = moments.filter(({ id }) => kindOf(id) === kindOf(shown.id));
  // One alone is no choice.
  if (ofKind.length < 2) return null;
  return (
    <nav class="views" aria-label="Moments">
      {ofKind.map(({ id }) => (
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
      <div class="title" role="toolbar" aria-label="Views" onKeyDown={goAlong}>
        <Kinds {...props} />
        <Views {...props} />
      </div>
      <div class="buttons">
        {/* Whoever sees the page for the first time sees them at once. */}
        {isAnythingGiven() ? <Menu label="Samples"><SampleButtons /></Menu> : <SampleButtons />}
        <SettingsMenu />
        <button type="button" class="button small quiet" title="?" onClick={() => openHelp()}>Help</button>
      </div>
    </header>
  );
}
