// Dropping and pasting, which no driver does in the same way for both browsers: the files go through
// a file input of the test's own into a DataTransfer, and so are real files of the disk.

import { isChromium } from './browser.mjs';

/** Drops files of the disk on the window. */
export const dropFiles = (page, ...paths) => dropOn(page, 'body', ...paths);

/** Drops files of the disk on an element. */
export async function dropOn(page, selector, ...paths) {
  const carrier = await page.evaluateHandle(() => {
    const element = document.createElement('input');
    element.type = 'file';
    element.multiple = true;
    element.setAttribute('aria-label', 'carrier of the test');
    document.documentElement.append(element);
    return element;
  });
  await carrier.uploadFile(...paths);
  await carrier.evaluate((element, where) => {
    const dataTransfer = new DataTransfer();
    for (const file of element.files) dataTransfer.items.add(file);
    element.remove();
    dispatchDrop(dataTransfer);

    function dispatchDrop(transfer) {
      for (const type of ['dragenter', 'dragover', 'drop']) {
        document.querySelector(where).dispatchEvent(
          new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
      }
    }
  }, selector);
}

/** Drops a file that exists only in memory, for names that no disk takes. */
export async function dropMade(page, name, text) {
  await page.evaluate((fileName, content) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([content], fileName));
    for (const type of ['dragenter', 'dragover', 'drop']) {
      document.body.dispatchEvent(
        new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
    }
  }, name, text);
}

/** Pastes text with nothing focused, or into the element with focus. */
export async function pasteText(page, text) {
  await page.evaluate((content) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', content);
    // Firefox takes the text itself instead of a DataTransfer.
    const init = { clipboardData, data: content, dataType: 'text/plain', bubbles: true,
      cancelable: true };
    const event = new ClipboardEvent('paste', init);
    if (event.clipboardData.getData('text/plain') !== content) throw new Error('no text to paste');
    (document.activeElement ?? document.body).dispatchEvent(event);
  }, text);
}

/** Drops a folder of the disk as a person would; false where the driver cannot. */
export async function dropFolder(page, path) {
  if (!isChromium(page.browser())) return false;
  const session = await page.createCDPSession();
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop']) {
    await session.send('Input.dispatchDragEvent', { type, x: 300, y: 200, data });
  }
  await session.detach();
  return true;
}
