// axe-core finds nothing, in any state, light and dark; and the names that users rely on are there.

import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { findViolations } from './lib/axe.mjs';
import { isChromium, startBrowser, stopBrowser } from './lib/browser.mjs';
import { test } from './lib/cannot.mjs';
import { isThere } from './lib/controls.mjs';
import { requirePage } from './lib/environment.mjs';
import { launch } from './lib/launches.mjs';
import { give, validate, visit } from './lib/page.mjs';
import { openAll, states } from './lib/states.mjs';

requirePage();
// Firefox takes the scheme from its preferences, so it runs once for each.
const browsers = {};
before(async () => {
  browsers.light = await startBrowser();
  browsers.dark = isChromium(browsers.light) ? browsers.light : await startBrowser({ scheme: 'dark' });
});
after(async () => {
  await stopBrowser(browsers.light);
  if (browsers.dark !== browsers.light) await stopBrowser(browsers.dark);
});

async function wearScheme(page, scheme) {
  if (isChromium(page.browser())) {
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  }
}

async function expectAccessible(page, scheme, label) {
  assert.ok(await page.evaluate((wanted) =>
    matchMedia(`(prefers-color-scheme: ${wanted})`).matches, scheme), scheme);
  assert.deepEqual(await findViolations(page), [], `${label}, ${scheme}`);
}

for (const { name, reach, prepare, complaints = [] } of states) {
  const visitState = (browser, use) => visit(browser, async (page, recorder) => {
    recorder.expect(...complaints);
    await reach(page);
    assert.deepEqual(await recorder.unexpected(page), [], 'complaints before axe-core');
    await use(page);
  }, { prepare });

  test(`axe-core: ${name}`, async () => {
    await visitState(browsers.light, async (page) => {
      await wearScheme(page, 'light');
      await expectAccessible(page, 'light', name);
      await openAll(page);
      await expectAccessible(page, 'light', `${name}, all details open`);
      if (browsers.dark !== browsers.light) return;
      await wearScheme(page, 'dark');
      await expectAccessible(page, 'dark', `${name}, all details open`);
    });
    if (browsers.dark === browsers.light) return;
    await visitState(browsers.dark, async (page) => {
      await openAll(page);
      await expectAccessible(page, 'dark', `${name}, all details open`);
    });
  });
}

// As the browsers' accessibility trees have them, not as our helper guesses. Of a file's place both
// trees make more of the name ("Firmware: No file chosen"), so there our helper must do.
const names = {
  always: ['Measurement', 'API major', 'API minor', 'Build ID', 'Policy', 'Command line', 'vCPUs',
    'CPU model', 'VMSA layout', 'SEV features', 'Validate', 'Load matching sample',
    'Load failing sample', 'Save settings', 'Load settings', 'Start over'],
  afterMatch: ['Save report', 'Print', 'Secret name', 'Secret text', 'Add secret', 'Pack secret'],
  places: ['Firmware', 'Kernel', 'Initrd', 'VMSA CPU 0', 'VMSA CPU 1', 'TIK', 'TEK', 'TK',
    'Domain XML', 'Choose files'],
};

async function expectNames(page, wanted, places) {
  await openAll(page);
  for (const name of wanted) {
    const found = await page.$$(`aria/${name}`);
    assert.ok(found.length > 0, `nothing has the accessible name '${name}'`);
  }
  for (const name of places) assert.ok(await isThere(page, name, 'file'), `no place '${name}'`);
}

test('the names that users rely on are in the accessibility tree', async () => {
  await visit(browsers.light, async (page) => {
    await expectNames(page, names.always, names.places);
    await give(page, launch('sev'));
    await validate(page, 'match');
    await expectNames(page, names.afterMatch, ['Secret file']);
  });
});

test('the page has a language, one main heading, landmarks, and a heading for every group', async () => {
  await visit(browsers.light, async (page) => {
    const found = await page.evaluate(() => ({
      language: document.documentElement.lang,
      headings: [...document.querySelectorAll('h1')].length,
      main: document.querySelectorAll('main').length,
      second: [...document.querySelectorAll('h2, legend')].map((one) => one.textContent.trim()),
    }));
    assert.equal(found.language, 'en');
    assert.equal(found.headings, 1);
    assert.equal(found.main, 1);
    for (const group of ['What I want', 'What the host says', 'What only I have']) {
      assert.ok(found.second.includes(group), group);
    }
  });
});
