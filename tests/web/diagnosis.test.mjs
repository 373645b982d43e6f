// Why a launch does not match: found by the page itself, and never a reason to believe it.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { findViolations } from './lib/axe.mjs';
import { startBrowser, stopBrowser } from './lib/browser.mjs';
import { choose, control, fill, isThere, press, waitUntil } from './lib/controls.mjs';
import { diagnosed, diagnosisText, searching, slowDown } from './lib/diagnosis.mjs';
import { dropFiles } from './lib/drop.mjs';
import { requirePage } from './lib/environment.mjs';
import {
  changed, cmdline, host, input, launch, reportOf, stateOf, unexplained, write,
} from './lib/launches.mjs';
import { bannerText, give, saved, validate, verdict, visit, waitUntilReady } from './lib/page.mjs';
import { hookWorker, orderWorker } from './lib/worker_hook.mjs';

requirePage();
let browser;
before(async () => { browser = await startBrowser(); });
after(() => stopBrowser(browser));

const report = (page) => saved(page, 'Save report', /\.json$/);
const diagnosisOf = async (page) => JSON.parse(await report(page)).diagnosis;

async function expectStillMismatch(page) {
  assert.equal(await verdict(page), 'mismatch');
  assert.match(await page.title(), /^Mismatch/);
  assert.match(await bannerText(page), /Send no secret/);
  assert.ok(!await isThere(page, 'Pack secret', 'button'), 'secrets are not offered');
}

const mistakes = {
  'a wrong number of CPUs': [{ fields: { vCPUs: '3' } }, /The host started 4 vCPUs, you gave 3/],
  'a blank too many': [{ fields: { 'Command line': `${cmdline} ` } }, /no blank at its end/],
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
      assert.match(text, /the reason is certain\. The verdict stays: mismatch/);
      assert.doesNotMatch(text, /All of these at once/);
      await expectStillMismatch(page);
    });
  });
}

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
    assert.match(items.join(), /no blank at its end/);
    assert.match(await page.evaluate(() => document.querySelector('.print-sheet').textContent),
      /Why\s*All of these at once:[^]*4 vCPUs, you gave 3/);
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

/** `esSku`, but started with that kernel. */
function startedWith(kernel) {
  const text = host('launch', '--firmware', input('OVMF.fd'), '--tk', input('tk.bin'), '--policy', '7',
    '--vcpus', '4', '--cpu', '25/1/1', '--kernel', kernel, '--initrd', input('initrd.img'),
    '--cmdline', cmdline);
  return changed('esSku', { fields: stateOf(text) });
}

test('a file that was dropped besides is named when it was started', async () => {
  await visit(browser, async (page) => {
    const other = otherKernel('vmlinuz-old');
    const described = startedWith(other);
    await give(page, described);
    await dropFiles(page, other, write('notes.txt', 'no more than a note\n'));
    await waitUntil(page, 'they are kept', () =>
      document.body.innerText.split('not used; tried if there is a mismatch').length === 3);
    await validate(page, 'mismatch');
    await diagnosed(page, 'explained');
    assert.match(await diagnosisText(page), /The kernel that was started is .*vmlinuz-old/);
    await expectStillMismatch(page);
  });
});

test('a file that is dropped after the mismatch is tried too, without Validate', async () => {
  await visit(browser, async (page) => {
    const other = otherKernel('vmlinuz-other');
    await give(page, startedWith(other));
    await validate(page, 'mismatch');
    await diagnosed(page, 'not-explained');
    assert.match(await diagnosisText(page), /can be dropped here as well/);
    await dropFiles(page, other);
    await diagnosed(page, 'explained');
    assert.match(await diagnosisText(page), /vmlinuz-other/);
    await expectStillMismatch(page);
  });
});

test('a file that is gone is left out with a remark', async () => {
  await visit(browser, async (page) => {
    await give(page, unexplained('sev'));
    await dropFiles(page, write('stays.bin', Buffer.alloc(200, 1)),
      write('changes.bin', Buffer.alloc(300, 1)));
    await waitUntil(page, 'both are kept', () =>
      document.body.innerText.split('tried if there is a mismatch').length === 3);
    // Of another size and date, it is no longer the file that was dropped.
    write('changes.bin', Buffer.alloc(10, 2));
    await validate(page, 'mismatch');
    await diagnosed(page, 'not-explained');
    assert.match(await diagnosisText(page), /could not be read: changes\.bin/);
    assert.match(await diagnosisText(page), /One other file was tried/);
  });
});

