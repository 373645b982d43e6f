// What the page knows about itself, and how to check what it cannot know.

import type { JSX } from 'preact';
import { engineState, pageVersion, ready } from '../model/session';
import { blockedAttempts, describeOrigin, readOwnPolicy, type Blocked } from '../model/trust';
import { Command } from './Copy';
import { Hash } from './Hash';
import { SeverityIcon } from './Icon';
import { LicencesButton } from './Licences';

const blocked = readOwnPolicy();

function Network({ found }: { found: Blocked }): JSX.Element {
  const open = (Object.keys(found) as (keyof Blocked)[]).filter((kind) => !found[kind]);
  if (open.length > 0) {
    return (
      <span class="remark">
        <SeverityIcon severity="warning" />
        <span><strong>network not blocked</strong>: the page's policy does not block {open.join(', ')}.
          Do not use this copy.</span>
      </span>
    );
  }
  const attempts = blockedAttempts.value;
  return (
    <span>
      <strong>network blocked</strong>: scripts, requests, images and forms are blocked by the page's
      policy{attempts > 0 && `; ${attempts} attempts were blocked since it was opened`}
    </span>
  );
}

function SelfTests(): JSX.Element {
  const found = ready.value;
  if (!found) {
    return <span>self-tests: {engineState.value.status === 'failed' ? 'not run' : 'running'}</span>;
  }
  const passed = found.selfTests.filter((test) => test.passed).length;
  const total = found.selfTests.length;
  return (
    <details class="self-tests">
      <summary>self-tests <strong>{passed} of {total}</strong> passed</summary>
      <ul>
        {found.selfTests.map((test) => (
          <li key={test.name}>{test.name}: {test.passed ? 'passed' : 'failed'}</li>
        ))}
      </ul>
      <p>SHA-256 is computed with {found.about.sha256}.</p>
    </details>
  );
}

export function TrustPanel(): JSX.Element {
  const found = ready.value;
  return (
    <footer class="trust" aria-label="About this page">
      <h2 class="visually-hidden">About this page</h2>
      <ul class="trust-facts">
        <li><strong>{describeOrigin(location.protocol, location.origin)}</strong></li>
        <li><Network found={blocked} /></li>
        <li><SelfTests /></li>
        <li>version {pageVersion}</li>
        <li><LicencesButton /></li>
        <li>core SHA-256 {found ? <Hash hex={found.coreSha256} /> : '…'}</li>
      </ul>
      <details class="help">
        <summary>Check this file from outside</summary>
        <p>
          A page cannot vouch for itself. Compare the SHA-256 of the file with the SHA256SUMS that came
          with it, from a source that you trust:
        </p>
        <Command text="sha256sum sevproof.html" />
        <Command text="shasum -a 256 sevproof.html" />
        <Command text="certutil -hashfile sevproof.html SHA256" />
      </details>
    </footer>
  );
}
