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
        const tryAll = async (host, port) => {
          const url = `http://${host}/worker-`;
          const event = (target, done) => new Promise((resolve, reject) => {
            target[done] = resolve;
            target.onerror = () => reject(new Error('error event'));
          });
          const ways = {
            fetch: () => fetch(`${url}fetch`, { mode: 'no-cors' }),
            xhr: () => {
              const request = new XMLHttpRequest();
              request.open('GET', `${url}xhr`);
              request.send();
              return event(request, 'onload');
            },
            websocket: () => event(new WebSocket(`ws://${host}/worker-websocket`), 'onopen'),
            eventsource: () => event(new EventSource(`${url}eventsource`), 'onopen'),
            importScripts: () => importScripts(`${url}importScripts`),
            import: () => import(`${url}import`),
            worker: () => event(new Worker(`${url}worker`), 'onmessage'),
            eval: () => (0, eval)('1'),
            function: () => new Function('return 1')(),
          };
          const done = [];
          for (const [name, way] of Object.entries(ways)) {
            await (async () => way())().then(() => done.push(name), () => {});
          }
          port.postMessage(done);
        };
        const attempts = {
          attempts: () => tryAll(event.data.host, event.ports[0]),
          throw: () => setTimeout(() => { throw new Error('stopped by the test'); }),
          busy: () => { for (const end = performance.now() + 6000; performance.now() < end;); },
          slowTurns: () => {
            const post = MessagePort.prototype.postMessage;
            MessagePort.prototype.postMessage = function (message, ...rest) {
              if (message !== null) post.call(this, message, ...rest);
              else setTimeout(() => post.call(this, null), 50);
            };
          },
          noMemory: () => {
            WebAssembly.Memory.prototype.grow = () => { throw new RangeError('no memory: test'); };
          },
        };
        attempts[order]();
      });
    };
    const workers = [];
    Object.defineProperty(window, 'workersSeenByTest', { value: workers });
    window.searchesAnsweredSeenByTest = 0;
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
        this.addEventListener('message', ({ data }) => {
          if (data?.value?.value?.leftOut) window.searchesAnsweredSeenByTest += 1;
        });
      }
    };
  });
}

/** Lets the worker try every way out; answers with the names of those that were not blocked. */
export async function attemptInWorker(page, host) {
  return page.evaluate((target) => new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data);
    window.workersSeenByTest.at(-1)
      .postMessage({ orderOfTest: 'attempts', host: target }, [port2]);
  }), host);
}

/** throw: an error nobody catches. terminate: it is gone. noMemory: no more can be had.
 * busy: it hears nothing for 6 s.
 * slowTurns: makes way for messages for longer, between the pieces of a search. */
export async function orderWorker(page, order) {
  await page.evaluate((what) => {
    const worker = window.workersSeenByTest.at(-1);
    if (what === 'terminate') worker.terminate();
    else worker.postMessage({ orderOfTest: what });
  }, order);
}
