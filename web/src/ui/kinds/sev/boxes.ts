// What was measured of a SEV guest, in the order in which its launch digest takes it in.

import type { Presence, Report } from '../../../core/reports';
import { formatSize } from '../../../engine/sizes';
import { held } from '../../model/inputs';
import { verdict } from '../../model/verdict';
import type { MeasuredBox } from '../../parts/moment';
import { current } from './current';
import { sevRemedies } from './remedy';

type Parts = 'firmware' | 'hashes' | 'cpu0' | 'others';

const partsOfFields: Record<string, Parts[]> = {
  firmware: ['firmware'], kernel: ['hashes'], initrd: ['hashes'], cmdline: ['hashes'], numCpus: ['others'],
  cpu: ['cpu0', 'others'], vmsaLayout: ['cpu0', 'others'], sevFeatures: ['cpu0', 'others'],
  vmsaCpu0: ['cpu0'], vmsaCpu1: ['others'],
};

/** What an explained mismatch says about a part. */
function reasonFor(part: Parts, { diagnosis }: Report): string {
  return sevRemedies.reasonAt(diagnosis, (field) => partsOfFields[field]?.includes(part) ?? false);
}

function checksHashes(): Presence {
  return held('firmware')?.firmware?.code?.checksKernelHashes ?? 'unknown';
}

const hashesDecide: Record<Presence, string> = {
  present: 'The only kernel, initrd and command line that this firmware boots.',
  absent: 'Measured, but this firmware does not check them: it boots whatever it is given.',
  unknown: 'The only kernel, initrd and command line that firmware boots which checks them.',
};

function firmwareBox(report: Report): MeasuredBox[] {
  const { firmware } = report.inputs;
  if (!firmware) return [];
  const words = { present: ' It checks the kernel hashes.', absent: ' It does not check kernel hashes.', unknown: '' };
  return [{ name: 'Firmware', size: firmware.size === null ? '' : formatSize(firmware.size),
    hashes: [{ name: 'SHA-256', hex: firmware.sha256 }], reason: reasonFor('firmware', report),
    decides: `The first code that the guest runs.${words[checksHashes()]}` }];
}

function hashesBox(report: Report): MeasuredBox[] {
  const table = report.computed.kernelHashesTable;
  if (table === null) return [];
  const { kernel, initrd, cmdline } = report.inputs;
  const parts = { kernel, initrd, 'command line': cmdline };
  const hashes = Object.entries(parts).flatMap(([name, file]) => (file ? [{ name, hex: file.sha256 }] : []));
  return [{ name: 'Kernel, initrd, command line (hashes)', size: formatSize(table.length / 2), hashes,
    reason: reasonFor('hashes', report), decides: hashesDecide[checksHashes()] }];
}

function cpuBoxes(report: Report): MeasuredBox[] {
  const pages = report.computed.vmsa;
  const count = report.inputs.vcpus?.value ?? 0;
  if (!pages) return [];
  const first = { name: 'CPU 0', size: formatSize(4096), hashes: [{ name: 'VMSA', hex: pages.cpu0Sha256 }],
    reason: reasonFor('cpu0', report), decides: 'Where the boot CPU starts, and with which features.' };
  if (pages.cpuNSha256 === null || count < 2) return [{ ...first, reason: first.reason || reasonFor('others', report) }];
  return [first, { name: count === 2 ? 'CPU 1' : `CPUs 1 to ${count - 1}`, size: `${count - 1} × ${formatSize(4096)}`,
    hashes: [{ name: 'VMSA', hex: pages.cpuNSha256 }], reason: reasonFor('others', report),
    decides: 'The same for every other CPU; one page more for each.' }];
}

function boxesOf(report: Report): MeasuredBox[] {
  return [...firmwareBox(report), ...hashesBox(report), ...cpuBoxes(report)];
}

export function boxes(): MeasuredBox[] {
  const shown = verdict.value;
  return shown.kind === 'decided' ? boxesOf(current(shown).report) : [];
}

export function boxesDigest(): string {
  const shown = verdict.value;
  return shown.kind === 'decided' ? shown.report.computed.launchDigest : '';
}
