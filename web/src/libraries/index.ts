// All that the page's script takes from libraries. They are packed, so that what stands in the page is its own
// code; the build lets the page's imports from them lead here.

export { Fragment, render } from 'preact';
export { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
export { jsx, jsxs } from 'preact/jsx-runtime';
export { batch, computed, effect, signal, untracked, useSignal } from '@preact/signals';
export { proxy, transfer, wrap } from 'comlink';
