// A session that was made: its files to save, what the host needs of it, and the way on.

import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { SessionFile } from '../../../engine/engine';
import { formatSize } from '../../../engine/sizes';
import {
  confirmHeadingId, confirming, isInsecure, isKept, isSessionOfNow, keepFile, launchSession, makeError, making,
  makeLaunchSession, saveSessionFile, sessionHeadingId, sessionNote, textOf, type LaunchSession,
} from '../../model/launchSession';
import { platformVerdict } from '../../model/platformVerdict';
import { Command, CopyButton } from '../../parts/Copy';
import { Row } from '../../parts/Facts';
import { FindingList } from '../../parts/Findings';
import { Hash } from '../../parts/Hash';
import { SeverityIcon } from '../../parts/Icon';
import { ProblemText } from '../../parts/Problem';

/** Whoever makes a session for nobody's platform does so in two steps. */
function Confirmation(): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    heading.current?.parentElement?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <section class="card confirm" aria-labelledby={confirmHeadingId}>
      <h2 id={confirmHeadingId} ref={heading} tabIndex={-1}>Nobody vouches for this platform</h2>
      <p class="lead">
        Whoever made its PDH can read the keys of a session for it, and with them every secret that you send to the
        guest. Make one for tests only.
      </p>
      <div class="buttons">
        <button type="button" class="button" onClick={() => { confirming.value = false; }}>Do not</button>
        <button type="button" class="button" onClick={() => void makeLaunchSession(true)}>Make one anyway</button>
      </div>
    </section>
  );
}

function FileRow({ file }: { file: SessionFile }): JSX.Element {
  const { name, role, isSecret, bytes } = file;
  return (
    <li class="session-file" data-file={name}>
      <span class="session-file-words">
        <code class="file-name">{name}</code>{' '}
        <span class="meta">
          {role}, {formatSize(bytes.length)} · {isSecret ? 'secret: it stays with you' : 'for the host'}
          {isKept(name) && ' · saved'}
        </span>
      </span>
      <button type="button" class="button small" aria-label={`Save ${name}`} onClick={() => saveSessionFile(file)}>
        Save
      </button>
    </li>
  );
}

function ForLibvirt({ made }: { made: LaunchSession }): JSX.Element {
  const xml = textOf('_launchsecurity.xml');
  const name = made.files.find((file) => file.name.endsWith('_launchsecurity.xml'))?.name ?? '';
  return (
    <>
      <h3>Into the domain's XML, in the place of its <code>&lt;launchSecurity&gt;</code></h3>
      {!xml.includes('kernelHashes') && (
        <p class="source">
          It has no <code>kernelHashes</code>: if yours says <code>kernelHashes='yes'</code>, keep that, or the kernel is
          not measured.
        </p>
      )}
      <div class="buttons">
        <CopyButton text={xml} what="launchSecurity" onCopied={() => keepFile(name)} />
      </div>
      <details>
        <summary>Show it</summary>
        <pre class="snippet" tabIndex={0} aria-label="launchSecurity">{xml}</pre>
      </details>
    </>
  );
}

function Facts({ made: { report } }: { made: LaunchSession }): JSX.Element {
  const { policy, godh } = report.computed;
  const { pdh } = report.inputs;
  return (
    <dl class="facts">
      {policy && <Row name="Policy">{policy.hex} ({policy.value}) {policy.flags.join(' ')}</Row>}
      {pdh && <Row name={pdh.type}><Hash hex={pdh.fingerprint} /></Row>}
      {godh && <Row name="Owner's key"><Hash hex={godh.fingerprint} /></Row>}
    </dl>
  );
}

/** What the platform's own verdict and the policy do not say already. */
function ownFindings({ report }: LaunchSession): LaunchSession['report']['findings'] {
  return report.findings.filter(({ code }) => code.startsWith('session-'));
}

function Made({ made }: { made: LaunchSession }): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    heading.current?.parentElement?.scrollIntoView({ block: 'nearest' });
  }, [made]);
  return (
    <section class="card secrets session" aria-labelledby={sessionHeadingId} data-session={isInsecure(made) ? 'insecure' : 'made'}>
      <h2 id={sessionHeadingId} ref={heading} tabIndex={-1}>
        {isInsecure(made) ? 'Insecure session' : 'Session'}: save its files
      </h2>
      <p class="lead">
        The two keys are in this page's memory alone, and are wiped when you leave it. Nothing can make them again.
      </p>
      {!isSessionOfNow() && (
        <p class="remark"><SeverityIcon severity="warning" />
          <span>It was made before your last changes: they are not in it.</span></p>
      )}
      <FindingList findings={ownFindings(made)} />
      <ul class="session-files" aria-label="Files of the session">
        {made.files.map((file) => <FileRow key={file.name} file={file} />)}
      </ul>
      <ForLibvirt made={made} />
      <h3>Or QEMU's options, with the two files beside it</h3>
      <Command text={textOf('_qemu.txt').trim()} />
      <Facts made={made} />
      <p class="source">A session is for one start: make a new one for the next.</p>
    </section>
  );
}

function Note(): JSX.Element | null {
  const error = makeError.value;
  return (
    <div class="session-note" aria-live="polite">
      {making.value && <p>Making the session…</p>}
      {error && <ProblemText problem={error} />}
      {launchSession.value && <p class="visually-hidden">The session is made. Save its files.</p>}
      {!launchSession.value && sessionNote.value !== '' && <p class="source">There was a session. {sessionNote.value}</p>}
    </div>
  );
}

export function SessionCard(): JSX.Element {
  const made = launchSession.value;
  return (
    <>
      <Note />
      {confirming.value && platformVerdict.value.kind === 'decided' && <Confirmation />}
      {made && <Made made={made} />}
    </>
  );
}
