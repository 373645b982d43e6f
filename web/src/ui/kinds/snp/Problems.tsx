// In the banner: what is wrong with the inputs, with the way there.

import type { JSX } from 'preact';
import { snpDigest } from '../../model/snpDigest';
import { ProblemItems } from '../../parts/ProblemItems';

export function Problems(): JSX.Element | null {
  const shown = snpDigest.value;
  return shown.kind === 'invalid' ? <ProblemItems problems={shown.problems} /> : null;
}
