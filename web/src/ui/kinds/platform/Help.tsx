// What each control before the start is for.

import type { JSX } from 'preact';
import { Command } from '../../parts/Copy';
import { HelpOn } from '../../parts/HelpDialog';

function Platform(): JSX.Element {
  return (
    <>
      <p>On the host, either of these. What it prints or writes may be dropped or pasted as it is:</p>
      <Command text="virsh nodesevinfo" />
      <Command text="sevctl export --full host.chain" />
      <dl class="facts">
        <HelpOn field="platform">
          Certificates in any order and form. A host exports its chip's key (CEK) unsigned; AMD has the signed one, at
          an address that the page names. The page itself asks nobody.
        </HelpOn>
        <HelpOn field="root">
          An ARK that counts instead of AMD's, for test platforms. What it vouches for is never called AMD's.
        </HelpOn>
        <HelpOn field="chipId">
          64 bytes, in hex or base64: the host's <code>cpu0-id</code>. Only needed where no file has it.
        </HelpOn>
      </dl>
    </>
  );
}

export function Help(): JSX.Element {
  return (
    <>
      <p>
        Drop the certificates of the host anywhere on the page: it says who vouches for the platform. Then make a
        session for it, save its files, and start the guest with those for the host. After the start, its keys
        validate the guest.
      </p>
      <h3>What the host says</h3>
      <Platform />
      <h3>What I want</h3>
      <dl class="facts">
        <HelpOn field="policy">
          What the host must not do with the guest: a number, in decimal or with 0x, or names of flags such as
          nodbg,noks,es,nosend. 0xf forbids debugging, key sharing and sending, and asks for SEV-ES; 0xb is the same
          without SEV-ES.
        </HelpOn>
        <HelpOn field="sessionName">
          Letters, digits, hyphens, underscores and dots. The files of the session are called NAME_tik.bin and so on.
        </HelpOn>
      </dl>
      <h3>The session</h3>
      <p>
        NAME_tik.bin and NAME_tek.bin stay with you; NAME_godh.b64 and NAME_session.b64 are for the host, and
        NAME_launchsecurity.xml has both for libvirt. Make a new session for each start. Leaving the page wipes the keys.
      </p>
      <p>
        For a guest whose kernel is booted directly, tick that its hashes are measured. Otherwise the new element has no{' '}
        <code>kernelHashes</code>: keep the one of yours.
      </p>
      <p>
        A guest that does not start, with fw_error=11: check whether its session, keys and policy belong together. That
        needs the session and its TIK; with the owner's certificate and the platform's files more is said.
      </p>
    </>
  );
}
