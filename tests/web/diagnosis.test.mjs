// Why a launch does not match: found by the page itself, and never a reason to believe it.

import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { after, before } from 'node:test';
import { findViolations } from './lib/axe.mjs';
import { startBrowser, stopBrowser } from './lib/browser.mjs';
import { test } from './lib/cannot.mjs';
import { choose, control, fill, isThere, press, waitUntil } from './lib/controls.mjs';
import { diagnosed, diagnosisText, manyTried, searching, slowDown, triedOf } from './lib/diagnosis.mjs';
import { dropFiles } from './lib/drop.mjs';
import { browserName, requirePage } from './lib/environment.mjs';
import {
  changed, cmdline, host, input, launch, reportOf, stateOf, unexplained, write,
} from './lib/launches.mjs';
import { bannerText, expectVerdict, give, saved, validate, verdict, visit, waitUntilReady } from './lib/page.mjs';
import { hookWorker, orderWorker } from './lib/worker_hook.mjs';

requirePage();
let browser;
before(async () => { browser = await startBrowser(); });
after(() => stopBrowser(browser));

const report = (page) => saved(page, 'Save report', /\.json$/);
const printedText = (page) =>
  page.evaluate(() => document.querySelector('.print-sheet').textContent);
const diagnosisOf = async (page) => JSON.parse(await report(page)).diagnosis;

/** The program prints the same report, byte for byte. */
function expectAsPrinted(saved, given, ...others) {
  const expected = reportOf(given, ...others);
  assert.equal(expected.status, 1);
  assert.equal(saved.toString(), expected.stdout.toString());
}

async function expectStillMismatch(page) {
  assert.equal(await verdict(page), 'mismatch');
  assert.match(await page.title(), /^Mismatch/);
  assert.match(await bannerText(page), /Send no secret/);
  assert.ok(!await isThere(page, 'Pack secret', 'button'), 'secrets are not offered');
}

const mistakes = {
  'a wrong number of CPUs': [{ fields: { vCPUs: '3' } }, /The host started 4 vCPUs, but you gave 3/],
  'a space too many': [{ fields: { 'Command line': `${cmdline} ` } }, /no space at its end/],
  'a wrong CPU model': [{ fields: { 'CPU model': 'EPYC-Rome' } }, /EPYC-Milan/],
  'another build of the host\'s firmware': [{ fields: { 'Build ID': '20' } }, /1\.55/],
};

for (const [name, [change, words]] of Object.entries(mistakes)) {
  test(`${name} is named, and stays a mismatch`, async () => {
    await visit(browser, async (page) => {
      const described = changed('esSku', change);
      await give(page, described);
      await validate(page, 'mismatch');
      await diagnosed(page, 'explained');
      const text = await diagnosisText(page);
      assert.match(text, words);
      assert.match(text, /Certain: the reported measurement is exactly that launch's/);
      assert.doesNotMatch(text, /All of these together/);
      await expectStillMismatch(page);
    });
  });
}

const primary = (page) => page.evaluate(() => document.querySelector('.actions .primary').textContent);
const blamed = (page) => page.evaluate(() => [...document.querySelectorAll('.box.blamed .box-name')]
  .map((name) => name.textContent));

const remedies = {
  vCPUs: ['3', 'Set vCPUs to 4 and look again', ['CPUs 1 to 2']],
  'CPU model': ['EPYC-Rome', 'Set CPU model to EPYC-Milan and look again', ['CPU 0', 'CPUs 1 to 3']],
  'SEV features': ['0x20', 'Set SEV features to 0x0 and look again', ['CPU 0', 'CPUs 1 to 3']],
  'API minor': ['54', 'Set API minor to 55 and look again', []],
};

for (const [field, [wrong, action, boxes]] of Object.entries(remedies)) {
  test(`one press takes over what the guest has: ${field}`, async () => {
    await visit(browser, async (page) => {
      await give(page, changed('esSku', { fields: { [field]: wrong } }));
      await validate(page, 'mismatch');
      await diagnosed(page, 'explained');
      assert.equal(await primary(page), action);
      assert.deepEqual(await blamed(page), boxes);
      await press(page, action);
      await expectVerdict(page, 'match');
      assert.deepEqual(await blamed(page), []);
    });
  });
}

test('what the guest runs is not taken over with one press: the way leads to the field', async () => {
  await visit(browser, async (page) => {
    await give(page, changed('esSku', { fields: { 'Command line': `${cmdline} ` } }));
    await validate(page, 'mismatch');
    await diagnosed(page, 'explained');
    assert.deepEqual(await blamed(page), ['Kernel, initrd, command line (hashes)']);
    await press(page, 'Go to Command line');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'field-cmdline');
  });
});

