// What the domain's XML says, and what is to be said about that before there is a verdict.

import type { JSX } from 'preact';
import { domainName, domainWords } from '../../model/domainXml';
import { visibleName } from '../../model/format';
import type { HeldFile } from '../../model/inputs';
import { verdict } from '../../model/verdict';
import { FindingList } from '../../parts/Findings';

function kindWords(type: string | null): string {
  if (type === null) return 'no launch security';
  return type === 'sev' ? 'SEV' : `${visibleName(type, 60)}, which sevproof does not validate`;
}

/** In a few words, for the line under the file's name. */
export function domainFacts({ domain }: HeldFile): string {
  if (!domain) return '';
  const { launchSecurity, machine } = domain;
  const { policy } = launchSecurity;
  return [
    domainName(domain),
    kindWords(launchSecurity.type),
    ...(policy ? [`policy 0x${policy.value.toString(16)}`] : []),
    ...(launchSecurity.type === 'sev' && launchSecurity.kernelHashes ? ['kernel hashes'] : []),
    ...(machine.vcpus === null ? [] : [`${machine.vcpus} ${machine.vcpus === 1 ? 'CPU' : 'CPUs'}`]),
    ...(machine.cpu ? [visibleName(machine.cpu.model || machine.cpu.mode, 60)] : []),
  ].join(' · ');
}

export function DomainDetails({ file }: { file: HeldFile }): JSX.Element | null {
  if (!file.domain) return null;
  // What is refused stands with the file; with a verdict all of it is in the report beside.
  const findings = file.domain.findings.filter(({ severity }) => severity !== 'error');
  const words = domainWords();
  return (
    <>
      {words.length > 0 && <p class="source">{words.join(' ')}</p>}
      {findings.length > 0 && verdict.value.kind !== 'decided' && (
        <details>
          <summary>Findings about its configuration ({findings.length})</summary>
          <FindingList findings={findings} />
        </details>
      )}
    </>
  );
}
