// What I want: a SEV-SNP guest as its owner asked for it.

import type { JSX } from 'preact';
import { fillText } from '../../model/checkedText';
import type { PlaceName } from '../../model/fields';
import { held, places, texts } from '../../model/inputs';
import { about } from '../../model/session';
import { snpProblemAt } from '../../model/snpDigest';
import { snpTexts } from '../../model/snpWish';
import { CommandLine } from '../../parts/CommandLine';
import { FilePlace } from '../../parts/FilePlace';
import { FirmwareDetails } from '../../parts/FileDetails';
import { CpuModels, Folded } from '../../parts/Folded';
import { Offer, Offered } from '../../parts/TextField';
import { firmwareFacts, firmwareWords } from './firmware';
import { Choice, SnpField } from './Field';
import { bootsKernels, countSource, cpuRow, featuresSource, hasVmsaChoice, starter, vmmName, type Starter } from './rows';

const isEmpty = (place: PlaceName): boolean => places[place].value.status === 'empty';

/** The model that the domain's XML names, unless it is the given one. */
function OfferedCpu(): JSX.Element | null {
  const { cpu } = held('domainXml')?.domain?.machine ?? { cpu: null };
  const model = cpu?.mode === 'custom' ? cpu.model : '';
  const given = snpTexts.cpu.text.value.trim();
  if (model === '' || given === model) return null;
  return <Offered field="cpu" text={model} isGiven={given !== ''} onTake={() => fillText(snpTexts.cpu, model)} />;
}

function Cpus({ of }: { of: Starter }): JSX.Element {
  return (
    <>
      <SnpField field="numCpus" of={snpTexts.numCpus} source={countSource(of)}><Offer field="numCpus" /></SnpField>
      <SnpField field="cpu" of={snpTexts.cpu} list="cpu-models" {...cpuRow(of)}><OfferedCpu /></SnpField>
      <CpuModels />
    </>
  );
}

function VmsaChoice(): JSX.Element {
  const [usual = '', ...others] = about()?.snp.vmsaAddresses ?? [];
  return (
    <Choice field="vmsaAddress" of={snpTexts.vmsaAddress} source="52 bits: GCE on hosts of the Genoa line"
      choices={[['', `${usual}: 48 bits`], ...others.map((one) => [one, `${one}: 52 bits`] as const)]} />
  );
}

function Details({ of }: { of: Starter }): JSX.Element | null {
  const { vmm, guestFeatures, vmsaAddress } = snpTexts;
  const given = [vmm, guestFeatures, vmsaAddress].some(({ text }) => text.value !== '');
  if (of.isIgvm && !given) return null;
  const [usual = '', ...others] = about()?.snp.vmms ?? [];
  return (
    <Folded title="VMM, guest features" isGiven={given}>
      <Choice field="vmm" of={vmm} source="What starts the guest: each makes other pages"
        choices={[['', vmmName(usual)], ...others.map((name) => [name, vmmName(name)] as const)]} />
      <SnpField field="guestFeatures" of={guestFeatures} placeholder="0x1" source={featuresSource(of)} />
      {(hasVmsaChoice(of) || vmsaAddress.text.value !== '') && <VmsaChoice />}
    </Folded>
  );
}

const published = ['firmwareDigest', 'sections', 'resetAddress', 'hashArea'] as const;

function Published({ of }: { of: Starter }): JSX.Element | null {
  const { firmwareDigest, sections, resetAddress, hashArea } = snpTexts;
  const given = published.some((name) => snpTexts[name].text.value !== '' || snpProblemAt(name) !== null);
  if (of.isIgvm && !given) return null;
  return (
    <Folded title="Firmware whose hash alone is published" isGiven={given}>
      <SnpField field="firmwareDigest" of={firmwareDigest}
        source="The digest after the firmware's own pages, hex or base64: others call it OVMF hash" />
      <SnpField field="sections" of={sections}
        source={<>Of its SEV metadata, in their order, with spaces between: <code>1:0x800000:0x9000</code>, type:address:size</>} />
      <SnpField field="resetAddress" of={resetAddress} source="Where all CPUs but the first start" />
      <SnpField field="hashArea" of={hashArea} source="Where its table of kernel hashes lies" />
    </Folded>
  );
}

/** What is booted directly. */
function Boot({ of }: { of: Starter }): JSX.Element {
  const isUsual = bootsKernels(of);
  return (
    <>
      {(isUsual || !isEmpty('kernel')) && <FilePlace place="kernel" help="Only when booted directly, with kernel hashes" />}
      {(isUsual || !isEmpty('initrd')) && <FilePlace place="initrd" help="None means empty" />}
      {(isUsual || texts.cmdline.value !== '') && <CommandLine />}
    </>
  );
}

export const asked = { title: 'What I want', lead: 'The guest as you ask for it. Use your own copies of the files, not the host\'s.' };

/** Words of a view in which it is something else than the question itself. */
export function WantCard({ title, lead }: { title: string; lead: string }): JSX.Element {
  const firmware = held('firmware')?.firmware;
  const of = starter();
  return (
    <section class="card" aria-labelledby="want-heading">
      <h2 id="want-heading">{title}</h2>
      <p class="lead">{lead}</p>
      {(!of.isIgvm || !isEmpty('firmware')) && (
        <FilePlace place="firmware" help="OVMF image, such as OVMF.amdsev.fd" describe={firmwareWords}>
          {firmware && <FirmwareDetails firmware={firmware} facts={firmwareFacts(firmware)} />}
        </FilePlace>
      )}
      <FilePlace place="igvm" help="Or an IGVM file: firmware, CPU state and all" />
      <Boot of={of} />
      <Cpus of={of} />
      <Details of={of} />
      <Published of={of} />
    </section>
  );
}
