// A firmware image as SEV-SNP sees it: its SEV metadata is part of the launch, and nobody injects secrets.

import type { FirmwareView } from '../../../core/reports';
import { checksFact, checksWords, imageFact, isUsable, type FirmwareFact } from '../../model/firmwareWords';
import type { HeldFile } from '../../model/inputs';

const hashesSection = 0x10;

/** Where the table of kernel hashes lies: outside of a section for it, it is not measured. */
function hashesAt({ hashArea, sevMetadata }: FirmwareView): string | null {
  if (!isUsable(hashArea)) return null;
  const base = Number(hashArea.base);
  const isMeasured = sevMetadata.some(({ type, gpa, size }) => (
    type === hashesSection && base >= Number(gpa) && base < Number(gpa) + Number(size)));
  return isMeasured ? hashArea.base : null;
}

function sectionWords({ sevMetadata: { length } }: FirmwareView): string {
  if (length === 0) return 'no SEV metadata, which SEV-SNP needs';
  return length === 1 ? '1 section' : `${length} sections`;
}

/** In a few words, for the line under the file's name. */
export function firmwareWords({ firmware }: HeldFile): string {
  if (!firmware) return '';
  const { resetAddress } = firmware;
  const hashes = hashesAt(firmware);
  return [
    sectionWords(firmware),
    hashes ? `kernel hashes at ${hashes}` : 'no place for kernel hashes',
    resetAddress ? `APs start at ${resetAddress}` : 'no address at which APs start',
    ...checksWords(firmware),
  ].join(' · ');
}

export function firmwareFacts(firmware: FirmwareView): FirmwareFact[] {
  return [
    imageFact(firmware),
    ['SEV metadata', firmware.sevMetadata.length === 0 ? 'none' : sectionWords(firmware)],
    ['Kernel hashes at', hashesAt(firmware) ?? 'none'],
    checksFact(firmware),
    ['APs start at', firmware.resetAddress ?? 'none'],
  ];
}
