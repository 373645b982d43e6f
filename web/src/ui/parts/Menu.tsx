// A menu of buttons behind one button of the header.

import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface MenuProps {
  label: string;
  children: ComponentChildren;
}

export function Menu({ label, children }: MenuProps): JSX.Element {
  const box = useRef<HTMLDetailsElement>(null);
  const close = (): void => { if (box.current) box.current.open = false; };
  const focusSummary = (): void => box.current?.querySelector('summary')?.focus();
  useEffect(() => {
    const closeOutside = (event: Event): void => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) close();
    };
    window.addEventListener('pointerdown', closeOutside);
    window.addEventListener('focusin', closeOutside);
    return () => {
      window.removeEventListener('pointerdown', closeOutside);
      window.removeEventListener('focusin', closeOutside);
    };
  }, []);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !box.current?.open) return;
    close();
    focusSummary();
  };
  return (
    <details ref={box} class="menu" onKeyDown={onKeyDown}>
      <summary class="button small quiet">{label}</summary>
      {/* A choice closes it, and the focus is not lost with it. */}
      <div class="menu-items" onClick={() => { close(); focusSummary(); }}>{children}</div>
    </details>
  );
}
