// What I want: a SEV-SNP guest as its owner asked for it.

import type { JSX } from 'preact';
import { fillText } from '../../model/checkedText';
import { held, places } from '../../model/inputs';
import { about } from '../../model/session';
import { snpProblemAt } from '../../model/snpDigest';
import { snpTexts } from '../../model/snpWish';
import { CommandLine } from '../../parts/CommandLine';
import { FilePlace } from '../../parts/FilePlace';
import { FirmwareDetails, firmwareWords } from '../../parts/FileDetails';
import { CpuModels, Folded } from '../../parts/Folded';
import { Offer, Offered } from '../../parts/TextField';
import { Choice, SnpField } from './Field';

/** The model that the domain's XML names, unless it is the given one. */
function OfferedCpu(): JSX.Element | null {
  const { cpu } = held('domainXml')?.domain?.machine ?? { cpu: null };
  const model = cpu?.mode === 'custom' ? cpu.model : '';
  const given = snpTexts.cpu.text.value.trim();
  if (model === '' || given === model) return null;
  return <Offered field="cpu" text={model} isGiven={given !== ''} onTake={() => fillText(snpTexts.cpu, model)} />;
}

function Cpus(): JSX.Element {
  const isGoogle = snpTexts.vmm.text.value === 'gce';
  return (
    <>
      <SnpField field="numCpus" of={snpTexts.numCpus} source="One number, or several: 1,2,4-64"><Offer field="numCpus" /></SnpField>
      <SnpField field="cpu" of={snpTexts.cpu} list="cpu-models" placeholder="EPYC-Milan"
        source={isGoogle ? 'Not needed: GCE sets none' : 'QEMU model, or signature, or family/model/stepping: 25/1/1'}>
        <OfferedCpu />
      </SnpField>
      <CpuModels />
    </>
  );
}

const vmmWords: Record<string, string> = { qemu: 'QEMU, also under libvirt', ec2: 'Amazon EC2', gce: 'Google Compute Engine' };

function Details(): JSX.Element {
  const { vmm, guestFeatures, vmsaAddress } = snpTexts;
  const [usual = '', ...vmms] = about()?.snp.vmms ?? [];
  const [address = '', ...addresses] = about()?.snp.vmsaAddresses ?? [];
  return (
    <Folded title="VMM, guest features, VMSA address"
      isGiven={[vmm, guestFeatures, vmsaAddress].some(({ text }) => text.value !== '')}>
      <Choice field="vmm" of={vmm} source="What starts the guest: each makes other pages"
        choices={[['', vmmWords[usual] ?? usual], ...vmms.map((name) => [name, vmmWords[name] ?? name] as const)]} />
      <SnpField field="guestFeatures" of={guestFeatures} placeholder="0x1"
        source="sev_features: 0x1 of plain QEMU, 0x21 with DebugSwap" />
      <Choice field="vmsaAddress" of={vmsaAddress} source="52 bits: GCE on hosts of the Genoa line"
        choices={[['', `${address}: 48 bits`], ...addresses.map((one) => [one, `${one}: 52 bits`] as const)]} />
    </Folded>
  );
}

const published = ['firmwareDigest', 'sections', 'resetAddress', 'hashArea'] as const;

function Published(): JSX.Element {
  const { firmwareDigest, sections, resetAddress, hashArea } = snpTexts;
  return (
    <Folded title="Firmware whose hash alone is published"
      isGiven={published.some((name) => snpTexts[name].text.value !== '' || snpProblemAt(name) !== null)}>
      <SnpField field="firmwareDigest" of={firmwareDigest}
        source="The digest after the firmware's own pages, hex or base64: others call it OVMF hash" />
      <SnpField field="sections" of={sections}
        source={<>Of its SEV metadata, in their order, with spaces between: <code>1:0x800000:0x9000</code>, type:address:size</>} />
      <SnpField field="resetAddress" of={resetAddress} source="Where all CPUs but the first start" />
      <SnpField field="hashArea" of={hashArea} source="Where its table of kernel hashes lies" />
    </Folded>
  );
}

export function WantCard(): JSX.Element {
  const firmware = held('firmware');
  const isIgvm = places.igvm.value.status !== 'empty';
  return (
    <section class="card" aria-labelledby="want-heading">
      <h2 id="want-heading">What I want</h2>
      <p class="lead">The guest as you ask for it. Use your own copies of the files, not the host's.</p>
      <FilePlace place="firmware" help="OVMF image, such as OVMF.amdsev.fd" describe={firmwareWords}>
        {firmware && <FirmwareDetails file={firmware} />}
      </FilePlace>
      {/* Such a file has all that the other places and fields say. */}
      <FilePlace place="igvm" help="Or an IGVM file: firmware, CPU state and all" />
      {(!isIgvm || places.kernel.value.status !== 'empty') && (
        <FilePlace place="kernel" help="Only when booted directly, with kernel hashes" />
      )}
      {(!isIgvm || places.initrd.value.status !== 'empty') && <FilePlace place="initrd" help="None means empty" />}
      <CommandLine />
      <Cpus />
      <Details />
      <Published />
    </section>
  );
}