test('two mistakes at once are both named, on paper too', async () => {
  await visit(browser, async (page) => {
    const described = changed('esSku',
      { fields: { vCPUs: '3', 'Command line': `${cmdline} ` } });
    await give(page, described);
    await validate(page, 'mismatch');
    await diagnosed(page, 'explained');
    const items = await page.evaluate(() =>
      [...document.querySelectorAll('[data-diagnosis] ol > li')].map(({ innerText }) => innerText));
    assert.equal(items.length, 2);
    assert.match(items.join(), /4 vCPUs/);
    assert.match(items.join(), /no space at its end/);
    assert.match(await printedText(page), /Why\s*All of these together:[^]*4 vCPUs, but you gave 3/);
  });
});

test('corrected as it says, the launch matches', async () => {
  await visit(browser, async (page) => {
    await give(page, changed('esSku', { fields: { vCPUs: '3' } }));
    await validate(page, 'mismatch');
    await diagnosed(page, 'explained');
    await fill(page, 'vCPUs', '4');
    await validate(page, 'match');
    assert.equal(await diagnosisText(page), '');
    assert.equal(await diagnosisOf(page), null);
  });
});

/** Another kernel with the same head. */
function otherKernel(name) {
  const bytes = Buffer.from(readFileSync(input('vmlinuz')));
  bytes[60_000] ^= 1;
  return write(name, bytes);
}

/** `kernelHashes`, which has the fewest other launches, but started with that kernel. */
function startedWith(kernel) {
  const text = host('launch', '--firmware', input('OVMF.fd'), '--tk', input('tk.bin'), '--policy', '1',
    '--kernel', kernel, '--initrd', input('initrd.img'), '--cmdline', cmdline);
  return changed('kernelHashes', { fields: stateOf(text) });
}

/** Waits until the list says of so many files that they are tried. */
const kept = (page, count) => waitUntil(page, `${count} files are kept`, (wanted) => {
  // What needs no decision is listed when it is asked for.
  document.querySelector('.inbox [aria-expanded=false]')?.click();
  return document.querySelector('.inbox')?.innerText.split(/(?<!not )tried if there is/).length === wanted + 1;
}, count);

test('a file that was dropped besides is named when it was started', async () => {
  await visit(browser, async (page) => {
    const other = otherKernel('vmlinuz-old');
    const described = startedWith(other);
    await give(page, described);
    await dropFiles(page, other, write('notes.txt', 'no more than a note\n'));
    await kept(page, 2);
    await validate(page, 'mismatch');
    await diagnosed(page, 'explained');
    assert.match(await diagnosisText(page), /The kernel that was used is .*vmlinuz-old/);
    await expectStillMismatch(page);
  });
});

test('a file that is dropped after the mismatch is tried too, without Validate', async () => {
  await visit(browser, async (page) => {
    const other = otherKernel('vmlinuz-other');
    await give(page, startedWith(other));
    await validate(page, 'mismatch');
    await diagnosed(page, 'not-explained');
    assert.match(await diagnosisText(page), /drop other versions of these files as candidates/);
    await dropFiles(page, other);
    await diagnosed(page, 'explained');
    assert.match(await diagnosisText(page), /vmlinuz-other/);
    await expectStillMismatch(page);
  });
});

