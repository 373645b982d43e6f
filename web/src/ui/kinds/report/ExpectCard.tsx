// What the owner expects of the report: the nonce and the measurement first, the rest folded.

import type { JSX } from 'preact';
import { controlId, labelOf } from '../../model/fields';
import { helpOf } from '../../model/helpText';
import { reportProblemAt, verifyNow } from '../../model/reportVerdict';
import {
  guestKeys, isAnythingToSave, isFlag, mainKeys, platformKeys, reportTexts, saveExpectations, type Key,
} from '../../model/reportWish';
import { Folded } from '../../parts/Folded';
import { PlainField } from '../../parts/PlainField';

const source = (field: Key): string => helpOf('runs', field);

function Text({ field }: { field: Key }): JSX.Element {
  const { text, check, set, read } = reportTexts[field];
  const leave = (): void => {
    void read();
    verifyNow();
  };
  return (
    <PlainField field={field} text={text.value} onText={set} onLeave={leave} source={source(field)}
      problem={check.value?.error ?? reportProblemAt(field)} />
  );
}

function Flag({ field }: { field: Key }): JSX.Element {
  const { text, set } = reportTexts[field];
  const id = controlId(field);
  return (
    <p>
      <label>
        <input id={id} type="checkbox" checked={text.value !== ''} aria-describedby={`${id}-source`}
          onChange={(event) => set(event.currentTarget.checked ? 'true' : '')} />
        {' '}{labelOf(field)}
      </label>
      {' '}<span class="source" id={`${id}-source`}>{source(field)}</span>
    </p>
  );
}

function Group({ title, keys }: { title: string; keys: readonly Key[] }): JSX.Element {
  const isGiven = keys.some((key) => reportTexts[key].text.value !== '' || reportProblemAt(key) !== null);
  return (
    <Folded title={title} isGiven={isGiven}>
      {keys.map((key) => (isFlag(key) ? <Flag key={key} field={key} /> : <Text key={key} field={key} />))}
    </Folded>
  );
}

export function ExpectCard(): JSX.Element {
  return (
    <section class="card" aria-labelledby="expect-heading">
      <h2 id="expect-heading">What I expect of it</h2>
      {mainKeys.map((key) => <Text key={key} field={key} />)}
      <Group title="The guest: VMPL, policy, ID block" keys={guestKeys} />
      <Group title="The platform: firmware versions, chip, provider" keys={platformKeys} />
      <div class="buttons">
        <button type="button" class="button small" disabled={!isAnythingToSave()} onClick={saveExpectations}>Save expectations</button>
        <span class="source">Dropped here, such a file fills these fields.</span>
      </div>
    </section>
  );
}
