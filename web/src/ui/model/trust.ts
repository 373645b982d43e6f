// What the page can find out about itself. Pure functions, but for the count of blocked attempts.

import { signal } from '@preact/signals';

export type Directives = Map<string, string[]>;

export function parsePolicy(content: string): Directives {
  const directives: Directives = new Map();
  for (const part of content.split(';')) {
    const [name, ...values] = part.trim().split(/\s+/);
    // The first of two directives with the same name is the one that counts.
    if (name && !directives.has(name.toLowerCase())) directives.set(name.toLowerCase(), values);
  }
  return directives;
}

function none(values: string[] | undefined): boolean {
  return values !== undefined && values.length === 1 && values[0] === "'none'";
}

/** An image of data: (the page's empty icon is one) comes from nowhere and tells nobody. */
function noneFromOutside(values: string[] | undefined): boolean {
  return none(values) || (values !== undefined && values.length === 1 && values[0] === 'data:');
}

/** Hashes and the permission to compile WebAssembly let no script in from elsewhere. */
function onlyOwnScripts(values: string[] | undefined): boolean {
  return values !== undefined
    && values.every((value) => /^'(sha(256|384|512)-[\w+/=-]+|wasm-unsafe-eval|none)'$/.test(value));
}

export interface Blocked {
  scripts: boolean;
  requests: boolean;
  images: boolean;
  forms: boolean;
}

export function whatIsBlocked(policy: Directives): Blocked {
  const fetchDirective = (name: string): string[] | undefined => (
    policy.get(name) ?? policy.get('default-src'));
  return {
    scripts: onlyOwnScripts(fetchDirective('script-src')),
    requests: none(fetchDirective('connect-src')),
    images: noneFromOutside(fetchDirective('img-src')),
    // Forms do not fall back to default-src.
    forms: none(policy.get('form-action')),
  };
}

export function readOwnPolicy(): Blocked {
  const meta = document.querySelector('meta[http-equiv="Content-Security-Policy" i]');
  return whatIsBlocked(parsePolicy(meta?.getAttribute('content') ?? ''));
}

export function describeOrigin(protocol: string, origin: string): string {
  return protocol === 'file:' ? 'opened from a file' : `opened from ${origin}`;
}

/** Attempts that the browser blocked and told the page about. */
export const blockedAttempts = signal(0);
