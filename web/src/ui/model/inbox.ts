// The inbox in one line: what is being read, what needs a decision, what was recognised.

import { formatSize } from '../../engine/sizes';
import { isKey, isPlace, roleLabels } from './fields';
import { groupOf, visibleName } from './format';
import { places, placesBeingRead } from './inputs';
import { entries, failureOf, stillUsed, type Entry } from './intake';
import { readingWords } from './progress';

export interface InboxLine {
  lead: string;
  more: string;
  /** Whether `more` is for those alone who do not know the page yet. */
  isHint?: boolean;
  /** 0 to 1 of what is being read; null where nothing is. */
  share: number | null;
}

/** The user is asked about it, or told what is wrong with it. */
export function needsDecision(entry: Entry): boolean {
  return entry.state === 'asking' || entry.state === 'refused' || failureOf(entry) !== '';
}

const files = (count: number): string => (count === 1 ? '1 file' : `${count} files`);

function recognisedWords(): string {
  const all = entries.value;
  const known = all.filter((entry) => entry.state === 'used' && !needsDecision(entry)).length;
  return `${known} of ${files(all.length)} recognised`;
}

/** Bytes of all that is being read. */
function progressOfAll(): { done: number; total: number } {
  let [done, total] = [0, 0];
  for (const name of placesBeingRead()) {
    const place = places[name].value;
    if (place.status !== 'reading') continue;
    done += place.progress?.done ?? 0;
    total += place.size;
  }
  return { done, total };
}

function reading(): InboxLine {
  const { done, total } = progressOfAll();
  const more = [`${formatSize(done)} of ${formatSize(total)}`];
  if (entries.value.length > 0) more.push(recognisedWords());
  return { lead: readingWords(), more: more.join(' · '), share: total === 0 ? 0 : done / total };
}

function roleWords(entry: Entry): string {
  if (!stillUsed(entry)) return 'others';
  if (isPlace(entry.role) && isKey(entry.role)) return 'keys';
  return roleLabels[entry.role];
}

function undecided(list: readonly Entry[]): InboxLine {
  const [first] = list;
  const rest = entries.value.length - list.length;
  const what = list.length === 1 && first ? visibleName(first.name, 60) : files(list.length);
  const isFailed = list.length === 1 && first?.state !== 'asking';
  const words = isFailed ? 'could not be used' : `${list.length === 1 ? 'needs' : 'need'} a decision`;
  return { lead: `${what} ${words}`, share: null,
    more: rest > 0 ? `${files(rest)} recognised ·` : '' };
}

export function inboxLine(): InboxLine {
  const all = entries.value;
  const unseen = all.filter(({ state }) => state === 'recognising').length;
  if (unseen > 0) {
    return { lead: `Recognising ${unseen} of ${files(all.length)}`, more: '', share: 1 - unseen / all.length };
  }
  if (placesBeingRead().length > 0) return reading();
  const asked = all.filter(needsDecision);
  if (asked.length > 0) return undecided(asked);
  if (all.length > 0) {
    return { lead: `${files(all.length)} recognised`, more: `${groupOf(all.map(roleWords))} ·`, share: null };
  }
  return { lead: 'Drop files or folders anywhere on this page.', share: null, isHint: true,
    more: 'Each is recognised by its content. Nothing leaves this page.' };
}
