// The help's texts, for the page to carry: one file for each moment, called as it. `{NAME: HEADING}` stands for the
// section with that heading in another.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

function section(text, heading) {
  const found = text.split(/^(?=# )/m).find((one) => one.startsWith(`# ${heading}\n`));
  if (found === undefined) throw new Error(`help: there is no section "${heading}"`);
  return found.trim();
}

export function readHelp(folder) {
  const texts = Object.fromEntries(readdirSync(folder).sort().map((name) => (
    [basename(name, '.txt'), readFileSync(join(folder, name), 'utf8').trim()])));
  const withSections = (text) => text.replace(/^\{(\w+): (.*)\}$/gm, (_, name, heading) => section(texts[name] ?? '', heading));
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, withSections(text)]));
}
