// One bundle, so that both see the same core.
export { startCore } from '../src/worker/core';
export { diagnose } from '../src/worker/diagnose';
export { release, withBytes } from '../src/worker/held';
export { take } from '../src/worker/take';
export { hashFile, readEnds, readWhole } from '../src/worker/files';
