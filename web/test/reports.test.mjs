// The types of the core's documents are those of core/schema.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import { reportTypes } from '../build/reports.mjs';

test('reports.d.ts is fresh', () => {
  const written = readFileSync(new URL('../src/core/reports.d.ts', import.meta.url), 'utf8');
  assert.equal(written, reportTypes(), 'run `node web/build/reports.mjs`');
});