test('a file that is gone is left out with a remark', async () => {
  await visit(browser, async (page) => {
    await give(page, unexplained('sev'));
    const changing = write('changes.bin', Buffer.alloc(300, 1));
    await dropFiles(page, write('stays.bin', Buffer.alloc(200, 1)), changing);
    await kept(page, 2);
    // Of another size and date, it is no longer the file that was dropped; WebKit takes it for that one.
    if (browserName === 'webkit') rmSync(changing);
    else write('changes.bin', Buffer.alloc(10, 2));
    await validate(page, 'mismatch');
    await diagnosed(page, 'not-explained');
    const text = await diagnosisText(page);
    assert.match(text, /Left out: changes\.bin\. (?:The file could not be read|Expected 300 bytes)/);
    assert.match(text, /Candidates in the search: stays\.bin\./);
    assert.doesNotMatch(text, /as candidates/);
    assert.match(await printedText(page), /Candidates in the search: stays\.bin\.\s*Left out: changes\.bin/);
    // What was tried stays tried.
    await press(page, 'Remove stays.bin from the list');
    assert.equal(await diagnosisText(page), text);
    assert.deepEqual((await diagnosisOf(page)).alsoTried, ['stays.bin']);
  });
});

test('a file that was replaced in its place is tried too', async () => {
  await visit(browser, async (page) => {
    const other = otherKernel('vmlinuz-before');
    const described = startedWith(other);
    await choose(page, 'Kernel', other);
    await give(page, described);
    await kept(page, 1);
    await validate(page, 'mismatch');
    await diagnosed(page, 'explained');
    assert.match(await diagnosisText(page), /The kernel that was used is .*vmlinuz-before/);
  });
});

test('the failing sample is explained by what its host added', async () => {
  await visit(browser, async (page) => {
    await press(page, 'Load failing sample');
    await diagnosed(page, 'explained');
    assert.match(await diagnosisText(page), /init=\/bin\/sh/);
    await expectStillMismatch(page);
  });
});

test('a measurement that no launch has is not explained', async () => {
  await visit(browser, async (page) => {
    const given = unexplained('esSku');
    await give(page, given);
    await validate(page, 'mismatch');
    await diagnosed(page, 'not-explained');
    expectAsPrinted(await report(page), given);
    const text = await diagnosisText(page);
    assert.match(text, /None of the [\d,]{7,} launches that were tried has the reported measurement/);
    assert.match(text, /Causes that remain:[^]*another session[^]*not honest/);
    await page.evaluate(() => { document.querySelector('.verdict-rest .why details').open = true; });
    assert.match(await diagnosisText(page),
      /Ruled out as the only mistake \(\d+\)[^]*1 to 512 vCPUs/);
    await expectStillMismatch(page);
  });
});

test('what it saves is what the program prints, byte for byte', async () => {
  const other = otherKernel('vmlinuz-new');
  const described = [
    ['explained', changed('esSku', { fields: { vCPUs: '3', 'Command line': `${cmdline} ` } })],
    ['explained', startedWith(other), other, write('more-notes.txt', 'no more than a note\n')],
  ];
  for (const [outcome, given, ...others] of described) {
    await visit(browser, async (page) => {
      await give(page, given);
      if (others.length > 0) await dropFiles(page, ...others);
      await validate(page, 'mismatch');
      await diagnosed(page, outcome);
      expectAsPrinted(await report(page), given, ...others);
    });
  }
});

const slow = { prepare: hookWorker };

test('cancelled, it says how far it came, and can begin again', async () => {
  await visit(browser, async (page) => {
    await slowDown(page);
    await give(page, unexplained('esSku'));
    await validate(page, 'mismatch');
    await searching(page);
    assert.deepEqual(await findViolations(page), []);
    assert.match(await page.evaluate(() => document.querySelector('.why [role=status]').innerText),
      /^Searching for the reason$/);
    assert.match(await printedText(page), /The search for the reason was not finished/);
    const beside = (words) => page.evaluate((text) =>
      document.querySelector('.evidence').innerText.includes(text), words);
    assert.ok(await beside('The report has no reason yet: the search is still running.'));
    assert.equal(await diagnosisOf(page), null);
    await press(page, 'Cancel');
    await diagnosed(page, 'unfinished');
    assert.match(await diagnosisText(page),
      /The search was stopped after [\d,]+ of [\d,]+ launches\. None of them has/);
    assert.ok(!await beside('The report has no reason yet'));
    await expectStillMismatch(page);
    const found = await diagnosisOf(page);
    assert.equal(found.outcome, 'unfinished');
    assert.ok(found.tried > manyTried && found.tried < found.total, `${found.tried}`);
    assert.ok(found.excluded.length > 10);
    await press(page, 'Search again');
    await searching(page);
    assert.deepEqual((await diagnosisOf(page)), found, 'the last result is kept until the next');
  }, slow);
});

