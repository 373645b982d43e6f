// Signs that stand beside words, never alone; hidden from screen readers.

import type { JSX } from 'preact';
import type { Standing } from './moment';

const paths = {
  match: 'M6 12.5l4 4 8-9',
  mismatch: 'M6 9.5h12M6 14.5h12M15.5 5.5l-7 13',
  incomplete: 'M6.5 13h.01M12 13h.01M17.5 13h.01',
  invalid: 'M12 6v7.5M12 17.5h.01',
  computed: 'M9.5 5.5l-1.5 13M16 5.5l-1.5 13M6 9.5h12.5M5.5 14.5H18',
  equal: 'M6.5 9.5h11M6.5 14.5h11',
} as const;

export type BannerIcon = keyof typeof paths;

/** What needs care is not shown as a plain match. */
export function signOf({ name, isCareful }: Standing): BannerIcon {
  return isCareful || name === 'host' || name === 'genuine' ? 'invalid' : name;
}

/** In a square of 24. */
export function signPath(of: BannerIcon): string {
  return paths[of];
}

export function CircleIcon({ of }: { of: BannerIcon }): JSX.Element {
  return (
    <svg class="circle-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <circle cx="12" cy="12" r="11" />
      <path d={paths[of]} />
    </svg>
  );
}

const signs = { error: '■', warning: '▲', note: '●' } as const;

export function SeverityIcon({ severity }: { severity: keyof typeof signs }): JSX.Element {
  return <span class={`sign sign-${severity}`} aria-hidden="true">{signs[severity]}</span>;
}
