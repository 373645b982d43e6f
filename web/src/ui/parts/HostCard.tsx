// What the host reported.

import type { JSX } from 'preact';
import { takeHostOutput } from '../model/hostOutput';
import { looksLikeHostText } from '../model/hostText';
import { Command } from './Copy';
import { PolicyChips } from './PolicyChips';
import { FieldProblem, TextField } from './TextField';

const numbers = [
  ['apiMajor', 'sev-api-major'], ['apiMinor', 'sev-api-minor'], ['buildId', 'sev-build-id'],
  ['policy', 'sev-policy'],
] as const;

/** A paste of the whole output into Measurement fills all fields. */
function pasteIntoMeasurement(event: ClipboardEvent): void {
  const text = event.clipboardData?.getData('text') ?? '';
  if (!looksLikeHostText(text) || /[\u0000-\u0008\u000e-\u001f\ufffd]/.test(text)) return;
  event.preventDefault();
  void takeHostOutput(text, 'Pasted text');
}

export function HostCard(): JSX.Element {
  return (
    <section class="card" aria-labelledby="host-heading">
      <h2 id="host-heading">What the host reported</h2>
      <p class="lead">
        Output of <code>virsh domlaunchsecinfo GUEST</code>, or QMP. Paste it whole, or field by
        field.
      </p>
      <details class="help">
        <summary>Where this comes from</summary>
        <p>On the host, with the guest started paused:</p>
        <Command text="virsh domlaunchsecinfo GUEST" />
        <p>Or from QEMU itself: the first has the measurement, the second the rest.</p>
        <Command text={'virsh qemu-monitor-command GUEST \'{"execute":"query-sev-launch-measure"}\''} />
        <Command text={'virsh qemu-monitor-command GUEST \'{"execute":"query-sev"}\''} />
      </details>
      <TextField field="measurement" source={<>base64, 48 bytes: <code>sev-measurement</code></>}
        onPaste={pasteIntoMeasurement} />
      <div class="quarters">
        {numbers.map(([field, name]) => (
          <TextField key={field} field={field} source={<code>{name}</code>} problemElsewhere />
        ))}
      </div>
      <div class="quarter-notes">
        {numbers.map(([field]) => <FieldProblem key={field} field={field} />)}
      </div>
      <PolicyChips />
    </section>
  );
}
