// What the tests use of puppeteer, on WebKitGTK's own driver. What that driver has no way to do throws
// CannotHere, and the test is skipped.

import { writeFileSync } from 'node:fs';
import { CannotHere } from './cannot.mjs';
import { Session, startScreen } from './webdriver.mjs';

const elementKey = 'element-6066-11e4-a52e-4f735466cecf';

// Keys by WebDriver's numbers.
const keys = { F1: '\ue031', F8: '\ue038', Enter: '\ue007', Tab: '\ue004', Escape: '\ue00c', Shift: '\ue008', PageDown: '\ue00f',
  PageUp: '\ue00e', ArrowRight: '\ue014', End: '\ue010', Home: '\ue011', ArrowDown: '\ue015', ArrowUp: '\ue013' };

const sleep = (time) => new Promise((resolve) => { setTimeout(resolve, time); });

// Runs in the page. Values that are no JSON stay there, in a list, and are spoken of by their number.
const inPage = `
  const [values, keep, done] = arguments;
  const kept = window.keptForTest ?? Object.defineProperty(window, 'keptForTest', { value: [] }).keptForTest;
  const given = values.map((value) => (value && typeof value === 'object' && 'keptForTest' in value
    ? kept[value.keptForTest] : value));
  const tell = (value) => {
    if (!keep) return done({ value });
    kept.push(value);
    return done({ at: kept.length - 1, isElement: value instanceof Element,
      length: Array.isArray(value) ? value.length : 0 });
  };
  (async () => (USE)(...given))().then(tell, (error) => done({ error: String(error) }));`;

class Handle {
  constructor(page, { at, isElement, length }) {
    Object.assign(this, { page, at, isElement, length });
  }

  toJSON() { return { keptForTest: this.at }; }
  asElement() { return this.isElement ? this : null; }
  evaluate(use, ...values) { return this.page.evaluate(use, this, ...values); }
  evaluateHandle(use, ...values) { return this.page.evaluateHandle(use, this, ...values); }
  async dispose() { /* goes with the page */ }

  async getProperties() {
    const found = new Map();
    for (let at = 0; at < this.length; at += 1) {
      found.set(String(at), await this.evaluateHandle((list, which) => list[which], at));
    }
    return found;
  }

  async #path() {
    const element = await this.page.session.ask('POST', '/execute/sync',
      { script: 'return window.keptForTest[arguments[0]]', args: [this.at] });
    return `/element/${element[elementKey]}`;
  }

  async label() { return this.page.session.ask('GET', `${await this.#path()}/computedlabel`); }
  async click() { await this.page.session.ask('POST', `${await this.#path()}/click`, {}); }
  async focus() { await this.evaluate((element) => element.focus()); }

  async uploadFile(...paths) {
    await this.page.session.ask('POST', `${await this.#path()}/value`, { text: paths.join('\n') });
  }

  async select(value) {
    await this.evaluate((element, wanted) => {
      element.value = wanted;
      for (const type of ['input', 'change']) element.dispatchEvent(new Event(type, { bubbles: true }));
    }, value);
  }
}

class Page {
  /** Nothing can be run before the page's own scripts. */
  preparesDocuments = false;
  #isClosed = false;
  keyboard = {
    press: (key) => this.#type([keys[key] ?? key]),
    type: (text) => this.#type([...text]),
  };

  constructor(owner, session) {
    this.owner = owner;
    this.session = session;
  }

  browser() { return this.owner; }
  isClosed() { return this.#isClosed; }
  on() { /* it tells nobody of requests and messages */ }
  title() { return this.session.ask('GET', '/title'); }
  url() { return this.session.ask('GET', '/url'); }
  goto(url) { return this.session.ask('POST', '/url', { url }); }
  reload() { return this.session.ask('POST', '/refresh', {}); }

  async close() {
    this.#isClosed = true;
    this.owner.forget(this);
    await this.session.stop();
  }

  async #run(use, values, keep) {
    const script = typeof use === 'string' ? `${use}\narguments[2]({ value: null });`
      : inPage.replace('USE', () => String(use));
    const found = await this.session.ask('POST', '/execute/async', { script, args: [values, keep] });
    if (found.error !== undefined) throw new Error(found.error);
    return found;
  }

