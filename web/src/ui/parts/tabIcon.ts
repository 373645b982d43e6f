// The tab tells the verdict: by its sign, and by colour.

import { signOf, signPath } from './Icon';
import type { Standing } from './moment';

const colours = {
  match: '#0d6e3c', host: '#a86400', genuine: '#a86400', mismatch: '#b3261e', invalid: '#b3261e', incomplete: '#6b7280',
  computed: '#3644bf', equal: '#3644bf',
} as const;

export function showInTab(standing: Standing): void {
  const { name, isCareful } = standing;
  const link = document.querySelector<HTMLLinkElement>('link[rel=icon]');
  if (!link) return;
  const sign = signPath(signOf(standing));
  const colour = isCareful ? colours.host : colours[name];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><circle cx="12" cy="12" r="12" fill="${colour}"/>`
    + `<path d="${sign}" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/></svg>`;
  const address = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  if (link.href !== address) link.href = address;
}
