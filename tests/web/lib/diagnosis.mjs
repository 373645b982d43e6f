// The search for the reason of a mismatch, as its users see it.

import { waitUntil } from './controls.mjs';
import { orderWorker } from './worker_hook.mjs';

/** Waits until the search is over, with that outcome if one is named. */
export async function diagnosed(page, outcome = '') {
  await waitUntil(page, `the search is over: ${outcome || 'in any way'}`, (wanted) => {
    const now = document.querySelector('[data-diagnosis]')?.dataset.diagnosis ?? 'none';
    return wanted === '' ? !/^(?:none|searching)$/.test(now) : now === wanted;
  }, outcome);
}

/** How many launches were tried, by the words of the page. */
export const triedOf = (text) =>
  Number(/([\d,]+) launches tried/.exec(text)?.[1].replaceAll(',', '') ?? 0);

/** More launches than there are with one change: this many make the search one for two. */
export const manyTried = 250_000;

/** Waits until launches are tried that differ in more than one respect; answers with their number. */
export async function searching(page) {
  await waitUntil(page, 'launches are tried', (wanted) => {
    const text = document.querySelector('[data-diagnosis=searching]')?.textContent ?? '';
    return Number(/([\d,]+) launches tried/.exec(text)?.[1].replaceAll(',', '') ?? 0) > wanted;
  }, manyTried);
  return triedOf(await diagnosisText(page));
}

/** From now on every piece of a search begins late. Needs hookWorker. */
export const slowDown = (page) => orderWorker(page, 'slowTurns');

export const diagnosisText = (page) => page.evaluate(() =>
  [...document.querySelectorAll('.verdict-panel .why')].map((part) => part.innerText).join('\n'));
