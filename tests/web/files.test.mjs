// Files that are not what belongs at a place: the message appears there, and nothing else is lost.

import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { after, before } from 'node:test';
import { startBrowser, stopBrowser } from './lib/browser.mjs';
import { test } from './lib/cannot.mjs';
import { choose, expectMessage, fill, press, shownText, valueOf, waitUntil } from './lib/controls.mjs';
import { dropFolder, dropMade } from './lib/drop.mjs';
import { browserName, requirePage } from './lib/environment.mjs';
import { input, launch, write } from './lib/launches.mjs';
import { expectVerdict, give, giveAllBut, saved, validate, verdict, visit } from './lib/page.mjs';

requirePage();
let browser;
before(async () => { browser = await startBrowser(); });
after(() => stopBrowser(browser));

const kernel = readFileSync(input('vmlinuz'));
const tik = readFileSync(input('tik.bin'));
const tk = readFileSync(input('tk.bin'));

/** Chooses each file, expects the message at the place, and no verdict; then the right file heals it. */
async function refuses(page, place, cases, right) {
  for (const [path, pattern] of cases) {
    await choose(page, place, path);
    await expectMessage(page, place, 'file', pattern);
    await validate(page, 'invalid');
  }
  await choose(page, place, right);
  await validate(page, 'match');
}

test('refuses keys of a wrong length, and recognises what they are instead', async () => {
  await visit(browser, async (page) => {
    await giveAllBut(page, launch('sev'), 'TK');
    await refuses(page, 'TIK', [
      [write('key0', ''), /empty|0/], [write('key15', kernel.subarray(0, 15)), /16.*15/],
      [write('key17', kernel.subarray(0, 17)), /16.*17/],
      [write('key-newline', Buffer.concat([tik, Buffer.from('\n')])), /newline/],
      [write('key-hex', tik.toString('hex')), /hex/],
      [write('key-base64', tik.toString('base64')), /base64/],
      [input('tk.bin'), /TK/], [write('key5000', kernel.subarray(0, 5000)), /./],
    ], input('tik.bin'));
  });
  await visit(browser, async (page) => {
    await giveAllBut(page, launch('sev'), 'TK');
    await refuses(page, 'TK', [
      [write('key0', ''), /empty|0/], [write('key31', kernel.subarray(0, 31)), /32.*31/],
      [write('key33', kernel.subarray(0, 33)), /32.*33/],
      [write('tk-hex', tk.toString('hex')), /hex/],
      [write('tk-base64', tk.toString('base64')), /base64/], [input('tik.bin'), /TIK/],
    ], input('tk.bin'));
  });
});

test('shows no key in any of that', async () => {
  await visit(browser, async (page) => {
    await giveAllBut(page, launch('sev'), 'TK');
    for (const name of ['tk-hex', 'tk-base64']) {
      await choose(page, 'TK', write(name, tk.toString(name.slice(3))));
      await expectMessage(page, 'TK', 'file', /./);
      const shown = await page.evaluate(() => document.documentElement.outerHTML);
      assert.ok(!shown.includes(tk.toString('hex').slice(0, 10)), 'hex of the key');
      assert.ok(!shown.includes(tk.toString('base64').slice(0, 10)), 'base64 of the key');
    }
  });
});

test('refuses a TK beside a TIK', async () => {
  await visit(browser, async (page) => {
    await give(page, launch('sev'));
    await choose(page, 'TIK', input('tik.bin'));
    await validate(page, 'invalid');
    await waitUntil(page, 'both are named', () => /TK excludes|TK.*TIK|TIK.*TK/.test(document.body.innerText));
  });
});

test('another key is a mismatch and no error', async () => {
  await visit(browser, async (page) => {
    await give(page, launch('sev'));
    await choose(page, 'TK', write('other-tk', Buffer.from(tk).reverse()));
    await validate(page, 'mismatch');
  });
});

// An OVMF table that goes wrong: the footer 32 bytes before the end, and what lies before it.
const footer = Buffer.from('de82b596b21ff745baeaa366c55a082d', 'hex');
const resetBlock = Buffer.from('de71f7007e1acb4f890e68c77e2fb44e', 'hex');
const u16 = (number) => Buffer.from([number & 255, number >> 8]);
// Of whole pages, as QEMU takes it.
const image = (...table) => {
  const end = Buffer.concat([...table, Buffer.alloc(32)]);
  return Buffer.concat([Buffer.alloc(4096 - end.length), end]);
};
const withEntry = (length) =>
  image(Buffer.from('04b08000', 'hex'), u16(length), resetBlock, u16(40), footer);

