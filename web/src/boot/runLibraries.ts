// Runs the libraries that the page has packed. Its policy names their hash, so that it can be no other script.

interface TrustedScripts {
  createPolicy(name: string, rules: { createScript(text: string): string }): { createScript(text: string): string };
}

/** Throws where the browser does not run them. */
export function runLibraries(text: string): void {
  const { trustedTypes } = window as unknown as { trustedTypes?: TrustedScripts };
  const script = document.createElement('script');
  script.text = trustedTypes?.createPolicy('sevproof-libraries', { createScript: (wanted) => wanted })
    .createScript(text) ?? text;
  document.head.append(script);
  script.remove();
  if (!('sevproofLibraries' in window)) throw new Error('blocked');
}
