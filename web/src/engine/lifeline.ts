// A lock that a worker holds as long as it lives. When the worker is gone, however it went, the browser
// gives the lock to the page, which waits for it. Over plain HTTP browsers have no locks.

function locks(): LockManager | undefined {
  return (globalThis.navigator as Partial<Navigator> | undefined)?.locks;
}

export function newLifeline(): string {
  return `sevproof-${crypto.getRandomValues(new Uint32Array(4)).join('-')}`;
}

/** In the worker: whether it holds the lock from now on. */
export async function holdLifeline(name: string): Promise<boolean> {
  const manager = locks();
  if (!manager) return false;
  return new Promise((resolve) => {
    const held = (): Promise<never> => {
      resolve(true);
      return new Promise(() => undefined);
    };
    manager.request(name, held).catch(() => resolve(false));
  });
}

/** On the page: whether it can wait for one. */
export function hasLifelines(): boolean {
  return locks() !== undefined;
}

/** On the page: resolves when the worker that held the lock is gone; true. False where it is not known. */
export async function whenGone(name: string): Promise<boolean> {
  const manager = locks();
  return manager ? manager.request(name, () => true).catch(() => false) : false;
}
