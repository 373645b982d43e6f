// Starts the core as the page does, with the very contents that are packed into it.
import { createHash, webcrypto } from 'node:crypto';
import vm from 'node:vm';

import { wrap } from 'comlink';

const patience = 60_000; // milliseconds; it takes well under one second

/** What a worker has that the page's uses: no network, no disk, and nothing of Node's own. */
function workerGlobals(port) {
  const globals = {
    location: { href: 'blob:null/worker' },
    crypto: webcrypto,
    addEventListener: port.addEventListener.bind(port),
    removeEventListener: port.removeEventListener.bind(port),
    postMessage: port.postMessage.bind(port),
    WorkerGlobalScope: class {},
    console, URL, Blob, Response, DecompressionStream, TextDecoder, TextEncoder, performance, atob,
    setTimeout, clearTimeout, MessageChannel, AbortController,
  };
  globals.self = globals;
  return globals;
}

const valueOf = (outcome) => {
  if (!outcome.ok) throw new Error(outcome.error.message);
  return outcome.value;
};

/** A sample as the page asks for it: a request, and its files; the large ones are hashed here. */
function questionOf({ texts, files }, kind) {
  const request = { ...texts[kind] };
  const given = {};
  for (const { place, base64 } of files) {
    const bytes = Buffer.from(base64, 'base64');
    const isHashed = place === 'kernel' || place === 'initrd';
    request[place] = place;
    given[place] = isHashed
      ? { sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.length } : new Uint8Array(bytes);
  }
  return [JSON.stringify(request), given];
}

/** The page's own self-tests: the core's, and both samples as whole launches, which go deeper. */
async function testCore(worker, core, samples) {
  valueOf(await worker.start(new Uint8Array(core)));
  const tests = valueOf(await worker.ask('selfTests', []));
  if (tests.length === 0) throw new Error('it has no self-tests');
  for (const [kind, wanted] of [['matching', 'match'], ['failing', 'mismatch']]) {
    const { report } = valueOf(await worker.ask('validate', questionOf(samples, kind)));
    tests.push({ name: `the ${kind} sample`, passed: JSON.parse(report).verdict === wanted });
  }
  const failed = tests.filter(({ passed }) => passed !== true).map(({ name }) => name);
  if (failed.length > 0) throw new Error(`failed self-tests: ${failed.join(', ')}`);
  return tests.length;
}

/**
 * With the contents that are packed into the page. Answers with how many self-tests
 * passed; throws where one does not, or the core does not start.
 */
export async function startCore({ worker, core, samples }) {
  const { port1, port2 } = new MessageChannel();
  let timer;
  const silence = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('it does not answer')), patience);
  });
  try {
    vm.runInNewContext(worker, workerGlobals(port2), { filename: 'worker.js' });
    port2.start();
    return await Promise.race([testCore(wrap(port1), core, JSON.parse(samples)), silence]);
  } catch (fault) {
    throw new Error(`the core does not work as the page starts it: ${fault.message}`);
  } finally {
    clearTimeout(timer);
    port1.close();
    port2.close();
  }
}
