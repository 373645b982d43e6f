// What is inside a VMSA page, folded away until asked for.

import type { JSX } from 'preact';
import type { HeldFile } from '../../model/inputs';
import { vmsaDiff } from '../../model/vmsaDiff';
import { Fact, Table } from '../../parts/FileDetails';

export function vmsaWords({ vmsa }: HeldFile): string {
  if (!vmsa) return '';
  const { layout, startAddress, signature } = vmsa;
  return `${layout ?? 'unknown layout'} · starts at ${startAddress} · CPU ${signature}`;
}

export function VmsaDetails({ file, label }: { file: HeldFile; label: string }):
JSX.Element | null {
  if (!file.vmsa) return null;
  const { sevFeatures, fields } = file.vmsa;
  const flags = sevFeatures.flags.length > 0 ? ` (${sevFeatures.flags.join(', ')})` : '';
  return (
    <details>
      <summary>Fields of {label}</summary>
      <dl class="facts"><Fact name="SEV features" value={sevFeatures.value + flags} /></dl>
      <Table caption="Fields that are not zero" columns={['Field', 'Offset', 'Value']}
        rows={fields.map(({ name, offset, value }) => [name, offset, value])} />
    </details>
  );
}

export function VmsaDifference(): JSX.Element | null {
  const view = vmsaDiff.value;
  if (!view) return null;
  const { identical, differences } = view;
  if (identical) {
    return <p class="remark">The two VMSA pages are identical: usually only the boot CPU starts at the
      reset vector.</p>;
  }
  return (
    <details>
      <summary>Difference of the two VMSA pages ({differences.length})</summary>
      <Table caption="Fields that differ" columns={['Field', 'Offset', 'CPU 0', 'CPU 1']}
        rows={differences.map(({ name, offset, first, second }) => [name, offset, first, second])} />
    </details>
  );
}
