// Said wherever a verdict stands that the built-in sample has a part in.

import type { JSX } from 'preact';
import { sampleInUse } from '../model/inputs';

export function SampleLine(): JSX.Element | null {
  if (!sampleInUse.value) return null;
  return (
    <p class="sample-line">
      <strong>A made-up sample: this says nothing about a guest of yours.</strong>
    </p>
  );
}