test('refuses firmware whose table is cut off, cyclic or of no length', async () => {
  await visit(browser, async (page) => {
    await giveAllBut(page, launch('sev'), 'Firmware');
    await refuses(page, 'Firmware', [
      [write('empty.fd', ''), /empty|0 bytes/],
      [write('zero-entry.fd', withEntry(0)), /offset/], [write('short.fd', withEntry(17)), /offset/],
      [write('before-table.fd', withEntry(24)), /offset/],
      [write('before-file.fd', withEntry(65535)), /offset/],
      [write('zero-table.fd', image(u16(0), footer)), /offset/],
      [write('endless-table.fd', image(u16(65535), footer)), /offset/],
      [write('cut-off.fd', image(u16(5000), footer)), /offset/],
    ], input('OVMF.fd'));
  });
});

test('refuses VMSA pages that are not 4096 bytes', async () => {
  await visit(browser, async (page) => {
    const page0 = readFileSync(input('vmsa0.bin'));
    for (const place of ['VMSA CPU 0', 'VMSA CPU 1']) {
      await give(page, launch('esFiles'));
      await refuses(page, place, [
        [write('vmsa-empty', ''), /empty|0/], [write('vmsa4095', page0.subarray(0, 4095)), /4096.*4095/],
        [write('vmsa4097', Buffer.concat([page0, Buffer.from([0])])), /4096.*4097/],
      ], launch('esFiles').files[place]);
    }
  });
});

test('refuses an empty kernel, and takes an empty initrd with a remark', async () => {
  await visit(browser, async (page) => {
    await give(page, launch('kernelHashes'));
    await refuses(page, 'Kernel', [[write('empty', ''), /empty|0 bytes/]], input('vmlinuz'));
    await choose(page, 'Initrd', input('empty'));
    await validate(page, 'mismatch');
  });
});

test('refuses giants by their size, without reading them', async () => {
  await visit(browser, async (page) => {
    const giant = write('giant', '');
    truncateSync(giant, 5_000_000_000);
    await give(page, launch('kernelHashes'));
    await refuses(page, 'TK', [[giant, /32|larger|most/]], input('tk.bin'));
    await refuses(page, 'Firmware', [[giant, /16777216|16,777,216|16.0 MiB/]], input('OVMF.fd'));
    for (const place of ['Kernel', 'Initrd']) {
      await refuses(page, place, [[giant, /4294967295|4,294,967,295|4.0 GiB/]],
        launch('kernelHashes').files[place]);
    }
    // Where the policy asks for SEV-ES: else no page is measured, and there is no place for one.
    await fill(page, 'Policy', '7');
    await choose(page, 'VMSA CPU 0', giant);
    await expectMessage(page, 'VMSA CPU 0', 'file', /4096/);
    unlinkSync(giant);
  });
});

test('takes the files of a folder, and of folders in it', async (context) => {
  await visit(browser, async (page) => {
    mkdirSync(input('a folder/inner'), { recursive: true });
    copyFileSync(input('OVMF.fd'), input('a folder/firmware.fd'));
    copyFileSync(input('tk.bin'), input('a folder/inner/the.tk'));
    writeFileSync(input('a folder/.hidden'), 'not for us');
    if (!await dropFolder(page, input('a folder'))) {
      context.skip('this driver cannot drop a folder');
      return;
    }
    await waitUntil(page, 'both are used', () => /the\.tk.*fingerprint/s.test(document.body.innerText)
      && /firmware\.fd/.test(document.body.innerText));
    assert.doesNotMatch(await shownText(page), /hidden/);
  });
});

test('a folder that a file dialog hands out as a file is refused', async (context) => {
  if (browserName !== 'chromium') {
    context.skip('this driver cannot choose a folder');
    return;
  }
  await visit(browser, async (page) => {
    mkdirSync(input('a folder'), { recursive: true });
    await give(page, launch('sev'));
    await validate(page, 'match');
    await refuses(page, 'TK', [[input('a folder'), /read/]], input('tk.bin'));
  });
});

