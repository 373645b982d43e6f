// One browser process for a test file; each test gets a fresh page in a fresh profile or context.

import { join } from 'node:path';
import { browserName, browserPath, packages, requirePage, webKitParts } from './environment.mjs';
import { endWithUs, folder, killGroup, scratch } from './scratch.mjs';
import { startWebKit } from './webkit.mjs';

export const downloads = folder('downloads');

const chromiumArguments = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
  '--disable-default-apps', '--disable-breakpad', '--force-color-profile=srgb',
];

function firefoxPreferences(scheme) {
  return {
    'browser.download.folderList': 2,
    'browser.download.dir': downloads,
    'browser.download.useDownloadDir': true,
    'browser.download.always_ask_before_handling_new_types': false,
    'browser.download.alwaysOpenPanel': false,
    'browser.helperApps.neverAsk.saveToDisk':
      'application/json,text/plain,application/octet-stream',
    // 0 dark, 1 light: what the page sees, whatever the system has.
    'layout.css.prefers-color-scheme.content-override': scheme === 'dark' ? 0 : 1,
    'ui.systemUsesDarkTheme': scheme === 'dark' ? 1 : 0,
    'ui.prefersReducedMotion': 1,
    'browser.startup.page': 0,
    'network.captive-portal-service.enabled': false,
    'network.connectivity-service.enabled': false,
    'datareporting.policy.dataSubmissionEnabled': false,
    // Otherwise the proxy settings of the machine decide where a request to 127.0.0.1 goes.
    'network.proxy.type': 0,
  };
}

/**
 * Starts a browser. `scheme` is light or dark; in Chromium it can be changed later.
 * `pipe`: Chromium is driven without any socket. `moreArguments` are Chromium's.
 */
export async function startBrowser({
  name = browserName, scheme = 'light', pipe = true, moreArguments = [],
} = {}) {
  requirePage(name);
  if (name === 'webkit') {
    return startWebKit({ ...webKitParts(), downloads, dark: scheme === 'dark' });
  }
  const { default: puppeteer } = await import(packages.resolve('puppeteer-core'));
  const home = folder(`home-${name}-${scheme}`);
  const common = {
    executablePath: browserPath(name),
    headless: true,
    userDataDir: folder(`profile-${name}-${scheme}`),
    // Nothing is to appear in the home of whoever runs the tests, nor is one needed.
    env: { ...process.env, HOME: home, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home, TMPDIR: scratch,
      TMP: scratch, MOZ_CRASHREPORTER_DISABLE: '1' },
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    protocolTimeout: 120_000,
    timeout: 60_000,
    defaultViewport: { width: 1280, height: 900 },
  };
  const browser = name === 'firefox'
    ? await puppeteer.launch({ ...common, browser: 'firefox',
      extraPrefsFirefox: firefoxPreferences(scheme) })
    : await puppeteer.launch({ ...common, browser: 'chrome', pipe,
      args: [...chromiumArguments, ...moreArguments],
      downloadBehavior: { policy: 'allow', downloadPath: downloads } });
  endWithUs(browser.process());
  return browser;
}

/** Ends it, also when it no longer answers. */
export async function stopBrowser(browser) {
  if (!browser) return;
  const deadline = new Promise((resolve) => setTimeout(resolve, 10_000).unref());
  await Promise.race([browser.close().catch(() => {}), deadline]);
  killGroup(browser.process());
}

/** The only one that speaks the Chrome DevTools Protocol. */
export function isChromium(browser) {
  return /chrom/i.test(browser.process().spawnfile);
}

export function downloadPath(name) {
  return join(downloads, name);
}
