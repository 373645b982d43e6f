// The help: keys, and a word on every control. It opens at the one that had the focus.

import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { controlId, labelOf } from '../model/fields';
import { helpAt, helpId } from '../model/help';
import { readHelp, type HelpBlock } from '../model/helpText';
import { keyWords } from '../model/keys';
import type { MomentId } from '../model/moment';
import { Command } from './Copy';

/** Every other part stood between backquotes. */
function Words({ text }: { text: string }): JSX.Element {
  return <>{text.split('`').map((part, at) => (at % 2 === 1 ? <code key={at}>{part}</code> : part))}</>;
}

function Block({ block }: { block: HelpBlock }): JSX.Element {
  const { kind, text } = block;
  if (kind === 'heading') return <h3>{text}</h3>;
  if (kind === 'command') return <Command text={text} />;
  return kind === 'text' ? <p><Words text={text} /></p> : (
    <dl class="facts">
      <div id={helpId(controlId(kind.field))} tabIndex={-1}><dt>{labelOf(kind.field)}</dt><dd><Words text={text} /></dd></div>
    </dl>
  );
}

function Content({ of }: { of: MomentId }): JSX.Element {
  return <>{readHelp(of).map((block, at) => <Block key={at} block={block} />)}</>;
}

function Keys(): JSX.Element {
  return (
    <dl class="facts">
      {keyWords.map(([key, what]) => <div key={key}><dt><kbd>{key}</kbd></dt><dd>{what}</dd></div>)}
    </dl>
  );
}

export function HelpDialog({ of }: { of: MomentId }): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const at = helpAt.value;
  useEffect(() => {
    if (at === null) return;
    if (!dialog.current?.open) dialog.current?.showModal();
    const entry = at === '' ? null : document.getElementById(helpId(at));
    entry?.focus();
    entry?.scrollIntoView({ block: 'start' });
  }, [at]);
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby="help-title" onClose={() => { helpAt.value = null; }}>
      <div class="dialog-top">
        <h2 id="help-title">Help</h2>
        <button type="button" class="button small" onClick={() => dialog.current?.close()}>Close</button>
      </div>
      {at !== null && <><Content of={of} /><h3>Keys</h3><Keys /></>}
    </dialog>
  );
}
