// What was measured, as a picture: boxes in the order in which they were hashed. All of it is text.

import type { JSX } from 'preact';
import { Hash, ShortHash } from './Hash';
import type { MeasuredBox } from './moment';

function Box({ name, size, hashes, decides, reason }: MeasuredBox): JSX.Element {
  return (
    <li class={reason === '' ? 'box' : 'box blamed'}>
      <strong class="box-name">{name}</strong>
      <span class="meta">{size}</span>
      <ul class="box-hashes">
        {hashes.map((one) => (
          <li key={one.name} class="meta">{one.name} <ShortHash hex={one.hex} /></li>
        ))}
      </ul>
      <p class="source">{decides}</p>
      {reason !== '' && <p class="box-reason"><strong>Not as you described it.</strong> {reason}</p>}
    </li>
  );
}

interface BoxesProps {
  boxes: readonly MeasuredBox[];
  /** What they make together. */
  digest: string;
}

export function Boxes({ boxes, digest }: BoxesProps): JSX.Element {
  return (
    <section class="measured-boxes" aria-labelledby="boxes-heading">
      <h3 id="boxes-heading">What was measured</h3>
      <ol class="boxes">{boxes.map((box) => <Box key={box.name} {...box} />)}</ol>
      <p class="meta boxes-digest">launch digest <Hash hex={digest} /></p>
    </section>
  );
}
