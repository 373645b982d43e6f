// What is in a firmware image, in words for people, as far as every kind of guest takes it alike.

import type { Area, FirmwareView, Presence } from '../../core/reports';

const images: Record<FirmwareView['image'], string> = {
  'combined': 'code and variable store',
  'code-only': 'code only, without its variable store',
  'vars-only': 'variable store only, no code',
  'other': 'does not begin with a firmware volume',
};

const presences: Record<Presence, string> = { present: 'yes', absent: 'no', unknown: 'not known' };

export type FirmwareFact = readonly [name: string, value: string];

export function areaText(area: Area | null): string {
  return area ? `${area.base}, size ${area.size}` : 'none';
}

export function isUsable(area: Area | null): area is Area {
  return area !== null && area.size !== '0x0';
}

export function presenceText(presence: Presence | undefined): string {
  return presences[presence ?? 'unknown'];
}

export function imageFact({ image }: FirmwareView): FirmwareFact {
  return ['Image', images[image] ?? image];
}

export function checksFact({ code }: FirmwareView): FirmwareFact {
  return ['Checks kernel hashes', presenceText(code?.checksKernelHashes)];
}

/** Only what is wrong is worth a word beside the file's name. */
export function checksWords({ code }: FirmwareView): string[] {
  return code?.checksKernelHashes === 'absent' ? ['does not check kernel hashes'] : [];
}