test('takes the files of a folder as browsers without handles give them', async () => {
  await visit(browser, async (page) => {
    await page.evaluate(() => {
      const file = (name, size) => ({ name, isDirectory: false,
        file: (resolve) => resolve(new File([new Uint8Array(size).fill(0x80)], name)) });
      const folder = (name, batches) => ({ name, isDirectory: true,
        createReader: () => ({ readEntries: (resolve) => resolve(batches.shift() ?? []) }) });
      const shut = { name: 'shut', isDirectory: true,
        createReader: () => ({ readEntries: (_, reject) => reject(new DOMException('no', 'EncodingError')) }) };
      const inner = folder('inner', [[file('a.tek', 16)]]);
      const outer = folder('outer', [[file('a.tik', 16)], [file('.hidden', 16), inner]]);
      const items = [outer, shut].map((entry) => ({ kind: 'file', webkitGetAsEntry: () => entry, getAsFile: () => null }));
      const event = new Event('drop', { bubbles: true, cancelable: true });
      Object.defineProperty(event, 'dataTransfer', { value: { items, types: ['Files'], getData: () => '' } });
      document.body.dispatchEvent(event);
    });
    await waitUntil(page, 'both keys are used', () => /a\.tik.*fingerprint.*a\.tek.*fingerprint/s.test(document.body.innerText));
    assert.match(await shownText(page), /shut: this folder cannot be read/);
  });
});

test('a file that changes after it was chosen gives no false verdict', async () => {
  await visit(browser, async (page, recorder) => {
    recorder.expect(/could not be read|NotReadable|NotFound/i);
    const path = write('changing.fd', readFileSync(input('OVMF.fd')));
    await give(page, launch('sev'));
    await choose(page, 'Firmware', path);
    await validate(page, 'match');
    writeFileSync(path, readFileSync(input('other.fd')));
    await press(page, 'Validate');
    await waitUntil(page, 'there is an answer', () =>
      document.querySelector('[data-verdict]')?.dataset.verdict !== undefined);
    // Whatever the page holds on to, the report names the bytes that it judged.
    if (await verdict(page) === 'match') {
      const report = JSON.parse(await saved(page, 'Save report', /\.json$/));
      const { createHash } = await import('node:crypto');
      assert.equal(report.inputs.firmware.sha256,
        createHash('sha256').update(readFileSync(input('OVMF.fd'))).digest('hex'));
    }
  });
});

test('a file that vanishes says so at its place, and what was entered stays', async () => {
  await visit(browser, async (page, recorder) => {
    recorder.expect(/could not be read|NotReadable|NotFound/i);
    const path = write('vanishing.img', '');
    truncateSync(path, 512 * 1024 * 1024);
    await give(page, launch('kernelHashes'));
    await choose(page, 'Initrd', path);
    await press(page, 'Cancel');
    unlinkSync(path);
    await press(page, 'Validate');
    await waitUntil(page, 'there is an answer', () => /^(invalid|incomplete)$/.test(
      document.querySelector('[data-verdict]')?.dataset.verdict ?? ''));
    assert.equal(await valueOf(page, 'Command line'), launch('kernelHashes').fields['Command line']);
    await choose(page, 'Initrd', input('initrd.img'));
    await press(page, 'Validate');
    await expectVerdict(page, 'match');
  });
});

test('a command line in a file is recognised by its name, or chosen, and loses the newline at its end', async () => {
  await visit(browser, async (page) => {
    await dropMade(page, 'cmdline.txt', 'console=ttyS0  ro \n');
    await waitUntil(page, 'it is filled', () => /without the newline at its end/.test(document.querySelector('.notice')?.innerText));
    assert.equal(await valueOf(page, 'Command line'), 'console=ttyS0  ro ');
    await dropMade(page, 'boot.txt', 'console=ttyS0 quiet');
    await waitUntil(page, 'it is asked about', () => /Not recognised by its content \(text\)/.test(document.body.innerText));
    await fill(page, 'Use boot.txt as', 'Command line');
    await press(page, 'Use boot.txt');
    await waitUntil(page, 'it is filled', () => /boot\.txt: filled Command line\./.test(document.querySelector('.notice')?.innerText));
    assert.equal(await valueOf(page, 'Command line'), 'console=ttyS0 quiet');
  });
});
