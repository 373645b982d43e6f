// The report on what is shown.

import type { Report } from '../../../core/reports';
import { packet } from '../../model/packet';
import type { Decided } from '../../model/verdict';

/** With the secrets' findings once they are packed. */
export function current(decided: Decided): { report: Report; text: string } {
  const packed = packet.value;
  if (packed) return { report: packed.parsed, text: packed.report };
  return { report: decided.report, text: decided.text };
}