test('cancelled while files are read, it goes on without the others', async () => {
  await visit(browser, async (page) => {
    await slowDown(page);
    const files = Array.from({ length: 70 }, (_, at) => write(`other-${at}.bin`, Buffer.alloc(90, at + 1)));
    await dropFiles(page, ...files.slice(0, 35));
    await kept(page, 35);
    await dropFiles(page, ...files.slice(35));
    await waitUntil(page, 'the first six of all 70 are left out', () =>
      /other-5\.bin[^]*not tried if there is a mismatch, as only the last 64 are[^]*other-6\.bin/
        .test(document.querySelector('.inbox').innerText));
    await kept(page, 64);
    await give(page, unexplained('esSku'));
    await validate(page, 'mismatch');
    await waitUntil(page, 'files are read', () => /reading candidates: [1-9]/.test(
      document.querySelector('[data-diagnosis=searching]')?.textContent ?? ''));
    await press(page, 'Cancel');
    await waitUntil(page, 'launches are tried', () => /[1-9][\d,]* launches tried/.test(
      document.querySelector('[data-diagnosis=searching]')?.textContent ?? ''));
    await press(page, 'Cancel');
    await diagnosed(page, 'unfinished');
    const text = await diagnosisText(page);
    assert.match(text, /Candidates in the search: other-6\.bin/);
    assert.match(text, /Not read because you cancelled: other-[^]*other-69\.bin\./);
    assert.match(text, /6 more files were left out: at most 64 are tried/);
    const { alsoTried } = await diagnosisOf(page);
    assert.ok(alsoTried.length > 0 && alsoTried.length < 64, `${alsoTried.length}`);
    assert.deepEqual(await findViolations(page), []);
  }, slow);
});

test('the focus is neither taken when it ends, nor lost with its button', async () => {
  const focus = (page) => page.evaluate(() => {
    const { activeElement } = document;
    return activeElement.id || activeElement.textContent;
  });
  await visit(browser, async (page) => {
    await slowDown(page);
    await give(page, changed('esSku', { fields: { vCPUs: '3' } }));
    await validate(page, 'mismatch');
    assert.equal(await focus(page), 'verdict');
    await (await control(page, 'Validate', 'button')).focus();
    await diagnosed(page, 'explained');
    assert.equal(await focus(page), 'Validate');
    await fill(page, 'Measurement', unexplained('esSku').fields.Measurement);
    await validate(page, 'mismatch');
    await searching(page);
    await press(page, 'Cancel');
    await diagnosed(page, 'unfinished');
    assert.equal(await focus(page), 'why-heading');
  }, slow);
});

test('a change of the inputs ends it, and nothing of it comes after', async () => {
  await visit(browser, async (page) => {
    await slowDown(page);
    await give(page, unexplained('esSku'));
    for (const change of [
      () => fill(page, 'vCPUs', '5'), () => choose(page, 'Kernel', input('other-vmlinuz')),
      () => choose(page, 'TK', input('tk.bin')), () => press(page, 'Start over')]) {
      await validate(page, 'mismatch');
      await waitUntil(page, 'launches are tried', () => /launches tried/.test(
        document.querySelector('[data-diagnosis=searching]')?.textContent ?? ''));
      await change();
      await waitUntil(page, 'the verdict is taken back', () =>
        document.querySelector('[data-verdict]').dataset.verdict === 'incomplete');
      assert.equal(await diagnosisText(page), '');
    }
    await waitUntil(page, 'every search has answered', () => window.searchesAnsweredSeenByTest === 4);
    assert.equal(await verdict(page), 'incomplete');
  }, slow);
});

/** The times between frames, in milliseconds, from now until the search is over. */
const gapsUntilOver = (page) => page.evaluate(() => new Promise((resolve) => {
  let last = performance.now();
  const gaps = [];
  const frame = () => {
    const now = performance.now();
    gaps.push(now - last);
    last = now;
    const { diagnosis } = document.querySelector('[data-diagnosis]')?.dataset ?? {};
    if (!diagnosis || diagnosis === 'searching') requestAnimationFrame(frame);
    else resolve(gaps);
  };
  requestAnimationFrame(frame);
}));

