// What the domain's XML says, and what is to be said about that before there is a verdict.

import type { JSX } from 'preact';
import { visibleName } from '../model/format';
import type { HeldFile } from '../model/inputs';
import { problemAt } from '../model/verdict';
import { FindingList } from './PolicyChips';
import { ProblemText } from './Problem';

/** In a few words, for the line under the file's name. */
export function domainWords({ domain }: HeldFile): string {
  if (!domain) return '';
  const { name, launchSecurity, machine } = domain;
  const { cpu, vcpus } = machine;
  return [
    name === '' ? 'a guest without a name' : `guest ${visibleName(name, 60)}`,
    launchSecurity.policy ? `policy 0x${launchSecurity.policy.value.toString(16)}` : 'no SEV policy',
    launchSecurity.kernelHashes ? 'kernel hashes' : 'no kernel hashes',
    ...(vcpus === null ? [] : [`${vcpus} ${vcpus === 1 ? 'CPU' : 'CPUs'}`]),
    ...(cpu ? [visibleName(cpu.model === '' ? cpu.mode : cpu.model, 60)] : []),
  ].join(' · ');
}

export function DomainDetails({ file }: { file: HeldFile }): JSX.Element | null {
  if (!file.domain) return null;
  const { findings, refusal } = file.domain;
  if (findings.length === 0) return <p class="remark">Its configuration can be validated.</p>;
  return (
    <>
      {refusal && problemAt('domainXml') === null && <ProblemText problem={refusal} />}
      <details>
        <summary>Remarks on its configuration ({findings.length})</summary>
        <FindingList findings={findings} />
      </details>
    </>
  );
}
