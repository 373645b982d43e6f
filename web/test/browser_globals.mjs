// What every browser has, and Node 18 in a module only or not at all. Newer ones have all of it.
import { File as NodeFile } from 'node:buffer';
import { webcrypto } from 'node:crypto';

globalThis.File ??= NodeFile;
globalThis.crypto ??= webcrypto;

export function fillsBuffers(blob) {
  try {
    blob.stream().getReader({ mode: 'byob' });
    return true;
  } catch {
    return false;
  }
}

// What the page's model listens to and asks of the window.
globalThis.window ??= { addEventListener() {}, confirm: () => true, scrollTo() {} };
globalThis.location ??= { hash: '', href: 'file:///sevproof.html' };
globalThis.document ??= { activeElement: null };

// A blob's stream can fill buffers of the reader's: the page's code asks an empty one for that.
if (!fillsBuffers(new Blob([]))) {
  Blob.prototype.stream = function stream() {
    const blob = this;
    return new ReadableStream({
      type: 'bytes',
      async start(controller) {
        const bytes = new Uint8Array(await blob.arrayBuffer());
        if (bytes.length > 0) controller.enqueue(bytes);
        controller.close();
        controller.byobRequest?.respond(0);
      },
    });
  };
}
