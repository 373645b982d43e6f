// A worker whose script stands in the page itself: the page has no other file to load it from.

interface TrustedPolicy {
  createScriptURL(url: string): string;
}

interface TrustedFactory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): TrustedPolicy;
}

let policy: TrustedPolicy | null = null;

// All that this policy lets through is what the page made.
function trusted(url: string): string {
  const factory = (window as unknown as { trustedTypes?: TrustedFactory }).trustedTypes;
  if (factory === undefined) return url;
  policy ??= factory.createPolicy('sevproof-worker', {
    createScriptURL(wanted) {
      if (!wanted.startsWith('blob:')) throw new TypeError('only scripts of the page itself');
      return wanted;
    },
  });
  return policy.createScriptURL(url);
}

/** Throws where workers cannot be started; `onFailure` is told of one that ends unasked. */
export function startWorker(onFailure: (message: string) => void): Worker {
  const url = URL.createObjectURL(new Blob([sevproofParts.worker], { type: 'text/javascript' }));
  const worker = new Worker(trusted(url), { name: 'sevproof' });
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    onFailure(`The worker stopped: ${event.message || 'no reason given'}`);
  });
  worker.addEventListener('messageerror', () => onFailure('The worker sent something unreadable'));
  // Its address is needed only until the script is read, which the first message from it proves.
  worker.addEventListener('message', () => URL.revokeObjectURL(url), { once: true });
  return worker;
}
