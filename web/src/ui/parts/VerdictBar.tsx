// In one column the banner scrolls away: then a line at the edge of the window says the verdict.

import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { bannerId, BannerSign, lookOf } from './Banner';
import type { Standing } from './moment';

function goToBanner(): void {
  const banner = document.getElementById(bannerId);
  banner?.focus({ preventScroll: true });
  banner?.scrollIntoView({ block: 'center' });
}

export function VerdictBar({ standing }: { standing: Standing }): JSX.Element | null {
  const isAway = useSignal(false);
  useEffect(() => {
    const banner = document.getElementById(bannerId);
    if (!banner) return undefined;
    const observer = new IntersectionObserver(([entry]) => {
      isAway.value = entry !== undefined && !entry.isIntersecting;
    });
    observer.observe(banner);
    return () => observer.disconnect();
  }, []);
  if (!isAway.value) return null;
  return (
    <div class={`verdict-bar ${lookOf(standing)}`}>
      <BannerSign standing={standing} />
      <strong>{standing.title}</strong>
      <button type="button" class="button small" onClick={goToBanner}>Show verdict</button>
    </div>
  );
}
