// Keeps everything that a page asks of the network, and every complaint of page or browser.

/** Requests that never leave the browser. */
const isLocal = (url) => /^(blob|data|about):/.test(url);

export class Recorder {
  requests = [];
  complaints = [];
  #expected = [];
  #failed = new Set();

  constructor(page) {
    page.on('request', (request) => this.requests.push(request));
    page.on('requestfailed', (request) => this.#failed.add(request));
    page.on('pageerror', (error) => this.complaints.push(`uncaught: ${error.message ?? error}`));
    page.on('error', (error) => this.complaints.push(`page crashed: ${error.message}`));
    page.on('console', (message) => {
      if (['error', 'warn', 'warning', 'assert'].includes(message.type())) {
        this.complaints.push(`console ${message.type()}: ${message.text()}`);
      }
    });
  }

  /** Before the page's own script runs: listens to violations of its policy. */
  static async listen(page) {
    // WebKit's driver has no "before": see look().
    if (page.preparesDocuments === false) return;
    await page.evaluateOnNewDocument(() => {
      const seen = [];
      Object.defineProperty(window, 'violationsSeenByTest', { value: seen });
      document.addEventListener('securitypolicyviolation', (event) => {
        seen.push(`${event.effectiveDirective}: ${event.blockedURI} ${event.sample}`);
      });
    });
  }

  /** What a driver did not tell, asked of the page at the end. */
  async look(page) {
    if (page.preparesDocuments !== false || page.isClosed()) return;
    const urls = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
    this.requests.push(...urls.map((url) => ({ url: () => url })));
  }

  /** Complaints that this test provokes. */
  expect(...patterns) {
    this.#expected.push(...patterns);
  }

  /** URLs beside the page itself that anything in it asked for, stopped by its policy or not. */
  asked(pageUrl) {
    return this.requests.map((request) => request.url())
      .filter((url) => url !== pageUrl && !isLocal(url));
  }

  /** Those of them that were not stopped; the news of that comes a little after the request. */
  async outgoing(pageUrl) {
    const deadline = Date.now() + 10_000;
    for (;;) {
      const stopped = [...this.#failed].map((request) => request.url());
      const left = this.asked(pageUrl).filter((url) => !stopped.includes(url));
      if (left.length === 0 || Date.now() > deadline) return left;
      await new Promise((resolve) => { setTimeout(resolve, 30); });
    }
  }

  timesOpened(pageUrl) {
    return this.requests.filter((request) => request.url() === pageUrl).length;
  }

  async unexpected(page) {
    const violations = page.isClosed() ? [] : await page.evaluate(() => window.violationsSeenByTest);
    const all = [...this.complaints, ...(violations ?? []).map((text) => `violation: ${text}`)];
    return all.filter((text) => !this.#expected.some((pattern) => pattern.test(text)));
  }
}
