// A digest from elsewhere, with which the computed one is compared; and what the domain's XML says.

import type { JSX } from 'preact';
import { held, places } from '../../model/inputs';
import { expected } from '../../model/snpWish';
import { FilePlace } from '../../parts/FilePlace';
import { SnpField } from './Field';
import { bootsKernels, starter } from './rows';

const shortest = 64; // characters: base64 of 48 bytes

export function CompareCard(): JSX.Element {
  const of = { ...expected, set: (text: string): void => {
    expected.set(text);
    // As it is pasted; what is typed is read when the field is left.
    if (text.trim().length >= shortest) void expected.read();
  } };
  return (
    <section class="card" aria-labelledby="compare-heading">
      <h2 id="compare-heading">What it is compared with</h2>
      <SnpField field="expectedDigest" of={of}
        source="A launch digest that you have: published, or the measurement of an attestation report. Hex or base64" />
      {(bootsKernels(starter()) || places.domainXml.value.status !== 'empty') && (
        <FilePlace place="domainXml" help="Output of virsh dumpxml GUEST: checked, and offered beside your fields"
          describe={({ domain }) => domain?.launchSecurity.type ?? ''} />
      )}
      {held('domainXml')?.domain?.launchSecurity.type === 'sev-snp' && (
        <p class="source">What it says counts only once you take it as yours.</p>
      )}
    </section>
  );
}
