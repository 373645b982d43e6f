// Adds to a package.json what scripts/publisher.txt says: publish_npm.mjs MANIFEST
import { readFileSync, writeFileSync } from 'node:fs';

const text = readFileSync(new URL('../publisher.txt', import.meta.url), 'utf8');
const said = (key) => text.split('\n').find((line) => line.startsWith(`${key} `)).slice(key.length + 1);
const [path] = process.argv.slice(2);
const manifest = {
  ...JSON.parse(readFileSync(path, 'utf8')),
  author: said('maintainer'),
  homepage: said('homepage'),
  repository: { type: 'git', url: `git+${said('repository')}` },
  bugs: { url: said('bugs') },
};
writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`);
