// The verdict in words, sign and colour.

import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { attention } from '../model/verdict';
import { CircleIcon, signOf } from './Icon';
import type { Standing } from './moment';
import { SampleLine } from './SampleLine';

export const bannerId = 'verdict';

/** Its sign and colours are another matter: a match that needs care is not shown as a plain one. */
export function lookOf({ name, isCareful }: Standing): string {
  return `banner-${name}${isCareful ? ' careful' : ''}`;
}

export function BannerSign({ standing }: { standing: Standing }): JSX.Element {
  return <CircleIcon of={signOf(standing)} />;
}

/** A button or link that goes with what it does leaves the focus with the verdict. */
export function keepFocus(): void {
  setTimeout(() => {
    if (document.activeElement === document.body) document.getElementById(bannerId)?.focus({ preventScroll: true });
  }, 50);
}

interface BannerProps {
  standing: Standing;
  children: ComponentChildren;
}

export function Banner({ standing, children }: BannerProps): JSX.Element {
  const { name, title, words, reading = '', isSample = false } = standing;
  const box = useRef<HTMLDivElement>(null);
  const calls = attention.value;
  useEffect(() => {
    if (calls === 0) return;
    box.current?.focus({ preventScroll: true });
    box.current?.scrollIntoView({ block: 'nearest' });
  }, [calls]);
  return (
    <div class={`banner ${lookOf(standing)}`}>
      <BannerSign standing={standing} />
      <div class="banner-words">
        <div ref={box} role="status" tabIndex={-1} id={bannerId}
          data-verdict={name === 'host' ? 'incomplete' : name}>
          <h2>{title}</h2>
          {words !== '' && <p>{words}</p>}
          {children}
          {isSample && <SampleLine />}
        </div>
        {/* It changes many times a second: nobody wants to hear all of that. */}
        {reading !== '' && <p>{reading}</p>}
      </div>
    </div>
  );
}
