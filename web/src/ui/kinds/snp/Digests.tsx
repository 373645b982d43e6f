// The digest itself, to be read and copied; of several numbers of vCPUs a table.

import type { JSX } from 'preact';
import type { SnpReport } from '../../../core/snp';
import { saveText } from '../../model/save';
import { comparison, cpusWords, snpDigest } from '../../model/snpDigest';
import { snpExplained, snpReason } from '../../model/snpReason';
import { CopyButton } from '../../parts/Copy';
import { Diagnosis } from '../../parts/Diagnosis';
import { Row } from '../../parts/Facts';
import { FindingList } from '../../parts/Findings';
import { Hash } from '../../parts/Hash';
import { LongTable } from '../../parts/LongTable';

type Digests = SnpReport['computed']['launchDigests'];

function base64Of(hex: string): string {
  return btoa(String.fromCharCode(...(hex.match(/../g) ?? []).map((byte) => parseInt(byte, 16))));
}

/** `of`: which one, where there are several. */
function Digest({ hex, of }: { hex: string; of: string }): JSX.Element {
  const base64 = base64Of(hex);
  const more = of === '' ? '' : `, ${of}`;
  return (
    <dl class="facts digest" data-digest={hex}>
      <Row name={`Hex${more}`}>
        <Hash hex={hex} /> <CopyButton text={hex} what={`digest in hex${more}`} />
      </Row>
      <Row name={`Base64${more}`}><code class="hash">{base64}</code> <CopyButton text={base64} what={`digest in base64${more}`} /></Row>
    </dl>
  );
}

export function Several({ digests }: { digests: Digests }): JSX.Element {
  const table = `vcpus,hex,base64\n${digests.map(({ vcpus, hex, base64 }) => `${vcpus},${hex},${base64}\n`).join('')}`;
  return (
    <div class="digests">
      <LongTable caption="Launch digests" columns={['vCPUs', 'Digest in hex', 'Base64']} count={digests.length}
        row={(at) => [String(digests[at]?.vcpus), digests[at]?.hex ?? '', digests[at]?.base64 ?? '']} />
      <div class="buttons">
        <CopyButton text={table} what="all digests" named />
        <button type="button" class="button small"
          onClick={() => saveText('sevproof-snp-digests.csv', table, 'text/csv')}>Save all digests</button>
      </div>
    </div>
  );
}

function OfFile({ report: { computed } }: { report: SnpReport }): JSX.Element | null {
  const { igvm, launchDigests } = computed;
  if (!igvm) return null;
  const isSame = launchDigests.some(({ vcpus, hex }) => vcpus === igvm.contexts && hex === igvm.inOrder);
  return isSame ? <p class="source">The same in the order of the file, which has {cpusWords(igvm.contexts)}.</p>
    : <Digest hex={igvm.inOrder} of="in the order of the file" />;
}

function Different(): JSX.Element | null {
  const found = comparison.value;
  if (!found || found.of) return null;
  return (
    <>
      <Diagnosis reason={snpReason} found={snpExplained.value?.report.diagnosis ?? null} />
      <dl class="facts" data-compared="different"><Row name="You gave"><Hash hex={found.hex} /></Row></dl>
    </>
  );
}

/** Beside the one that was given, and beside the file's own. */
function nameOf({ computed }: SnpReport, vcpus: number): string {
  if (computed.igvm) return cpusWords(vcpus);
  return comparison.value?.of === null ? 'computed' : '';
}

export function Reasons(): JSX.Element | null {
  const shown = snpDigest.value;
  if (shown.kind !== 'measured') return null;
  const { report } = shown;
  const { launchDigests } = report.computed;
  const [only] = launchDigests;
  return (
    <>
      <Different />
      {launchDigests.length === 1 && only && <Digest hex={only.hex} of={nameOf(report, only.vcpus)} />}
      <OfFile report={report} />
      <FindingList findings={report.findings.filter(({ severity }) => severity === 'error')} />
    </>
  );
}
