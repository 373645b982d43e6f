// Where things are, and what to do where they are not.

import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(fileURLToPath(import.meta.url), '../../../..');
export const pageFile = resolve(process.env.SEVPROOF_PAGE ?? join(root, 'dist/sevproof.html'));
export const program =
  resolve(process.env.SEVPROOF_PROGRAM ?? join(root, 'build/release/bin/sevproof'));
export const python = process.env.SEVPROOF_PYTHON ?? '/usr/bin/python3';
export const browserName = process.env.SEVPROOF_BROWSER ?? 'chromium';

/** Packages of the page's own build: there is only one list of them. */
export const packages = createRequire(join(root, 'web/package.json'));

const skipped = 77;

/** Ends the whole file: skipped with a reason, or a failure where everything must be there. */
export function cannotTest(reason) {
  const mustRun = process.env.CI === 'true';
  console.log(`${mustRun ? 'FAILED' : 'SKIPPED'}: ${reason}`);
  process.exit(mustRun ? 1 : skipped);
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** The full path of a program: `override` if set, or the first of `names` on PATH. */
export function findProgram(names, override) {
  if (override) return isProgram(override) ? override : null;
  // Where Debian has its servers, which a user's PATH leaves out.
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  for (const name of names) {
    for (const folder of folders) {
      const path = resolve(folder, name);
      if (isProgram(path)) return path;
    }
  }
  return null;
}

// WebKit's, which Debian keeps out of PATH.
const miniBrowsers = ['x86_64-linux-gnu', 'aarch64-linux-gnu'].flatMap((machine) =>
  ['4.1', '6.0', '4.0'].map((api) => `/usr/lib/${machine}/webkit2gtk-${api}/MiniBrowser`));

const browsers = {
  chromium: { variable: 'SEVPROOF_CHROMIUM', names: ['chromium', 'chromium-browser', 'google-chrome'] },
  firefox: { variable: 'SEVPROOF_FIREFOX', names: ['firefox-esr', 'firefox'] },
  webkit: { variable: 'SEVPROOF_WEBKIT', names: miniBrowsers },
};

export function browserPath(name) {
  const { variable, names } = browsers[name];
  return findProgram(names, process.env[variable]);
}

/** What drives WebKit: Debian's driver, and a screen for it. */
export function webKitParts() {
  return { binary: browserPath('webkit'), driver: findProgram(['WebKitWebDriver']),
    screen: findProgram(['Xvfb']) };
}

/** What every test of the page needs. */
export function requirePage(name = browserName) {
  if (!browsers[name]) throw new Error(`SEVPROOF_BROWSER is '${name}', expected ${Object.keys(browsers).join(', ')}`);
  if (!existsSync(pageFile)) cannotTest(`no page at ${pageFile}; scripts/demo builds it`);
  if (!isProgram(program)) cannotTest(`no program at ${program}; build it with preset release`);
  if (!browserPath(name)) {
    cannotTest(`${name} is not installed; ${browsers[name].variable} can name it`);
  }
  if (name === 'webkit') {
    const { driver, screen } = webKitParts();
    if (!driver) cannotTest('WebKitWebDriver is not installed; webkit2gtk-driver or webkitgtk-webdriver has it');
    if (!screen) cannotTest('Xvfb is not installed; package xvfb has it');
    return;
  }
  try {
    packages.resolve('puppeteer-core');
  } catch {
    cannotTest('puppeteer-core is not installed; `npm ci` in web/ brings it');
  }
}
