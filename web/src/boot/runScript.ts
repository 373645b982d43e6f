// Runs the script that the page has packed. Its policy names that script's hash, so that it can be no other.

interface TrustedScripts {
  createPolicy(name: string, rules: { createScript(text: string): string }): { createScript(text: string): string };
}

export function runScript(text: string): void {
  const { trustedTypes } = window as unknown as { trustedTypes?: TrustedScripts };
  const script = document.createElement('script');
  script.text = trustedTypes?.createPolicy('sevproof-script', { createScript: (wanted) => wanted })
    .createScript(text) ?? text;
  document.head.append(script);
  script.remove();
}
