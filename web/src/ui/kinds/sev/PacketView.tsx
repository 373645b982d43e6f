// The packet: two files to take to the host, the commands that use them, and a look inside. No hash of
// a secret: a short password could be guessed from it.

import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { formatSize } from '../../../engine/sizes';
import { saveText } from '../../model/save';
import { keepPart, packetHeadingId, type Packet } from '../../model/packet';
import { Command, CopyButton } from '../../parts/Copy';
import { FindingList } from '../../parts/Findings';

interface PartProps {
  what: 'header' | 'payload';
  text: string;
}

function Part({ what, text }: PartProps): JSX.Element {
  const name = `secret-${what}.b64`;
  return (
    <div class="packet-part">
      <code class="file-name">{name}</code>
      <span class="meta">{text.length} characters of base64</span>
      <span class="buttons">
        <button type="button" class="button" onClick={() => {
          saveText(name, text, 'text/plain');
          keepPart(what);
        }}>
          Save secret {what}
        </button>
        <CopyButton text={text} what={`secret ${what}`} large
          onCopied={() => keepPart(what)} />
      </span>
    </div>
  );
}

function Opened({ packet }: { packet: Packet }): JSX.Element {
  return (
    <>
      <h4>Checked: opened with your keys, it holds what you entered</h4>
      <ul class="opened">
        {packet.opened.secrets.map(({ guid, size, alias }) => (
          <li key={guid}>
            <code>{guid}</code>{typeof alias === 'string' && ` (${alias})`}, {formatSize(size)}
          </li>
        ))}
      </ul>
    </>
  );
}

/** What is to be done next stands first, and is brought into view. */
export function PacketView({ packet }: { packet: Packet }): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    heading.current?.parentElement?.scrollIntoView({ block: 'nearest' });
  }, [packet]);
  const serious = packet.parsed.findings.filter((finding) => finding.code.startsWith('secret-'));
  return (
    <section class="packet" aria-labelledby={packetHeadingId}>
      <h3 id={packetHeadingId} ref={heading} tabIndex={-1}>Packed: take these two files to the host</h3>
      <Part what="header" text={packet.header} />
      <Part what="payload" text={packet.payload} />
      <FindingList findings={serious} />
      <h4>There, inject the secret and resume the guest</h4>
      <Command text="virsh domsetlaunchsecstate GUEST --secrethdr secret-header.b64 --secret secret-payload.b64" />
      <Command text="virsh resume GUEST" />
      <Opened packet={packet} />
    </section>
  );
}
