// Whose code is in the page, and under which licences: a button, and the dialog that it opens.

import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { readLicences, type Licences } from '../model/licences';

function Components({ components }: Pick<Licences, 'components'>): JSX.Element {
  return (
    <ul class="licence-components">
      {components.map(({ name, purpose, copyright, licence, notes, project }) => (
        <li key={name}>
          <strong>{name}</strong>: {purpose}
          {[...copyright, `Licence: ${licence}`, ...notes, project].map((line) => <div key={line}>{line}</div>)}
        </li>
      ))}
    </ul>
  );
}

function Texts({ texts }: Pick<Licences, 'texts'>): JSX.Element {
  return (
    <>
      {texts.map(({ name, paragraphs }) => (
        <section key={name} class="licence-text">
          <h3>{name}</h3>
          {paragraphs.map((text) => <p key={text}>{text}</p>)}
        </section>
      ))}
    </>
  );
}

export function LicencesButton(): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const shown = useSignal<Licences | null>(null);
  const open = (): void => {
    shown.value ??= readLicences();
    if (!dialog.current?.open) dialog.current?.showModal();
  };
  return (
    <>
      <button type="button" class="link" aria-haspopup="dialog" onClick={open}>Licences</button>
      <dialog ref={dialog} class="dialog licences" aria-labelledby="licences-title">
        <div class="dialog-top">
          <h2 id="licences-title">Licences</h2>
          <button type="button" class="button small" onClick={() => dialog.current?.close()}>Close</button>
        </div>
        <p>sevproof is under the Apache License 2.0. This page also contains code of these projects:</p>
        {shown.value && <Components components={shown.value.components} />}
        {shown.value && <Texts texts={shown.value.texts} />}
      </dialog>
    </>
  );
}
