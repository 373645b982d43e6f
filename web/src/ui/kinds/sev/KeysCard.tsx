// What only I have: never shown, only its size and the beginning of its hash.

import type { JSX } from 'preact';
import { held, places, type HeldFile } from '../../model/inputs';
import { FilePlace } from '../../parts/FilePlace';
import { SeverityIcon } from '../../parts/Icon';

function tkWords({ key }: HeldFile): string {
  return `TEK then TIK · fingerprints ${key?.tek ?? '?'} and ${key?.tik ?? '?'}`;
}

function keyWords({ key }: HeldFile): string {
  return `fingerprint ${key?.tik ?? key?.tek ?? '?'}`;
}

export function KeysCard(): JSX.Element {
  const both = held('tk') && (places.tik.value.status !== 'empty'
    || places.tek.value.status !== 'empty');
  return (
    <section class="card" aria-labelledby="keys-heading">
      <h2 id="keys-heading">What only I have</h2>
      <p class="lead">
        The keys of this launch's session. They stay in this page's memory, and are wiped when you replace
        or remove them and when you leave the page.
      </p>
      <FilePlace place="tik" describe={keyWords}
        help={<>16 bytes, integrity key, such as <code>guest_tik.bin</code>: enough for a verdict</>} />
      <FilePlace place="tek" describe={keyWords}
        help={<>16 bytes, encryption key, such as <code>guest_tek.bin</code>: for secrets only</>} />
      <FilePlace place="tk" describe={tkWords}
        help="Instead of TIK and TEK: both in one file of 32 bytes, TEK first" />
      {both && (
        <p class="remark">
          <SeverityIcon severity="warning" />
          <span>A TK already holds both keys: remove it, or remove TIK and TEK.</span>
        </p>
      )}
    </section>
  );
}
