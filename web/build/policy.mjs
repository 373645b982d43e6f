// The page's Content Security Policy: it may run what is written in it, and nothing else.
import { createHash } from 'node:crypto';

const hashOf = (text) => `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;

/** The same as a header in nginx's words, with what a page cannot say of itself. */
export function nginxPolicy(policy) {
  return `add_header Content-Security-Policy "${policy}; frame-ancestors 'none'" always;\n`;
}

/** `scripts` and `style` are the texts between the tags, to the byte; a packed script is run so, too. */
export function pagePolicy({ scripts, style }) {
  return [
    "default-src 'none'",
    `script-src ${scripts.map(hashOf).join(' ')} 'wasm-unsafe-eval'`,
    `style-src ${hashOf(style)}`,
    'worker-src blob:',
    "connect-src 'none'",
    // For the empty icon in the head alone: without one, browsers ask the server for theirs.
    'img-src data:',
    "font-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types sevproof-script sevproof-worker',
  ].join('; ');
}
