// What was given chooses the view, unless something of it is of use in the one that is shown.

import type { FileRole } from '../../core/face';
import { showMoment, shownMoment } from './address';
import { momentLabels, momentOf } from './moment';
import { dismiss, informOfView } from './notices';

export function chooseMoment(roles: readonly FileRole[]): void {
  const moments = roles.map(momentOf).filter((moment) => moment !== null);
  const before = shownMoment.peek();
  const [next] = moments;
  if (next === undefined || moments.includes(before)) return;
  showMoment(next);
  const label = momentLabels[before];
  const back = (): void => {
    dismiss();
    showMoment(before);
  };
  informOfView(`What you gave belongs to “${momentLabels[next]}”: the page went there.`,
    { label: `Back to ${label}`, run: back });
}
