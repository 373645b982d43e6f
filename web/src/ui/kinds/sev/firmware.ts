// A firmware image as SEV and SEV-ES see it.

import type { FirmwareView } from '../../../core/reports';
import {
  areaText, checksFact, checksWords, imageFact, isUsable, presenceText, type FirmwareFact,
} from '../../model/firmwareWords';
import type { HeldFile } from '../../model/inputs';

/** In a few words, for the line under the file's name. */
export function firmwareWords({ firmware }: HeldFile): string {
  if (!firmware) return '';
  const { resetAddress, hashArea } = firmware;
  return [
    resetAddress ? `SEV-ES reset ${resetAddress}` : 'no SEV-ES reset block',
    isUsable(hashArea) ? `hash area ${hashArea.size}` : 'no hash area',
    ...checksWords(firmware),
  ].join(' · ');
}

export function firmwareFacts(firmware: FirmwareView): FirmwareFact[] {
  const { resetAddress, secretArea, hashArea, code } = firmware;
  return [
    imageFact(firmware),
    ['SEV-ES reset', resetAddress ?? 'none'],
    ['Secret area', areaText(secretArea)],
    ['Hash area', areaText(hashArea)],
    checksFact(firmware),
    ['Hands on secrets', presenceText(code?.handsOnSecrets)],
  ];
}
