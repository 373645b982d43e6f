// A domain's XML as the tests' engine reads it.

/** What the core says of a domain; here it also is the file's text. */
export const view = (change = {}) => ({
  sha256: 'd'.repeat(64), name: 'guest', launchSecurity: { type: 'sev', policy: { value: 7, flags: [] }, kernelHashes: true },
  boot: { kernel: '/k', initrd: null, cmdline: 'quiet' }, machine: { vcpus: 4, cpu: null }, findings: [],
  refusal: null, ...change });
export const xml = (change) => new File([JSON.stringify(view(change))], 'guest.xml');