// Candidates of every kind, one of them large.
const others = () => [otherKernel('vmlinuz-else'), write('some-notes.txt', 'no more than a note\n'),
  write('page.bin', Buffer.alloc(4096, 1)), write('large.img', Buffer.alloc(40_000_000, 1)),
  write('other.key', Buffer.alloc(32, 7))];

for (const [words, filesOf] of [['', () => []], [' with candidates', others]]) {
  test(`the page answers while it searches${words}, and no frame is late`, async () => {
    await visit(browser, async (page) => {
      await give(page, unexplained('kernelHashes'));
      const files = filesOf();
      if (files.length > 0) {
        await dropFiles(page, ...files);
        await kept(page, files.length);
      }
      const measuring = gapsUntilOver(page);
      await press(page, 'Validate');
      const gaps = await measuring;
      const late = gaps.filter((gap) => gap > 100);
      const sum = (list) => list.reduce((total, gap) => total + gap, 0);
      const shown = `${late.map(Math.round)} ms, of ${gaps.length} frames`;
      // A page that searches by itself shows hardly any frame meanwhile.
      assert.ok(gaps.length >= 20, shown);
      // Some are the fault of a busy machine. WebKit without a screen paints on the CPU that searches.
      if (browserName !== 'webkit') {
        assert.ok(Math.max(...gaps) <= 1000, shown);
        assert.ok(sum(late) <= sum(gaps) / 2, shown);
      }
      await diagnosed(page, 'not-explained');
      await expectStillMismatch(page);
    });
  });
}

test('the worker hears other questions meanwhile', async () => {
  await visit(browser, async (page) => {
    await give(page, unexplained('esSku'));
    // How the search stands just when the worker's answer is shown.
    await page.evaluate(() => {
      new MutationObserver((changes, observer) => {
        if (!/0 bytes\. Choose/.test(document.querySelector('.inbox')?.textContent ?? '')) return;
        observer.disconnect();
        const { dataset, textContent } = document.querySelector('[data-diagnosis]');
        window.whenAnsweredToTest = { state: dataset.diagnosis, textContent };
      }).observe(document.body, { childList: true, subtree: true, characterData: true });
    });
    await validate(page, 'mismatch');
    const before = await searching(page);
    // What it is asked about an empty file neither ends a search nor begins one.
    await dropFiles(page, write('asked-meanwhile.txt', ''));
    await waitUntil(page, 'it is recognised', () => window.whenAnsweredToTest);
    const { state, textContent } = await page.evaluate(() => window.whenAnsweredToTest);
    assert.equal(state, 'searching');
    const tried = triedOf(textContent);
    assert.ok(tried >= before, `${tried}, and ${before} before it was asked`);
    await waitUntil(page, 'it goes on', (told) => Number(/([\d,]+) launches tried/.exec(
      document.querySelector('[data-diagnosis=searching]')?.textContent)?.[1].replaceAll(',', '')) > told,
    tried);
  });
});

test('a file that is dropped meanwhile is tried when the search is over', async () => {
  await visit(browser, async (page) => {
    const other = otherKernel('vmlinuz-late');
    await give(page, startedWith(other));
    await validate(page, 'mismatch');
    await dropFiles(page, other);
    await kept(page, 1);
    await diagnosed(page, 'explained');
    assert.equal(await page.evaluate(() => window.searchesAnsweredSeenByTest), 2);
    assert.match(await diagnosisText(page), /vmlinuz-late/);
  }, slow);
});

test('a worker that dies of it leaves the mismatch, and after a restart it can begin again', async () => {
  await visit(browser, async (page, recorder) => {
    recorder.expect(/stopped by the test/);
    await slowDown(page);
    await give(page, unexplained('sev'));
    await validate(page, 'mismatch');
    await searching(page);
    await orderWorker(page, 'throw');
    await diagnosed(page, 'failed');
    assert.equal(await verdict(page), 'mismatch');
    assert.match(await diagnosisText(page), /The search can begin again after a restart/);
    assert.ok(!await isThere(page, 'Search again', 'button'));
    await press(page, 'Restart');
    await waitUntilReady(page);
    await press(page, 'Search again');
    await diagnosed(page, 'not-explained');
    await expectStillMismatch(page);
  }, slow);
});
