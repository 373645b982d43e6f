// Runs axe-core in the page, with every rule that it has on by default.

import { readFileSync } from 'node:fs';
import { packages } from './environment.mjs';

const source = readFileSync(packages.resolve('axe-core/axe.min.js'), 'utf8');

/** One line for each violation: rule, what it says, where. */
export async function findViolations(page) {
  if (!await page.evaluate(() => 'axe' in window)) await page.evaluate(`${source};0`);
  return page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ['violations'] });
    return violations.flatMap(({ id, help, nodes }) => nodes.map((node) =>
      `${id}: ${help}: ${node.target.join(' ')} ${node.html.slice(0, 160)} ${node.failureSummary}`));
  });
}
