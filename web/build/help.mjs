// The help's texts, for the page to carry: one file for each moment, called as it.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

export function readHelp(folder) {
  return Object.fromEntries(readdirSync(folder).sort().map((name) => (
    [basename(name, '.txt'), readFileSync(join(folder, name), 'utf8').trim()])));
}
