// The windows in which the page is held to its promises, and where in them its three main things stand.

import { holdsSoon } from './controls.mjs';
import { browserName } from './environment.mjs';

export const laptop = { width: 1366, height: 768 };

export const viewsOf = (engine = browserName) => ({
  laptop,
  // MiniBrowser is never narrower than its own buttons.
  telephone: engine === 'webkit' ? { width: 450, height: 740 } : { width: 360, height: 740 },
  // The laptop's window at 200 %.
  'twice as large': { width: 683, height: 384, deviceScaleFactor: 2 },
});

/** From the top of the page. */
export async function wear(page, viewport) {
  await page.setViewport(viewport);
  await holdsSoon(page, (width) => innerWidth === width, viewport.width);
  await page.evaluate(() => new Promise((resolve) => {
    scrollTo(0, 0);
    requestAnimationFrame(() => requestAnimationFrame(resolve));
  }));
}

/** Top and bottom of banner, next action and first reason, and what lies over each; null of what is not there. */
export const placesInWindow = (page) => page.evaluate(() => {
  const reasons = ['.banner .problems li', '.why-changes li', '.why-result > p', '.host-words li', '.verdict-head .finding'];
  const parts = { banner: '[data-verdict] h2', action: '.actions .primary',
    // Others need no reason: what is missing stands in the actions.
    reason: reasons.find((selector) => document.querySelector(selector))
      ?? (/^(Mismatch|Matches|Invalid)/.test(document.querySelector('[data-verdict] h2').textContent) ? 'none' : '[data-verdict] h2') };
  const placeOf = (selector) => {
    const element = document.querySelector(selector);
    if (!element) return null;
    const { top, bottom, left, width } = element.getBoundingClientRect();
    const there = document.elementFromPoint(left + Math.min(width / 2, 40), top + Math.min((bottom - top) / 2, 10));
    const isCovered = there && !element.contains(there) && !there.contains(element);
    return { top: Math.round(top), bottom: Math.round(bottom), under: isCovered ? there.className : '' };
  };
  return { height: innerHeight, parts: Object.fromEntries(Object.entries(parts)
    .map(([name, selector]) => [name, placeOf(selector)])) };
});
