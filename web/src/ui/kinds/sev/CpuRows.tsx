// The CPUs of a SEV-ES guest: number and model, and folded away what is seldom needed.

import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { controlId, labelOf, placeNames, textFields } from '../../model/fields';
import { held, places, texts } from '../../model/inputs';
import { fillTexts, policyAsksForEs, policyValue } from '../../model/texts';
import { FilePlace } from '../../parts/FilePlace';
import { CpuModels, Folded } from '../../parts/Folded';
import { FieldNote, hasProblem, TextField } from '../../parts/TextField';
import { VmsaDetails, VmsaDifference, vmsaWords } from './Details';

const cpuFields = ['numCpus', 'cpu', 'vmsaLayout', 'sevFeatures'] as const;
const cpuPlaces = ['vmsaCpu0', 'vmsaCpu1'] as const;

function LayoutField(): JSX.Element {
  const id = controlId('vmsaLayout');
  const choose = (layout: string): void => {
    fillTexts({ vmsaLayout: layout });
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

function NumberAndModel(): JSX.Element {
  return (
    <div class="row-of-fields">
      <TextField field="numCpus" source="as in -smp or <vcpu>" />
      <TextField field="cpu" list="cpu-models" placeholder="EPYC-Milan"
        source="QEMU model, or family/model/stepping: 25/1/1" />
      <CpuModels />
    </div>
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

function CpuDetails(): JSX.Element {
  const isGiven = ['vmsaLayout', 'sevFeatures'].some((field) => texts[field as 'sevFeatures'].value !== '')
    || cpuPlaces.some((name) => places[name].value.status !== 'empty');
  return (
    <Folded title="CPU state in detail (layout, features, VMSA pages)" isGiven={isGiven}>
      <div class="row-of-fields">
        <LayoutField />
        <TextField field="sevFeatures" placeholder="0"
          source="In the VMSA; 0x20 if the host's kernel turns DebugSwap on" />
      </div>
      <VmsaPlaces />
    </Folded>
  );
}

function isAnyGiven(): boolean {
  return textFields.some((field) => cpuFields.includes(field as 'cpu') && texts[field].value !== '')
    || placeNames.some((name) => cpuPlaces.includes(name as 'vmsaCpu0') && places[name].value.status !== 'empty');
}

function isInside(element: Element | null): boolean {
  return cpuFields.some((field) => element?.id === controlId(field));
}

/** Absent where the policy needs none of it. */
export function CpuRows(): JSX.Element {
  const isNeeded = policyValue() === null || policyAsksForEs();
  // Whoever empties a field of theirs goes on in it.
  const isShown = useRef(false);
  isShown.current = isNeeded || isAnyGiven() || (isShown.current && isInside(document.activeElement));
  if (!isShown.current) {
    return <p class="source row">CPUs: not measured, as the policy does not ask for SEV-ES (bit 2).</p>;
  }
  return (
    <>
      {!isNeeded && (
        <p class="source row">The policy does not ask for SEV-ES (bit 2): CPU state is not measured.</p>
      )}
      <NumberAndModel />
      <CpuDetails />
    </>
  );
}
