// Over the whole window while files are dragged over it.

import type { JSX } from 'preact';
import { dragging } from '../model/window';

export function DropCover(): JSX.Element | null {
  if (!dragging.value) return null;
  return <div class="drop-cover" aria-hidden="true"><p>Drop to add these files</p></div>;
}
