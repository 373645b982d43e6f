// What the host says: of this launch, and of the guest's configuration.

import type { JSX } from 'preact';
import { takeHostOutput } from '../../model/hostOutput';
import { looksLikeHostText } from '../../model/hostText';
import { held, texts } from '../../model/inputs';
import { Command } from '../../parts/Copy';
import { FilePlace } from '../../parts/FilePlace';
import { FieldProblem, TextField } from '../../parts/TextField';
import { DomainDetails, domainFacts } from './DomainDetails';

const numbers = [
  ['apiMajor', 'sev-api-major'], ['apiMinor', 'sev-api-minor'], ['buildId', 'sev-build-id'],
] as const;

/** A paste of the whole output into Measurement fills all fields. */
function pasteIntoMeasurement(event: ClipboardEvent): void {
  const text = event.clipboardData?.getData('text') ?? '';
  if (!looksLikeHostText(text) || /[\u0000-\u0008\u000e-\u001f\ufffd]/.test(text)) return;
  event.preventDefault();
  void takeHostOutput(text, 'Pasted text');
}

/** As long as nothing was fetched yet. */
function HowToAsk(): JSX.Element | null {
  if (texts.measurement.value !== '') return null;
  return <div class="lead">On the host, with the guest started paused:<Command text="virsh domlaunchsecinfo GUEST" /></div>;
}

export function SaysCard(): JSX.Element {
  const domain = held('domainXml');
  return (
    <section class="card" aria-labelledby="says-heading">
      <h2 id="says-heading">What the host says</h2>
      <HowToAsk />
      <TextField field="measurement" onPaste={pasteIntoMeasurement}
        source={<>base64, 48 bytes: <code>sev-measurement</code>; or paste all that virsh printed</>} />
      <div class="row-of-fields thirds">
        {numbers.map(([field, name]) => (
          <TextField key={field} field={field} source={<code>{name}</code>} problemElsewhere />
        ))}
      </div>
      <div class="notes-of-row">
        {numbers.map(([field]) => <FieldProblem key={field} field={field} />)}
      </div>
      <FilePlace place="domainXml" describe={domainFacts}
        help="Output of virsh dumpxml GUEST: checked, and offered where you gave nothing">
        {domain && <DomainDetails file={domain} />}
      </FilePlace>
    </section>
  );
}
