// Files that may belong to a report, and do not count yet.

import { effect } from '@preact/signals';
import { visibleName } from './format';
import { entries, type Entry } from './intake';
import { isReportRole, undecidedFiles } from './reportFiles';
import type { Problem } from './verdict';

/** Of a report, its certificates, what is expected of it, and what was perhaps to be that: broken JSON. */
function undecided({ state, role, recognised, name, message }: Entry): Problem[] {
  const isOpen = state === 'asking' || (state === 'refused' && role === 'expectations');
  const isOfReports = isReportRole(role) || role === 'expectations' || recognised?.reason === 'JSON text';
  if (!isOpen || !isOfReports) return [];
  return [{ field: null, message: `${visibleName(name, 60)} does not count yet: ${message}`, hint: '' }];
}

effect(() => { undecidedFiles.value = entries.value.flatMap(undecided); });
