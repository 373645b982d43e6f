// WebKitGTK's own driver, by the W3C's WebDriver protocol: a screen of its own, one browser, one session.

import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { endWithUs, folder, killGroup } from './scratch.mjs';

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

// The driver waits for its browser without end, and now and then a browser starts that never speaks to it.
// A test whose browser does not start fails after a minute.
const timeToStart = 20_000;
const startsAtMost = 3;
// Above what a script (120 s) and a page (60 s) may take, of which the driver itself takes care.
const timeToAnswer = 180_000;

/** A child whose news nobody wants, and that leads a group of its own. */
const start = (program, words, options) =>
  endWithUs(spawn(program, words, { stdio: 'ignore', detached: true, ...options }));

/** DISPLAY's value, and what ends it. */
export async function startScreen(program) {
  const child = start(program, ['-displayfd', '3', '-screen', '0', '1600x1200x24', '-nolisten', 'tcp'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  // A screen that says nothing is given up.
  const timer = setTimeout(() => killGroup(child), timeToStart);
  const number = await new Promise((resolve, reject) => {
    child.stdio[3].once('data', resolve);
    child.once('exit', (status, signal) => reject(new Error(`${program} ended with ${status ?? signal}`)));
  }).finally(() => clearTimeout(timer));
  return { display: `:${String(number).trim()}`, stop: () => killGroup(child) };
}

let homes = 0;

/** A home where downloads go to `downloads`, and where nothing of the user's is read. */
function newHome(downloads) {
  homes += 1;
  const home = folder(`home-webkit-${homes}`);
  mkdirSync(join(home, '.config'), { recursive: true });
  writeFileSync(join(home, '.config/user-dirs.dirs'), `XDG_DOWNLOAD_DIR="${downloads}"\n`);
  return home;
}

export class Session {
  #driver;
  #path = '';
  #base;

  /** A driver and a browser that answer. */
  static async start(options) {
    for (let starts = 1; ; starts += 1) {
      const session = new Session();
      try {
        await session.#open(options);
        return session;
      } catch (error) {
        killGroup(session.#driver);
        if (starts === startsAtMost) throw error;
        console.log(`WebKit did not start (${error.message}), once more`);
      }
    }
  }

  async #open({ driver, binary, display, downloads, dark }) {
    const port = await freePort();
    this.#base = `http://127.0.0.1:${port}`;
    const home = newHome(downloads);
    this.#driver = start(driver, [`--port=${port}`, '--host=127.0.0.1'], {
      env: { ...process.env, DISPLAY: display, GDK_BACKEND: 'x11', HOME: home, XDG_CONFIG_HOME: join(home, '.config'),
        XDG_CACHE_HOME: join(home, '.cache'), XDG_DATA_HOME: join(home, '.data'), NO_AT_BRIDGE: '1',
        GTK_THEME: dark ? 'Adwaita:dark' : 'Adwaita', DBUS_SESSION_BUS_ADDRESS: 'disabled:', no_proxy: '*',
        GSETTINGS_BACKEND: 'memory', LIBGL_ALWAYS_SOFTWARE: '1' } });
    const inTime = AbortSignal.timeout(timeToStart);
    await this.#untilItListens(inTime);
    const browserOptions = { binary, args: ['--automation'] };
    const made = await this.#send('POST', '/session',
      { capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': browserOptions } } }, inTime);
    this.#path = `/session/${made.sessionId}`;
    await this.#send('POST', `${this.#path}/timeouts`, { script: 120_000, pageLoad: 60_000 }, inTime);
  }

  async #untilItListens(inTime) {
    for (;;) {
      try {
        return await this.#send('GET', '/status', undefined, inTime);
      } catch (error) {
        if (inTime.aborted) throw error;
        await new Promise((resolve) => { setTimeout(resolve, 50); });
      }
    }
  }

  async #send(method, path, body, signal = AbortSignal.timeout(timeToAnswer)) {
    // WebKit's driver of Debian 13 takes nothing that is called otherwise.
    const content = body === undefined ? {}
      : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } };
    const answer = await fetch(this.#base + path, { method, ...content, signal });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`WebDriver ${method} ${path}: ${value.error}: ${value.message}`);
    return value;
  }

  /** One command; `path` is below the session's. */
  ask(method, path, body) {
    return this.#send(method, this.#path + path, body);
  }

  process() {
    return this.#driver;
  }

  async stop() {
    const deadline = new Promise((resolve) => { setTimeout(resolve, 5_000).unref(); });
    await Promise.race([this.ask('DELETE', '').catch(() => {}), deadline]);
    killGroup(this.#driver);
  }
}
