// One bundle, so that both see the same parts.
export { createEngine } from '../src/engine/create';
export { openParts } from '../src/engine/parts';
