// Banner, next action and first reason are in view in every state, on a laptop, a telephone and at 200 %.

import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { startBrowser, stopBrowser } from './lib/browser.mjs';
import { test } from './lib/cannot.mjs';
import { holdsSoon, waitUntil } from './lib/controls.mjs';
import { dropMade } from './lib/drop.mjs';
import { requirePage } from './lib/environment.mjs';
import { visit } from './lib/page.mjs';
import { states } from './lib/states.mjs';
import { laptop, placesInWindow, viewsOf, wear } from './lib/views.mjs';

requirePage();
let browser;
before(async () => { browser = await startBrowser(); });
after(() => stopBrowser(browser));

/** What of the three is not whole in the window, or lies under something. */
async function outOfView(page) {
  const { height, parts } = await placesInWindow(page);
  return Object.entries(parts).flatMap(([part, place]) => {
    if (!place) return [`no ${part}`];
    // Of a long reason its beginning will do.
    const wanted = part === 'reason' ? Math.min(place.bottom, place.top + 40) : place.bottom;
    if (place.top < 0 || wanted > height) return [`${part} from ${place.top} to ${place.bottom} of ${height}`];
    return place.under === '' ? [] : [`${part} under ${place.under}`];
  });
}

/** A dialog is in front of everything. */
const besides = ['licences'];

for (const { name, reach, prepare, complaints = [] } of states.filter((one) => !besides.includes(one.name))) {
  test(`in view: ${name}`, async () => {
    await visit(browser, async (page, recorder) => {
      recorder.expect(...complaints);
      await page.setViewport(laptop);
      await reach(page);
      for (const [view, viewport] of Object.entries(viewsOf())) {
        await wear(page, viewport);
        assert.deepEqual(await outOfView(page), [], view);
      }
    }, { prepare });
  });
}

test('what was just done is said beside the fields, and not over them', async () => {
  await visit(browser, async (page) => {
    await page.setViewport(laptop);
    await dropMade(page, 'launch-info.txt', `sev-measurement : ${'A'.repeat(64)}\nsev-policy : 3\n`);
    await waitUntil(page, 'it is said', () => /filled Measurement/.test(document.querySelector('.notice')?.innerText));
    for (const width of [901, 1366, 1400, 1800]) {
      await wear(page, { width, height: 768 });
      const [form, verdict, notice] = await page.evaluate(() => ['.form', '.verdict-panel', '.notice'].map((one) => {
        const { left, right } = document.querySelector(one).getBoundingClientRect();
        return { left: Math.round(left), right: Math.round(right) };
      }));
      assert.ok(notice.left > form.right, `${width}: from ${notice.left}, the fields end at ${form.right}`);
      // But for a scroll bar.
      assert.ok(Math.abs(notice.left - verdict.left) < 20 && notice.right <= width, `${width}: ${JSON.stringify({ notice, verdict })}`);
    }
  });
});

test('wherever one has scrolled, the verdict is in view', async () => {
  await visit(browser, async (page) => {
    const { reach } = states.find(({ name }) => name === 'mismatch');
    await page.setViewport(laptop);
    await reach(page);
    for (const [view, viewport] of Object.entries(viewsOf())) {
      await wear(page, viewport);
      await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
      await holdsSoon(page, () => [...document.querySelectorAll('[data-verdict] h2, .verdict-bar strong')].some((one) => {
        const { top, bottom } = one.getBoundingClientRect();
        return one.textContent === 'Mismatch' && top >= 0 && bottom > top && bottom <= innerHeight;
      })).catch(() => assert.fail(`no verdict in view: ${view}`));
    }
  });
});