test('a measurement that no launch has is not explained', async () => {
  await visit(browser, async (page) => {
    await give(page, unexplained('esSku'));
    await validate(page, 'mismatch');
    await diagnosed(page, 'not-explained');
    const text = await diagnosisText(page);
    assert.match(text, /None of the [\d,]{7,} launches that were tried has this measurement/);
    assert.match(text, /What is left:[^]*another session[^]*not honest/);
    await page.evaluate(() => { document.querySelector('[data-diagnosis] details').open = true; });
    assert.match(await diagnosisText(page), /What is ruled out[^]*1 to 512 vCPUs/);
    await expectStillMismatch(page);
  });
});

test('what it saves is what the program prints, byte for byte', async () => {
  const other = otherKernel('vmlinuz-new');
  const described = [
    ['explained', changed('esSku', { fields: { vCPUs: '3', 'Command line': `${cmdline} ` } })],
    ['explained', startedWith(other), other, write('more-notes.txt', 'no more than a note\n')],
    ['not-explained', unexplained('kernelHashes')],
  ];
  for (const [outcome, given, ...others] of described) {
    await visit(browser, async (page) => {
      await give(page, given);
      if (others.length > 0) await dropFiles(page, ...others);
      await validate(page, 'mismatch');
      await diagnosed(page, outcome);
      const expected = reportOf(given, ...others);
      assert.equal(expected.status, 1);
      assert.equal((await report(page)).toString(), expected.stdout.toString());
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
    await press(page, 'Cancel');
    await diagnosed(page, 'unfinished');
    assert.match(await diagnosisText(page),
      /The search was ended after [\d,]+ of [\d,]+ launches \(\d+ %\)/);
    await expectStillMismatch(page);
    const found = await diagnosisOf(page);
    assert.equal(found.outcome, 'unfinished');
    assert.ok(found.tried > 500_000 && found.tried < found.total, `${found.tried}`);
    assert.ok(found.excluded.length > 10);
    await press(page, 'Search again');
    await searching(page);
    assert.deepEqual((await diagnosisOf(page)), found, 'the last result is kept until the next');
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
      () => fill(page, 'vCPUs', '5'), () => choose(page, 'Kernel', input('initrd.img')),
      () => choose(page, 'TK', input('tk.bin')), () => press(page, 'Start over')]) {
      await validate(page, 'mismatch');
      await waitUntil(page, 'launches are tried', () => /launches tried/.test(
        document.querySelector('[data-diagnosis=searching]')?.textContent ?? ''));
      await change();
      await waitUntil(page, 'the verdict is taken back', () =>
        document.querySelector('[data-verdict]').dataset.verdict === 'incomplete');
      assert.equal(await diagnosisText(page), '');
    }
    // Whatever was on its way has come by now.
    await page.evaluate(() => new Promise((resolve) => { setTimeout(resolve, 600); }));
    assert.equal(await verdict(page), 'incomplete');
  }, slow);
});

test('the page answers while it searches, and no frame is late', async () => {
  await visit(browser, async (page) => {
    await give(page, unexplained('esSku'));
    await validate(page, 'mismatch');
    await searching(page);
    const gaps = await page.evaluate(() => new Promise((resolve) => {
      let last = performance.now();
      const seen = [];
      const frame = () => {
        const now = performance.now();
        seen.push(now - last);
        last = now;
        if (document.querySelector('[data-diagnosis=searching]')) requestAnimationFrame(frame);
        else resolve(seen);
      };
      requestAnimationFrame(frame);
    }));
    const late = gaps.filter((gap) => gap > 100);
    // One may be the fault of a busy machine.
    assert.ok(late.length <= gaps.length / 50, `${late.map(Math.round)} ms, of ${gaps.length} frames`);
    await expectStillMismatch(page);
  });
});

test('the worker hears other questions meanwhile', async () => {
  await visit(browser, async (page) => {
    await give(page, unexplained('esSku'));
    await validate(page, 'mismatch');
    await searching(page);
    // Of a file in no place, so that the search is not ended by it.
    await dropFiles(page, write('asked-meanwhile.txt', '?'));
    await waitUntil(page, 'it is recognised', () =>
      /asked-meanwhile[^]*tried if/.test(document.body.innerText));
    assert.equal(await page.evaluate(() =>
      document.querySelector('[data-diagnosis]').dataset.diagnosis), 'searching');
  });
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
    await press(page, 'Restart');
    await waitUntilReady(page);
    await press(page, 'Search again');
    await diagnosed(page, 'not-explained');
    await expectStillMismatch(page);
  }, slow);
});
