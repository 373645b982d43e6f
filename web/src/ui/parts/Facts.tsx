// A row of a list of facts.

import type { ComponentChildren, JSX } from 'preact';

export function Row({ name, children }: { name: string; children: ComponentChildren }): JSX.Element {
  return <div><dt>{name}</dt><dd>{children}</dd></div>;
}
