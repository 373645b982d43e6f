// The types of the core's documents are those of core/schema.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import { reportTypes } from '../build/reports.mjs';

for (const [name, text] of Object.entries(reportTypes())) {
  test(`${name} is fresh`, () => {
    const written = readFileSync(new URL(`../src/core/${name}`, import.meta.url), 'utf8');
    assert.equal(written, text, 'run `node web/build/reports.mjs`');
  });
}