  async evaluate(use, ...values) { return (await this.#run(use, values, false)).value ?? undefined; }
  async evaluateHandle(use, ...values) { return new Handle(this, await this.#run(use, values, true)); }

  async $(selector) {
    const found = await this.evaluateHandle((wanted) => document.querySelector(wanted), selector);
    return found.asElement();
  }

  /** Puppeteer's `aria/NAME` alone, by the names that the browser itself computes. */
  async $$(selector) {
    const [, name] = /^aria\/(.+)$/.exec(selector);
    const all = await this.evaluateHandle(() => [...document.querySelectorAll(
      'a, button, input:not([type=file]), select, summary, textarea')]);
    const found = [];
    for (const element of (await all.getProperties()).values()) {
      if (await element.label() === name) found.push(element);
    }
    return found;
  }

  async $eval(selector, use, ...values) {
    return (await this.$(selector)).evaluate(use, ...values);
  }

  async waitForFunction(condition, { timeout = 30_000, polling = 50 } = {}, ...values) {
    for (const deadline = Date.now() + timeout; ;) {
      if (await this.evaluate(condition, ...values)) return;
      if (Date.now() > deadline) throw new Error(`Waiting failed: ${timeout}ms exceeded`);
      await sleep(polling);
    }
  }

  async setViewport({ width, height }) {
    const frame = await this.evaluate(() => [outerWidth - innerWidth, outerHeight - innerHeight]);
    await this.session.ask('POST', '/window/rect', { width: width + frame[0], height: height + frame[1] });
    await this.waitForFunction((wanted) => innerWidth === wanted, { timeout: 5_000 }, width).catch(() => {
      throw new CannotHere(`MiniBrowser takes no window of ${width} pixels`);
    });
  }

  async screenshot({ path }) {
    writeFileSync(path, Buffer.from(await this.session.ask('GET', '/screenshot'), 'base64'));
  }

  async #type(letters) {
    const actions = letters.flatMap((value) => [{ type: 'keyDown', value }, { type: 'keyUp', value }]);
    await this.session.ask('POST', '/actions', { actions: [{ type: 'key', id: 'keyboard', actions }] });
  }

  async evaluateOnNewDocument() {
    throw new CannotHere('WebKitWebDriver runs no script before those of a page');
  }

  async waitForFileChooser() { throw new CannotHere('WebKitWebDriver answers no dialog for files'); }
  async createCDPSession() { throw new CannotHere('WebKit does not speak the protocol of Chromium'); }
}

class Browser {
  #pages = new Set();
  #doesNotStart = null;

  constructor(screen, options) {
    this.screen = screen;
    this.options = options;
  }

  /** A browser of its own: its driver holds one session, and nothing is left of the page before. */
  async newPage() {
    // The next test need not wait for it once more.
    if (this.#doesNotStart) throw this.#doesNotStart;
    const session = await Session.start({ ...this.options, display: this.screen.display })
      .catch((error) => { throw this.#doesNotStart = error; });
    const page = new Page(this, session);
    this.#pages.add(page);
    await page.setViewport({ width: 1280, height: 900 });
    return page;
  }

  forget(page) { this.#pages.delete(page); }
  process() { return { spawnfile: this.options.binary }; }

  async version() {
    const page = await this.newPage();
    try {
      return await page.evaluate(() => navigator.userAgent);
    } finally {
      await page.close();
    }
  }

  async close() {
    await Promise.all([...this.#pages].map((page) => page.close()));
    this.screen.stop();
  }
}

/** `screen` is the path of Xvfb, `driver` that of WebKitWebDriver, `binary` that of MiniBrowser. */
export async function startWebKit({ screen, driver, binary, downloads, dark = false }) {
  return new Browser(await startScreen(screen), { driver, binary, downloads, dark });
}
