// A hold on the page's worker, put in by the driver before the page's own script runs. The page has
// no door for it: the text of the worker, which is a Blob, gets a few lines in front.

/** For visit({ prepare }). */
export async function hookWorker(page) {
  await page.evaluateOnNewDocument(() => {
    const inWorker = () => {
      addEventListener('message', (event) => {
        const order = event.data?.orderOfTest;
        if (!order) return;
        event.stopImmediatePropagation();
        const attempts = {
          throw: () => setTimeout(() => { throw new Error('stopped by the test'); }),
          close: () => self.close(),
          noMemory: () => {
            WebAssembly.Memory.prototype.grow = () => { throw new RangeError('no memory: test'); };
          },
        };
        attempts[order]();
      });
    };
    const workers = [];
    Object.defineProperty(window, 'workersSeenByTest', { value: workers });
    const RealBlob = window.Blob;
    window.Blob = class extends RealBlob {
      constructor(parts = [], options = {}) {
        const isScript = /javascript/.test(options.type ?? '');
        super(isScript ? [`(${inWorker})();\n`, ...parts] : parts, options);
      }
    };
    const RealWorker = window.Worker;
    window.Worker = class extends RealWorker {
      constructor(...words) {
        super(...words);
        workers.push(this);
      }
    };
  });
}

/** throw: an error nobody catches. close: it ends by itself. noMemory: no more can be had. */
export async function orderWorker(page, order) {
  await page.evaluate((what) => {
    const worker = window.workersSeenByTest.at(-1);
    if (what === 'terminate') worker.terminate();
    else worker.postMessage({ orderOfTest: what });
  }, order);
}
