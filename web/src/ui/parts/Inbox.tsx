// The inbox: the way in for files and for the host's text, and what became of them.

import { effect, signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { takeHostOutput } from '../model/hostOutput';
import { inboxLine, needsDecision, type InboxLine } from '../model/inbox';
import { entries, takeFiles } from '../model/intake';
import { isTooLong } from '../model/tooLong';
import { longestField } from '../model/fields';
import { dragging } from '../model/window';
import { InboxFiles, inboxFilesId } from './InboxFiles';

const showsAll = signal(false);
effect(() => { if (entries.value.length === 0) showsAll.value = false; });
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

/** Enter alone is a line of the text. */
function useOnEnter(event: KeyboardEvent): void {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  void usePasted();
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
        onDrop={(event) => takeLong(event, event.dataTransfer)} onKeyDown={useOnEnter}
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

function Progress({ line }: { line: InboxLine }): JSX.Element | null {
  if (line.share === null) return null;
  return <progress class="inbox-progress" max={1} value={line.share} aria-label={line.lead} />;
}

/** All files or only those that need a decision. */
function ShowButton({ isOpen }: { isOpen: boolean }): JSX.Element {
  return (
    <button type="button" class="link" aria-expanded={isOpen} aria-label={isOpen ? 'Hide files' : 'Show files'}
      aria-controls={inboxFilesId} onClick={() => { showsAll.value = !isOpen; }}>
      {isOpen ? 'hide' : 'show'}
    </button>
  );
}

/** One line high when settled; only files that need a decision are listed by themselves. */
export function Inbox(): JSX.Element {
  const line = inboxLine();
  const all = entries.value;
  const undecided = all.filter(needsDecision);
  const isOpen = showsAll.value && all.length > 0;
  return (
    <section class={`inbox${dragging.value ? ' dragging' : ''}`} aria-label="Files">
      <div class="inbox-line">
        <p class="inbox-words" aria-live={line.share === null ? 'polite' : 'off'}>
          <strong>{line.lead}</strong>{' '}
          <span class={line.isHint ? 'source inbox-hint' : 'source'}>{line.more}</span>{' '}
          {all.length > undecided.length && <ShowButton isOpen={isOpen} />}
        </p>
        <Progress line={line} />
        <div class="buttons">
          <input type="file" multiple id="choose-files" class="file-input" autocomplete="off"
            onChange={(event) => take(event.currentTarget)} />
          <label for="choose-files" class="button small">Choose files</label>
          <button type="button" class="button small" id="paste-button" onClick={pasteHostOutput}>
            Paste host output
          </button>
        </div>
      </div>
      {pasteOpen.value && <PasteArea />}
      <InboxFiles shown={isOpen ? all : undecided} />
    </section>
  );
}
