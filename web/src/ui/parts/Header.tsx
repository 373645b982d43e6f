// Title, samples, settings.

import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { loadSample } from '../model/sample';
import { saveSettings, takeSettingsFile } from '../model/settings';
import { takeFile } from '../model/taking';
import { startOver } from '../model/startOver';

function LoadSettings(): JSX.Element {
  const input = useRef<HTMLInputElement>(null);
  const take = (chooser: HTMLInputElement): void => {
    const file = chooser.files?.[0];
    if (file) void takeSettingsFile(takeFile(file, 'settings'));
    chooser.value = '';
  };
  return (
    <>
      <button type="button" class="button" onClick={() => input.current?.click()}>Load settings</button>
      <input ref={input} type="file" hidden accept=".json,application/json" tabIndex={-1}
        autocomplete="off" onChange={(event) => take(event.currentTarget)} />
    </>
  );
}

export function Header(): JSX.Element {
  return (
    <header class="top">
      <div class="title">
        <h1>sevproof</h1>
        <p>Is this the guest I asked for?</p>
      </div>
      <div class="buttons">
        <button type="button" class="button" onClick={() => void loadSample('matching')}>
          Load matching sample
        </button>
        <button type="button" class="button" onClick={() => void loadSample('failing')}>
          Load failing sample
        </button>
        <LoadSettings />
        <button type="button" class="button" onClick={saveSettings}>Save settings</button>
        <button type="button" class="button quiet" onClick={startOver}>Start over</button>
      </div>
    </header>
  );
}
