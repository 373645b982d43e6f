// My keys: never shown, only their size and the beginning of their hash.

import type { JSX } from 'preact';
import { held, places, type HeldFile } from '../model/inputs';
import { SeverityIcon } from './Icon';
import { Command } from './Copy';
import { FilePlace } from './FilePlace';

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
      <h2 id="keys-heading">My keys</h2>
      <p class="lead">
        Made with this launch's session. They stay in this page's memory and are wiped when you
        replace or remove them and when you leave the page.
      </p>
      <details class="help">
        <summary>Where this comes from</summary>
        <p>Whoever made the launch session has them. For example:</p>
        <Command text="sevctl session --name guest host.chain 15" />
        <p>
          It writes <code>guest_tik.bin</code> and <code>guest_tek.bin</code>, which belong here, and
          {' '}<code>guest_godh.b64</code> and <code>guest_session.b64</code>, which are for the host.
          Other tools put both keys into one file, the TK.
        </p>
      </details>
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
