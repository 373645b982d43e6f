// What is seldom needed. Opened as soon as something in it is given: nothing that counts is hidden, and nothing folds
// under a hand.

import type { ComponentChildren, JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { about } from '../model/session';

export function Folded({ title, isGiven, children }: { title: string; isGiven: boolean; children: ComponentChildren }):
JSX.Element {
  const isOpen = useRef(false);
  isOpen.current ||= isGiven;
  return <details class="cpu-details" open={isOpen.current}><summary>{title}</summary>{children}</details>;
}

/** QEMU's own names, for the list of a field. */
export function CpuModels(): JSX.Element {
  return (
    <datalist id="cpu-models">
      {about()?.cpuModels.map(({ name, description }) => <option key={name} value={name}>{description}</option>)}
    </datalist>
  );
}
