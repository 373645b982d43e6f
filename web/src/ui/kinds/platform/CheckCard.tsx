// A session that was made before: do it, its keys and the policy belong together? Folded, since one asks that only
// when a guest does not start.

import type { JSX } from 'preact';
import type { SessionReport } from '../../../core/platforms';
import { joinWords, visibleName } from '../../model/format';
import { addSessionFile, removeSessionFile, sessionFiles, type PlatformFile } from '../../model/platformFiles';
import { saveText } from '../../model/save';
import {
  addCheckKey, checkKeys, checkSession, clearCheckKeys, keyError, missingForCheck, sessionCheck,
} from '../../model/sessionCheck';
import { sessionPolicy } from '../../model/sessionWish';
import { Chain } from '../../parts/Chain';
import { FileButton } from '../../parts/FileButton';
import { FileName } from '../../parts/FilePlace';
import { FindingList } from '../../parts/Findings';
import type { ChainCheck } from '../../parts/moment';
import { ProblemText } from '../../parts/Problem';

const names: Partial<Record<SessionReport['checks'][number]['code'], string>> = {
  'session-shape': 'Session', 'session-policy': 'TIK and policy', 'session-godh': 'Owner\'s certificate',
  'session-fresh': 'Used once', 'session-tek': 'TEK', 'session-agreement': 'Platform',
};

function checksOf({ checks }: SessionReport): ChainCheck[] {
  return checks.map(({ code, outcome, expected, got, why }) => ({
    name: names[code] ?? code, outcome,
    words: why ?? joinWords([expected && `expected ${expected}`, got && `got ${got}`].filter((part) => part !== null)),
  }));
}

function contentOf(file: PlatformFile): string {
  if (file.state !== 'held') return file.state === 'failed' ? 'not used' : 'being read';
  return file.view?.session ? 'session' : 'owner\'s certificate';
}

function SessionFiles(): JSX.Element {
  return (
    <div class="place">
      <div class="label">Session files</div>
      <div class="place-content" id="check-session-content">
        {sessionFiles.value.length === 0 && (
          <span class="source">Such as <code>vm_session.b64</code> and <code>vm_godh.b64</code></span>
        )}
        {sessionFiles.value.map((file) => (
          <span key={file.token}>
            <FileName name={file.file.name} /> <span class="meta">{contentOf(file)}</span>{' '}
            <button type="button" class="link" aria-label={`Remove ${visibleName(file.file.name, 60)}`}
              onClick={() => removeSessionFile(file)}>remove</button>
            {file.state === 'failed' && <ProblemText problem={file.error} />}
          </span>
        ))}
      </div>
      <div class="place-actions">
        <FileButton field="session" label="Choose" multiple describedBy="check-session-content"
          onFiles={(files) => files.forEach((file) => void addSessionFile(file))} />
      </div>
    </div>
  );
}

function Keys(): JSX.Element {
  const list = checkKeys.value;
  return (
    <div class="place">
      <div class="label">Its keys</div>
      <div class="place-content" id="check-keys-content">
        {list.length === 0 ? <span class="source">TIK, and TEK if you have it; or a TK of 32 bytes</span> : (
          <span>
            {list.map(({ field, name }) => (
              <span key={field}>{field.toUpperCase()} <FileName name={name} />{' '}</span>
            ))}
            <button type="button" class="link" aria-label="Remove keys of the session" onClick={clearCheckKeys}>remove</button>
          </span>
        )}
        {keyError.value && <ProblemText problem={keyError.value} />}
      </div>
      <div class="place-actions">
        <FileButton field="tik" name="Keys of the session" label="Choose" multiple describedBy="check-keys-content"
          onFiles={(files) => files.forEach((file) => void addCheckKey(file))} />
      </div>
    </div>
  );
}

function Result(): JSX.Element | null {
  const found = sessionCheck.value;
  if (found.kind === 'failed') return <ProblemText problem={found.error} />;
  if (found.kind !== 'checked') return null;
  const { report, text } = found;
  const madeFor = report.computed.policy;
  return (
    <div class="session-check" data-session-check={report.verdict}>
      <p>
        <strong>{report.verdict === 'match' ? 'They belong together.' : 'They do not belong together.'}</strong>
        {madeFor && ` The session was made for policy ${madeFor.hex} ${madeFor.flags.join(' ')}.`}
      </p>
      <FindingList findings={report.findings.filter(({ severity }) => severity === 'error')} />
      <Chain checks={checksOf(report)} />
      <FindingList findings={report.findings.filter(({ severity }) => severity !== 'error')} />
      <div class="buttons">
        <button type="button" class="button small"
          onClick={() => saveText('sevproof-session-check.json', text, 'application/json')}>Save result of the check</button>
      </div>
    </div>
  );
}

export function CheckCard(): JSX.Element {
  const missing = missingForCheck.value;
  const policy = sessionPolicy.value.trim();
  return (
    <section class="card" aria-labelledby="check-heading">
      <h2 id="check-heading" class="visually-hidden">Check a session</h2>
      <details>
        <summary>Check a session that was made before</summary>
        <p class="lead">
          Do it, its keys and the policy belong together? {policy === '' ? 'The policy that fits is searched for.'
            : `The policy is the one above, ${visibleName(policy, 40)}.`}
        </p>
        <SessionFiles />
        <Keys />
        <div class="buttons">
          <button type="button" class="button small" disabled={missing !== ''} onClick={() => void checkSession()}>
            Check session
          </button>
          {missing !== '' && <span class="source">Needs {missing}.</span>}
        </div>
        <div aria-live="polite"><Result /></div>
      </details>
    </section>
  );
}
