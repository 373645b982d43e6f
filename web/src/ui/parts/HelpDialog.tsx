// The help: keys, and a word on every control. It opens at the one that had the focus.

import type { ComponentChildren, ComponentType, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { FieldName } from '../../core/face';
import { controlId, labelOf } from '../model/fields';
import { helpAt, helpId } from '../model/help';
import { keyWords } from '../model/keys';

export function HelpOn({ field, children }: { field: FieldName; children: ComponentChildren }): JSX.Element {
  return <div id={helpId(controlId(field))} tabIndex={-1}><dt>{labelOf(field)}</dt><dd>{children}</dd></div>;
}

function Keys(): JSX.Element {
  return (
    <dl class="facts">
      {keyWords.map(([key, what]) => <div key={key}><dt><kbd>{key}</kbd></dt><dd>{what}</dd></div>)}
    </dl>
  );
}

export function HelpDialog({ Content }: { Content: ComponentType }): JSX.Element {
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
      {at !== null && <><Content /><h3>Keys</h3><Keys /></>}
    </dialog>
  );
}
