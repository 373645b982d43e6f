/** Overwrites all bytes in it, however deep. */
export function wipe(given: unknown): void {
  if (given instanceof Uint8Array) given.fill(0);
  else if (typeof given === 'object' && given !== null) Object.values(given).forEach(wipe);
}
