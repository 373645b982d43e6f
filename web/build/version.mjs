import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The project's, as CMakeLists.txt has it. */
export function projectVersion(project) {
  const found = /project\([^)]*VERSION\s+([\d.]+)/.exec(readFileSync(join(project, 'CMakeLists.txt'), 'utf8'));
  if (found === null) throw new Error('expected project(sevproof VERSION ...) in CMakeLists.txt');
  return found[1];
}
