// Which rows describe a SEV-SNP guest, and what is said beside them: that depends on what starts it. What is given
// is shown in any case.

import { places } from '../../model/inputs';
import { vmmInForce } from '../../model/snpWish';

export interface Starter {
  vmm: string;
  /** Of an IGVM file: it has all that most rows say. */
  isIgvm: boolean;
}

export function starter(): Starter {
  return { vmm: vmmInForce(), isIgvm: places.igvm.value.status !== 'empty' };
}

interface VmmWords {
  name: string;
  cpu: string;
  features: string;
}

const vmms: Record<string, VmmWords> = {
  qemu: {
    name: 'QEMU, also under libvirt',
    cpu: 'QEMU model, or signature, or family/model/stepping: 25/1/1',
    features: 'sev_features: 0x1 of plain QEMU, 0x21 with DebugSwap',
  },
  ec2: {
    name: 'Amazon EC2',
    cpu: 'Not needed: EC2 sets none. For the digest that older tools have of EC2: 0',
    features: 'sev_features: 0x1 on EC2',
  },
  gce: {
    name: 'Google Compute Engine',
    cpu: 'Not needed: GCE sets none',
    features: 'sev_features: 0x1 on GCE',
  },
};

export function vmmName(vmm: string): string {
  return vmms[vmm]?.name ?? vmm;
}

/** Whether it boots a kernel directly, from a domain's XML too. */
export function bootsKernels({ vmm, isIgvm }: Starter): boolean {
  return vmm === 'qemu' && !isIgvm;
}

/** The others have one address alone. */
export function hasVmsaChoice({ vmm, isIgvm }: Starter): boolean {
  return vmm === 'gce' && !isIgvm;
}

export interface RowWords {
  source: string;
  placeholder: string;
}

export function cpuRow({ vmm, isIgvm }: Starter): RowWords {
  if (isIgvm) return { source: 'Only needed for vCPUs of which the file has no state', placeholder: '' };
  return { source: vmms[vmm]?.cpu ?? '', placeholder: vmm === 'qemu' ? 'EPYC-Milan' : '' };
}

export function countSource({ isIgvm }: Starter): string {
  return `One number, or several: 1,2,4-64${isIgvm ? '. Empty: as many as the file has' : ''}`;
}

export function featuresSource({ vmm }: Starter): string {
  return vmms[vmm]?.features ?? '';
}
