// Nothing has to be scrolled sideways at 360 pixels and at 200 % zoom, in any state.

import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { startBrowser, stopBrowser } from './lib/browser.mjs';
import { test } from './lib/cannot.mjs';
import { holdsSoon } from './lib/controls.mjs';
import { browserName, requirePage } from './lib/environment.mjs';
import { visit } from './lib/page.mjs';
import { openAll, states } from './lib/states.mjs';

requirePage();
let browser;
before(async () => { browser = await startBrowser(); });
after(() => stopBrowser(browser));

// A window of 1280 pixels at 200 % has 640 of CSS, each two wide.
const views = {
  // MiniBrowser is never narrower than its own buttons.
  ...(browserName === 'webkit' ? { '450 px': { width: 450, height: 740 } }
    : { '360 px': { width: 360, height: 740 } }),
  '200 %': { width: 640, height: 450, deviceScaleFactor: 2 },
};

/** What sticks out to the right, with how far. */
const sticksOut = (page) => page.evaluate(() => {
  const root = document.scrollingElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  const out = [...document.body.querySelectorAll('*')].map((element) =>
    [element, element.getBoundingClientRect().right]).filter(([, right]) => right > root.clientWidth);
  return [`${root.scrollWidth} > ${root.clientWidth}`, ...out.slice(0, 8).map(([element, right]) =>
    `${element.localName}.${element.className} ${Math.round(right)} ${element.textContent.slice(0, 40)}`)];
});

for (const { name, reach, prepare, complaints = [] } of states) {
  test(`fits: ${name}`, async () => {
    await visit(browser, async (page, recorder) => {
      recorder.expect(...complaints);
      await reach(page);
      await openAll(page);
      for (const [label, viewport] of Object.entries(views)) {
        await page.setViewport(viewport);
        await holdsSoon(page, (width) => innerWidth === width, viewport.width);
        assert.deepEqual(await sticksOut(page), [], label);
      }
    }, { prepare });
  });
}
