// Keeps everything that a page asks of the network, and every complaint of page or browser.

/** Requests that never leave the browser. */
const isLocal = (url) => /^(blob|data|about):/.test(url);

// Names of blocked requests in the browsers' own words: they were stopped before the network.
const isBlocked = (request) => /csp|blocked/i.test(request.failure()?.errorText ?? '');

export class Recorder {
  requests = [];
  complaints = [];
  #expected = [];

  constructor(page) {
    page.on('request', (request) => this.requests.push(request));
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
    await page.evaluateOnNewDocument(() => {
      const seen = [];
      Object.defineProperty(window, 'violationsSeenByTest', { value: seen });
      document.addEventListener('securitypolicyviolation', (event) => {
        seen.push(`${event.effectiveDirective}: ${event.blockedURI} ${event.sample}`);
      });
    });
  }

  /** Complaints that this test provokes. */
  expect(...patterns) {
    this.#expected.push(...patterns);
  }

  /** URLs that were asked for and not stopped by the page's policy, without the page itself. */
  outgoing(pageUrl) {
    return this.requests.filter((request) => !isBlocked(request)).map((request) => request.url())
      .filter((url) => url !== pageUrl && !isLocal(url));
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
