// What I started.

import type { JSX } from 'preact';
import { controlId, labelOf } from '../model/fields';
import { held, texts } from '../model/inputs';
import { about } from '../model/session';
import { checkField, policyAsksForEs, policyValue, setText } from '../model/texts';
import { CommandLine } from './CommandLine';
import { Command } from './Copy';
import { DomainDetails, domainFacts } from './DomainDetails';
import {
  FirmwareDetails, firmwareWords, VmsaDetails, VmsaDifference, vmsaWords,
} from './Details';
import { FilePlace } from './FilePlace';
import { FieldNote, hasProblem, TextField } from './TextField';

function LayoutField(): JSX.Element {
  const id = controlId('vmsaLayout');
  const choose = (layout: string): void => {
    setText('vmsaLayout', layout);
    void checkField('vmsaLayout');
  };
  return (
    <div class="field">
      <label class="label" for={id}>{labelOf('vmsaLayout')}</label>
      <select id={id} class="input" value={texts.vmsaLayout.value} autocomplete="off"
        aria-invalid={hasProblem('vmsaLayout')} aria-describedby={`${id}-note ${id}-source`}
        onChange={(event) => choose(event.currentTarget.value)}>
        <option value="">default (legacy)</option>
        <option value="legacy">legacy</option>
        <option value="init2">init2</option>
      </select>
      <FieldNote field="vmsaLayout" />
      <span class="source" id={`${id}-source`}>init2: only if QEMU was started with legacy-vm-type=off</span>
    </div>
  );
}

function CpuFields(): JSX.Element {
  return (
    <>
      <div class="cpu-fields">
        <TextField field="numCpus" source="as in -smp or <vcpu>" />
        <TextField field="cpu" list="cpu-models" placeholder="EPYC-Milan"
          source="QEMU model, or family/model/stepping: 25/1/1" />
        <LayoutField />
        <TextField field="sevFeatures" placeholder="0"
          source="In the VMSA; 0x20 if the host's kernel turns DebugSwap on" />
      </div>
      <datalist id="cpu-models">
        {about()?.cpuModels.map(({ name, description }) => (
          <option key={name} value={name}>{description}</option>
        ))}
      </datalist>
    </>
  );
}

function VmsaPlaces(): JSX.Element {
  const cpu0 = held('vmsaCpu0');
  const cpu1 = held('vmsaCpu1');
  return (
    <>
      <FilePlace place="vmsaCpu0" help="Page of the boot CPU, 4096 bytes, instead of a CPU model"
        describe={vmsaWords}>
        {cpu0 && <VmsaDetails file={cpu0} label={labelOf('vmsaCpu0')} />}
      </FilePlace>
      <FilePlace place="vmsaCpu1" help="Page of all APs (application processors)" describe={vmsaWords}>
        {cpu1 && <VmsaDetails file={cpu1} label={labelOf('vmsaCpu1')} />}
      </FilePlace>
      <VmsaDifference />
    </>
  );
}

function cpuLead(): string {
  if (policyValue() === null) return 'Measured for a SEV-ES guest only (policy bit 2).';
  return policyAsksForEs()
    ? 'The policy asks for SEV-ES: the initial state of every CPU is measured.'
    : 'The policy does not ask for SEV-ES: CPU state is not measured, so you can leave it empty.';
}

export function GuestCard(): JSX.Element {
  const firmware = held('firmware');
  const domain = held('domainXml');
  return (
    <section class="card" aria-labelledby="guest-heading">
      <h2 id="guest-heading">What I started</h2>
      <p class="lead">The exact files and numbers that the guest was started with.</p>
      <details class="help">
        <summary>Where this comes from</summary>
        <p>Use your own copies of the files, not the host's. The guest's configuration:</p>
        <Command text="virsh dumpxml GUEST" />
        <p>
          Its <code>&lt;loader&gt;</code>, <code>&lt;kernel&gt;</code>, <code>&lt;initrd&gt;</code>,
          {' '}<code>&lt;cmdline&gt;</code>, <code>&lt;vcpu&gt;</code> and <code>&lt;cpu&gt;</code>
          {' '}must be what you asked for. Kernel, initrd and command line are measured with
          {' '}<code>kernelHashes="yes"</code> only.
        </p>
      </details>
      <FilePlace place="firmware" help="OVMF image, such as OVMF.amdsev.fd" describe={firmwareWords}>
        {firmware && <FirmwareDetails file={firmware} />}
      </FilePlace>
      <FilePlace place="kernel" help="Only when booted directly, with kernel hashes" />
      <FilePlace place="initrd" help="None means empty" />
      <CommandLine />
      <h3 class="sub">CPUs</h3>
      <p class="lead">{cpuLead()}</p>
      <CpuFields />
      <VmsaPlaces />
      <FilePlace place="domainXml" describe={domainFacts}
        help="Output of virsh dumpxml GUEST, dropped or pasted: checked, and fills what is empty">
        {domain && <DomainDetails file={domain} />}
      </FilePlace>
    </section>
  );
}
