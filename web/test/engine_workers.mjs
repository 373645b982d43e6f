// The engine with workers that answer as a test tells them to.
import { createRequire } from 'node:module';

import { importSource, web } from './bundle.mjs';

const { expose } = createRequire(`${web}/package.json`)('comlink');
const { createEngine } = await importSource('engine/create.ts');

export const ok = (value) => ({ ok: true, value });
export const never = () => new Promise(() => {});
export const digest = { sha256: '00', size: 1 };
export const taken = { recognised: { role: 'kernel' }, as: 'kernel', digest };
const calls = {
  about: () => ok({ version: '1.2.3' }),
  selfTests: () => ok([{ name: 'one', passed: true }]),
  validate: (request) => ok({ report: JSON.stringify({
    verdict: JSON.parse(request).measurement === 'good' ? 'match' : 'mismatch' }) }),
  checkText: (field, text) => ok(text),
  measureSnp: () => ok({ report: '{"computed":{"launchDigest":"d"}}' }),
};
/** A worker whose core answers some calls otherwise. */
export const answering = (others) => ({
  start: () => ok('ab12'),
  ping: () => true,
  ask: (call, values) => ({ ...calls, ...others })[call](...values),
  take: () => ok(taken),
  release: () => undefined,
  cancel: () => ok(null),
});
export const healthy = answering({});

globalThis.window = globalThis;
globalThis.sevproofParts = { core: 'module', worker: '', samples: JSON.stringify({
  texts: { matching: { measurement: 'good' }, failing: { measurement: 'bad' } },
  files: [{ place: 'kernel', name: 'k', base64: 'AAAA' }, { place: 'tk', name: 't', base64: 'AAAA' }],
  snp: { firmware: { place: 'firmware', name: 'f', base64: 'AAAA' }, matching: 'd', failing: 'e' },
}) };

export let workers = [];
let api = healthy;
globalThis.Worker = class extends EventTarget {
  constructor() {
    super();
    if (api === null) throw new Error('no workers here');
    const { port1, port2 } = new MessageChannel();
    // What reports progress comes with a port of its own. It ends with the worker, and keeps Node
    // running for as long.
    const received = [];
    port1.addEventListener('message', ({ ports }) => received.push(...ports));
    expose(api, port1);
    port2.addEventListener('message', ({ data }) => this.dispatchEvent(new MessageEvent('message', { data })));
    port2.start();
    // A File is more than Node can send.
    const withoutFiles = (value) => {
      if (value instanceof File) return {};
      if (Array.isArray(value)) return value.map(withoutFiles);
      if (value === null || typeof value !== 'object') return value;
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutFiles(inner)]));
    };
    const sendable = (argument) => (argument.type === 'RAW'
      ? { ...argument, value: withoutFiles(argument.value) } : argument);
    this.postMessage = (message, transfer) =>
      port2.postMessage({ ...message, argumentList: message.argumentList?.map(sendable) }, transfer);
    this.end = () => { [port1, port2, ...received].forEach((port) => port.close()); };
    this.terminate = () => { this.isTerminated = true; this.end(); };
    workers.push(this);
  }
};

/** From now on new workers answer like this; null: none can be made. */
export function nextWorkers(workerApi) {
  api = workerApi;
}

export function withEngine(workerApi, use) {
  return async () => {
    workers = [];
    api = workerApi;
    const states = [];
    const engine = createEngine();
    engine.onState(({ status, message }) => states.push(message === '' ? status : `${status}: ${message}`));
    try {
      await use(engine, states);
    } finally {
      // Whoever waits for an answer hears that there is none, and stops watching for signs of life.
      for (const worker of workers) {
        worker.dispatchEvent(fault('error', 'the test is over'));
        worker.end();
      }
    }
  };
}

/** What a worker that fails tells of itself. */
export const fault = (type, message) => Object.assign(new Event(type, { cancelable: true }), { message });
export const turn = () => new Promise((resolve) => { setTimeout(resolve, 20); });

/** A file of that many bytes; nothing reads it here. */
export function sized(bytes) {
  const given = new File(['x'], 'large');
  Object.defineProperty(given, 'size', { value: bytes });
  return given;
}
export const large = (mib) => sized(mib * 1024 * 1024);
