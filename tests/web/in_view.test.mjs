// Banner, next action and first reason are in view in every state, on a laptop, a telephone and at 200 %.

import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { startBrowser, stopBrowser } from './lib/browser.mjs';
import { test } from './lib/cannot.mjs';
import { holdsSoon } from './lib/controls.mjs';
import { browserName, requirePage } from './lib/environment.mjs';
import { visit } from './lib/page.mjs';
import { states } from './lib/states.mjs';

requirePage();
let browser;
before(async () => { browser = await startBrowser(); });
after(() => stopBrowser(browser));

const laptop = { width: 1366, height: 768 };
const views = {
  laptop,
  // MiniBrowser is never narrower than its own buttons.
  telephone: browserName === 'webkit' ? { width: 450, height: 740 } : { width: 360, height: 740 },
  // The laptop's window at 200 %.
  'twice as large': { width: 683, height: 384, deviceScaleFactor: 2 },
};

/** Runs in the page: what of the three is not whole in the window, or lies under something. */
function outOfView() {
  const reasons = ['.banner .problems li', '.why-changes li', '.why-result > p', '.host-words li', '.verdict-head .finding'];
  const parts = { banner: '[data-verdict] h2', action: '.actions .primary',
    reason: reasons.find((selector) => document.querySelector(selector)) ?? '[data-verdict] h2' };
  return Object.entries(parts).flatMap(([part, selector]) => {
    const element = document.querySelector(selector);
    if (!element) return [`no ${part}`];
    const { top, bottom, left, width } = element.getBoundingClientRect();
    const isWhole = top >= 0 && bottom <= innerHeight;
    // Of a long reason its beginning will do.
    if (!isWhole && !(part === 'reason' && top >= 0 && top + 40 <= innerHeight)) {
      return [`${part} from ${Math.round(top)} to ${Math.round(bottom)} of ${innerHeight}`];
    }
    const there = document.elementFromPoint(left + Math.min(width / 2, 40), top + Math.min((bottom - top) / 2, 10));
    return there && (element.contains(there) || there.contains(element)) ? [] : [`${part} under ${there?.className}`];
  });
}

async function wear(page, viewport) {
  await page.setViewport(viewport);
  await holdsSoon(page, (width) => innerWidth === width, viewport.width);
  await page.evaluate(() => new Promise((resolve) => {
    scrollTo(0, 0);
    requestAnimationFrame(() => requestAnimationFrame(resolve));
  }));
}

/** A dialog is in front of everything. */
const besides = ['licences'];

for (const { name, reach, prepare, complaints = [] } of states.filter((one) => !besides.includes(one.name))) {
  test(`in view: ${name}`, async () => {
    await visit(browser, async (page, recorder) => {
      recorder.expect(...complaints);
      await page.setViewport(laptop);
      await reach(page);
      for (const [view, viewport] of Object.entries(views)) {
        await wear(page, viewport);
        assert.deepEqual(await page.evaluate(outOfView), [], view);
      }
    }, { prepare });
  });
}

test('wherever one has scrolled, the verdict is in view', async () => {
  await visit(browser, async (page) => {
    const { reach } = states.find(({ name }) => name === 'mismatch');
    await page.setViewport(laptop);
    await reach(page);
    for (const [view, viewport] of Object.entries(views)) {
      await wear(page, viewport);
      await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
      await holdsSoon(page, () => [...document.querySelectorAll('[data-verdict] h2, .verdict-bar strong')].some((one) => {
        const { top, bottom } = one.getBoundingClientRect();
        return one.textContent === 'Mismatch' && top >= 0 && bottom > top && bottom <= innerHeight;
      })).catch(() => assert.fail(`no verdict in view: ${view}`));
    }
  });
});
