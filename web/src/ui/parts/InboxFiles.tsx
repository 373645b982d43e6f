// Files that were given: what each was taken for and why, and a way to say otherwise.

import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { FileRole } from '../../core/face';
import { formatSize } from '../../engine/sizes';
import { wouldReplace } from '../model/claims';
import { candidacy, mostCandidates } from '../model/candidates';
import { roleLabels } from '../model/fields';
import { visibleName } from '../model/format';
import { changeRole, failureOf, otherRoles, removeEntry, rolesFor, stillUsed, type Entry } from '../model/intake';
import { FileName } from './FilePlace';
import { SeverityIcon } from './Icon';

export const inboxFilesId = 'inbox-files';

function roleOf(entry: Entry): FileRole | '' {
  return rolesFor(entry).includes(entry.role) ? entry.role : '';
}

const candidacyWords: Record<ReturnType<typeof candidacy>, () => string> = {
  tried: () => 'tried if there is a mismatch',
  superfluous: () => `not tried if there is a mismatch, as only the last ${mostCandidates.value} are`,
  none: () => '',
};

function EntryWords({ entry }: { entry: Entry }): JSX.Element {
  if (entry.state === 'recognising') return <span class="meta">being recognised</span>;
  const kept = candidacyWords[candidacy(entry)]();
  const message = entry.message || failureOf(entry);
  if (message !== '') {
    const isAsking = entry.state === 'asking';
    return (
      <span class={isAsking ? 'remark' : 'problem'}>
        <SeverityIcon severity={isAsking ? 'warning' : 'error'} />
        <span>{message}{kept !== '' && ` Until then it is ${kept}.`}</span>
      </span>
    );
  }
  const { recognised } = entry;
  const chosen = !recognised || recognised.role !== entry.role;
  const words = [chosen ? 'as you chose' : recognised.reason,
    stillUsed(entry) ? '' : 'no longer used', kept];
  return <span class="meta">{words.filter(Boolean).join(' · ')}</span>;
}

/** Its content may as well be that; not where another file would have to go. */
function UseAs({ entry, role, onUse }: { entry: Entry; role: FileRole; onUse: () => void }): JSX.Element | null {
  if (wouldReplace(role, entry.id) !== '') return null;
  return (
    <button type="button" class="link" aria-label={`Use ${visibleName(entry.name)} as ${roleLabels[role]}`}
      onClick={onUse}>Use as {roleLabels[role]}</button>
  );
}

function EntryRow({ entry }: { entry: Entry }): JSX.Element {
  const name = visibleName(entry.name);
  const picked = useSignal<FileRole | '' | null>(null);
  const role = picked.value ?? roleOf(entry);
  const settled = role === '' || entry.state === 'recognising'
    || (role === entry.role && entry.state === 'used' && stillUsed(entry) && failureOf(entry) === '');
  const replaced = role === '' || settled ? '' : wouldReplace(role, entry.id);
  const useAs = (chosen: FileRole): void => {
    picked.value = null;
    void changeRole(entry, chosen);
    // Its row goes once it is decided.
    document.getElementById('choose-files')?.focus();
  };
  return (
    <li class="entry">
      <div class="entry-words">
        <FileName name={entry.name} />{' '}
        <span class="meta">{formatSize(entry.size)}</span>
        <EntryWords entry={entry} />
        {otherRoles(entry).map((other) => <UseAs key={other} entry={entry} role={other} onUse={() => useAs(other)} />)}
      </div>
      <select class="input small" aria-label={`Use ${name} as`} value={role}
        autocomplete="off" disabled={entry.state === 'recognising'}
        onChange={(event) => { picked.value = event.currentTarget.value as FileRole | ''; }}>
        <option value="">Choose what it is</option>
        {rolesFor(entry).map((role) => <option key={role} value={role}>{roleLabels[role]}</option>)}
      </select>
      <button type="button" class="button small" aria-disabled={settled}
        aria-label={replaced === '' ? `Use ${name}` : `Replace ${replaced} with ${name}`}
        onClick={() => { if (!settled) useAs(role); }}>
        {replaced === '' ? 'Use' : `Replace ${replaced}`}
      </button>
      <button type="button" class="button small quiet" aria-label={`Remove ${name} from the list`}
        onClick={() => { removeEntry(entry); document.getElementById('choose-files')?.focus(); }}>
        Remove
      </button>
    </li>
  );
}

interface InboxFilesProps {
  shown: readonly Entry[];
}

export function InboxFiles({ shown }: InboxFilesProps): JSX.Element | null {
  if (shown.length === 0) return null;
  return (
    <ul class="entries" id={inboxFilesId} aria-label="Files given">
      {shown.map((entry) => <EntryRow key={entry.id} entry={entry} />)}
    </ul>
  );
}
