// One place for a file: what is in it, its progress, and the buttons to change that.

import type { ComponentChildren, JSX } from 'preact';
import { formatSize } from '../../engine/sizes';
import { shownMoment } from '../model/address';
import { putChosen } from '../model/chosen';
import { controlId, labelOf, type PlaceName } from '../model/fields';
import { formatProgress, shortHash, visibleName } from '../model/format';
import {
  expectedFiles, places, remarks, type FromSettings, type HeldFile, type Place,
} from '../model/inputs';
import { clearPlace } from '../model/places';
import { kindOf } from '../model/moment';
import { shownProblemAt } from '../model/problems';
import { SeverityIcon } from './Icon';
import { ProblemText } from './Problem';

interface FilePlaceProps {
  place: PlaceName;
  /** What belongs here, while it is empty. */
  help: ComponentChildren;
  /** Words about the content, after size and hash. */
  describe?: (file: HeldFile) => string;
  children?: ComponentChildren;
}

function focusControl(place: PlaceName): void {
  document.getElementById(controlId(place))?.focus();
}

export function FileName({ name }: { name: string }): JSX.Element {
  return <bdi class="file-name">{visibleName(name)}</bdi>;
}

function Reading({ place, name }: { place: Extract<Place, { status: 'reading' }>; name: string }):
JSX.Element {
  const { progress } = place;
  return (
    <>
      <FileName name={place.name} />
      {progress && (
        <progress max={Math.max(progress.total, 1)} value={progress.done}
          aria-label={`Hashing ${name}`} />
      )}
      <span class="meta">
        {progress ? `hashing ${formatProgress(progress.done, progress.total)}`
          : `reading ${formatSize(place.size)}`}
      </span>
    </>
  );
}

function Held({ file, describe }: { file: HeldFile; describe: FilePlaceProps['describe'] }):
JSX.Element {
  const facts = [formatSize(file.size)];
  if (file.sha256) facts.push(shortHash(file.sha256));
  const more = describe?.(file);
  if (more) facts.push(more);
  return (
    <>
      <FileName name={file.name} />
      <span class="meta">{facts.join(' · ')}</span>
      {file.source === 'settings' && (
        <span class="remark"><SeverityIcon severity="note" />From settings, not read again.</span>
      )}
    </>
  );
}

function inSettings(name: PlaceName): string {
  const expected = expectedFiles.value[name as FromSettings];
  if (!expected) return '';
  const { size, sha256 } = expected;
  return `${visibleName(expected.name)}, ${formatSize(size)}, ${shortHash(sha256)}`;
}

function differsFromSettings(name: PlaceName, place: Place): string {
  const expected = expectedFiles.value[name as FromSettings];
  if (!expected || place.status !== 'held' || place.source === 'settings') return '';
  if (place.sha256 === null || place.sha256 === expected.sha256) return '';
  return `Not the file that the settings name: ${inSettings(name)}.`;
}

function Empty({ name, help }: { name: PlaceName; help: ComponentChildren }): JSX.Element {
  const wanted = inSettings(name);
  return <span class="source">{help}{wanted !== '' && <>. The settings name {wanted}</>}</span>;
}

function Content({ place: name, help, describe }: FilePlaceProps): JSX.Element {
  const place = places[name].value;
  switch (place.status) {
    case 'empty': return <Empty name={name} help={place.note || help} />;
    case 'reading': return <Reading place={place} name={labelOf(name)} />;
    case 'held': return <Held file={place} describe={describe} />;
    case 'failed': return <span class="source"><FileName name={place.name} /> is not used.</span>;
  }
}

/** What is wrong with the file itself, or was found wrong with it when it was validated. */
function problemOf(name: PlaceName, place: Place): { message: string; hint: string } | null {
  if (place.status === 'failed') return place.error;
  const problem = shownProblemAt(name);
  if (problem || place.status !== 'held' || kindOf(shownMoment.value) === 'snp') return problem;
  return place.domain?.refusal ?? null;
}

function Remarks({ name, place }: { name: PlaceName; place: Place }): JSX.Element {
  const problem = problemOf(name, place);
  const texts = [remarks[name].value, differsFromSettings(name, place)].filter(Boolean);
  return (
    <>
      {texts.map((text) => (
        <span class="remark" key={text}><SeverityIcon severity="warning" /><span>{text}</span></span>
      ))}
      {problem && <ProblemText problem={problem} />}
    </>
  );
}

function Actions({ name, place }: { name: PlaceName; place: Place }): JSX.Element {
  const id = controlId(name);
  const take = (input: HTMLInputElement): void => {
    const file = input.files?.[0];
    if (file) void putChosen(name, file);
    input.value = '';
  };
  const remove = (): void => {
    clearPlace(name);
    focusControl(name);
  };
  const cancel = place.status === 'reading' ? place.cancel : null;
  return (
    <div class="place-actions">
      <input type="file" id={id} class="file-input" aria-label={labelOf(name)}
        aria-describedby={`${id}-content`} autocomplete="off"
        aria-invalid={problemOf(name, place) !== null}
        onChange={(event) => take(event.currentTarget)} />
      <label for={id} class="button small" aria-hidden="true">
        {place.status === 'empty' ? 'Choose' : 'Change'}
      </label>
      {cancel && (
        <button type="button" class="button small" aria-describedby={`${id}-label`}
          onClick={() => { cancel(); focusControl(name); }}>Cancel</button>
      )}
      {place.status !== 'empty' && !cancel && (
        <button type="button" class="button small quiet" aria-label={`Remove ${labelOf(name)}`}
          onClick={remove}>Remove</button>
      )}
    </div>
  );
}

export function FilePlace(props: FilePlaceProps): JSX.Element {
  const name = props.place;
  const place = places[name].value;
  const id = controlId(name);
  return (
    <div class="place" data-place={name}>
      <div class="label" id={`${id}-label`}>{labelOf(name)}</div>
      <div class="place-content" id={`${id}-content`}>
        <Content {...props} />
        <Remarks name={name} place={place} />
      </div>
      <Actions name={name} place={place} />
      {props.children && <div class="place-more">{props.children}</div>}
    </div>
  );
}
