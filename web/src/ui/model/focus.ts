// Leads the focus somewhere, and brings it into view.

import type { FieldName } from '../../core/face';
import { controlId } from './fields';

/** To the control of a field, whatever is folded around it. */
export function goToField(field: FieldName): void {
  const control = document.getElementById(controlId(field));
  for (let at = control?.parentElement ?? null; at; at = at.parentElement) {
    if (at instanceof HTMLDetailsElement) at.open = true;
  }
  control?.focus();
}

export function goToHeading(id: string): void {
  const heading = document.getElementById(id);
  heading?.focus({ preventScroll: true });
  heading?.scrollIntoView({ block: 'start' });
}
