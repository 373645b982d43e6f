// The way in for files and for the host's text.

import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { takeHostOutput } from '../model/hostOutput';
import { takeFiles } from '../model/intake';
import { isTooLong, longestField } from '../model/tooLong';
import { dragging } from '../model/window';

const pasteOpen = signal(false);
const pasted = signal('');

async function pasteHostOutput(): Promise<void> {
  let text: string;
  try {
    text = await navigator.clipboard.readText();
  } catch {
    // The browser does not let the page read the clipboard: there is a field to paste into.
    pasteOpen.value = true;
    return;
  }
  if (isTooLong(text, null, 'Clipboard')) return;
  if (!(await takeHostOutput(text, 'Clipboard'))) pasteOpen.value = true;
}

/** A long text is used without being laid out first. */
function takeLong(event: Event, data: DataTransfer | null): void {
  const text = data?.getData('text') ?? '';
  if (text.length <= longestField) return;
  event.preventDefault();
  pasted.value = '';
  void takeHostOutput(text, 'Pasted text').then((taken) => { if (taken) closePaste(); });
}

async function usePasted(): Promise<void> {
  if (!(await takeHostOutput(pasted.value, 'Pasted text'))) return;
  closePaste();
}

function closePaste(): void {
  pasteOpen.value = false;
  pasted.value = '';
  document.getElementById('paste-button')?.focus();
}

function PasteArea(): JSX.Element {
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => area.current?.focus(), []);
  return (
    <div class="paste-area">
      <label class="label" for="host-output">Host output</label>
      <textarea id="host-output" class="input" rows={6} autocomplete="off" spellcheck={false}
        value={pasted.value} ref={area} onPaste={(event) => takeLong(event, event.clipboardData)}
        onDrop={(event) => takeLong(event, event.dataTransfer)}
        placeholder="Paste the output of virsh domlaunchsecinfo GUEST or virsh dumpxml GUEST here"
        onInput={(event) => { pasted.value = event.currentTarget.value; }} />
      <div class="buttons">
        <button type="button" class="button" onClick={usePasted}>Use this text</button>
        <button type="button" class="button quiet" onClick={closePaste}>Close</button>
      </div>
    </div>
  );
}

function take(input: HTMLInputElement): void {
  void takeFiles([...(input.files ?? [])], []);
  input.value = '';
}

export function DropBar(): JSX.Element {
  return (
    <section class={`drop-bar${dragging.value ? ' dragging' : ''}`} aria-labelledby="drop-heading">
      <div class="drop-words">
        <h2 id="drop-heading">Drop files or folders anywhere on this page.</h2>
        <p>
          Firmware, kernel, initrd, TIK, TEK, TK, VMSA pages, settings,
          {' '}<code>virsh domlaunchsecinfo</code> and <code>virsh dumpxml</code> output: each is
          recognised by its content. Nothing leaves this page.
        </p>
      </div>
      <div class="buttons">
        <input type="file" multiple id="choose-files" class="file-input" autocomplete="off"
          onChange={(event) => take(event.currentTarget)} />
        <label for="choose-files" class="button">Choose files</label>
        <button type="button" class="button" id="paste-button" onClick={pasteHostOutput}>
          Paste host output
        </button>
      </div>
      {pasteOpen.value && <PasteArea />}
    </section>
  );
}

export function DropCover(): JSX.Element | null {
  if (!dragging.value) return null;
  return <div class="drop-cover" aria-hidden="true"><p>Drop to add these files</p></div>;
}
