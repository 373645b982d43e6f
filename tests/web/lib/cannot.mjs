// A test that its browser's driver cannot drive is skipped, and says why.

import { test as nodeTest } from 'node:test';

export class CannotHere extends Error {}

/** As node:test's; what throws CannotHere is skipped with that reason. */
export function test(name, use) {
  return nodeTest(name, async (context) => {
    try {
      await use(context);
    } catch (reason) {
      if (!(reason instanceof CannotHere)) throw reason;
      context.skip(reason.message);
    }
  });
}
