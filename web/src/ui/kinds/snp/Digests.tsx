// The digest itself, to be read and copied; of several numbers of vCPUs a table.

import type { JSX } from 'preact';
import type { SnpReport } from '../../../core/snp';
import { shortHash } from '../../model/format';
import { saveText } from '../../model/save';
import { comparison, cpusWords, snpDigest, type Comparison } from '../../model/snpDigest';
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

/** Of a launch, in full: below each other they would push what is to be done out of sight. */
function Computed({ report }: { report: SnpReport }): JSX.Element {
  const { launchDigests, igvm } = report.computed;
  const [only, ...more] = launchDigests;
  const name = igvm ? cpusWords(only?.vcpus ?? 0) : comparison.value?.of === null ? 'computed' : '';
  return (
    <>
      {only && more.length === 0 && <Digest hex={only.hex} of={name} />}
      <OfFile report={report} />
    </>
  );
}

/** Enough to tell them apart; where several were computed, none is the other one. */
function InShort({ given, report }: { given: string; report: SnpReport }): JSX.Element {
  const [only, ...more] = report.computed.launchDigests;
  const computed = only && more.length === 0 ? only.hex : report.computed.igvm?.inOrder;
  const others = more.length > 0 || !computed ? `${more.length + 1} others` : shortHash(computed);
  return <p class="meta" data-compared="different">You gave {shortHash(given)} · computed: {others}</p>;
}

const isOther = (found: Comparison | null): found is Comparison => found !== null && found.of === null;

/** The two that differ, in full. */
export function Compared({ report }: { report: SnpReport }): JSX.Element | null {
  const found = comparison.value;
  if (!isOther(found)) return null;
  return (
    <>
      <dl class="facts"><Row name="You gave"><Hash hex={found.hex} /></Row></dl>
      <Computed report={report} />
    </>
  );
}

export function Reasons(): JSX.Element | null {
  const shown = snpDigest.value;
  if (shown.kind !== 'measured') return null;
  const { report } = shown;
  const found = comparison.value;
  return (
    <>
      {isOther(found) ? (
        <>
          <Diagnosis reason={snpReason} found={snpExplained.value?.report.diagnosis ?? null} />
          <InShort given={found.hex} report={report} />
        </>
      ) : <Computed report={report} />}
      <FindingList findings={report.findings.filter(({ severity }) => severity === 'error')} />
    </>
  );
}
