// The right column: the verdict, the same in every moment, and always in view.

import type { JSX } from 'preact';
import { Banner, keepFocus } from './Banner';
import { Boxes } from './Boxes';
import { Chain } from './Chain';
import type { Action, Moment } from './moment';

function press(run: () => void): void {
  run();
  keepFocus();
}

function ActionRow({ actions }: { actions: readonly Action[] }): JSX.Element {
  return (
    <div class="buttons actions">
      {actions.map(({ label, name, run, key }, at) => (
        <button key={label} type="button" class={at === 0 ? 'button primary' : 'button'}
          aria-label={name} data-key={key} onClick={() => press(run)}>{label}</button>
      ))}
    </div>
  );
}

export function VerdictPanel({ moment }: { moment: Moment }): JSX.Element {
  const { Problems, Reasons, Evidence, Next } = moment;
  const boxes = moment.boxes();
  return (
    <aside class="verdict-panel" aria-label="Verdict">
      <div class="verdict-head">
        <Banner standing={moment.standing()}><Problems /></Banner>
        <Reasons />
        <ActionRow actions={moment.actions()} />
      </div>
      <div class="verdict-rest">
        <Chain checks={moment.chain()} />
        {boxes.length > 0 && <Boxes boxes={boxes} digest={moment.boxesDigest()} />}
        <Evidence />
      </div>
      <Next />
    </aside>
  );
}
