// What must hold for the finished file. Each check throws with a sentence.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const kMaxSize = 520_000;
// Of a core that a newer compiler wrote, with instructions that split.mjs does not know: it is packed as it is.
const kMaxUnsplitSize = 560_000;

/** `unsplit` says why the core was not told apart into streams; null where it was. */
export const maxSize = (unsplit) => (unsplit === null ? kMaxSize : kMaxUnsplitSize);

// Ways for a page to reach out, in markup, styles and scripts.
const outside = [
  [/\ssrc(?:set)?\s*=/i, 'a src attribute'],
  [/<(?:link|iframe|object|embed|img|form|base|a)\b/i, 'an element that refers to something outside'],
  [/@import|url\(/i, 'a style that loads something'],
];
const reaching = [
  [/\bfetch\(/, 'fetch'],
  [/\bXMLHttpRequest\b/, 'XMLHttpRequest'],
  [/\bWebSocket\b/, 'WebSocket'],
  [/\bEventSource\b/, 'EventSource'],
  [/\bsendBeacon\b/, 'sendBeacon'],
  [/\bRTCPeerConnection\b|\bWebTransport\b/, 'a connection'],
  [/\bwindow\.open\b|\blocation\.(?:href|assign|replace)\b\s*[=(](?!=)/, 'navigation'],
  [/\bimport\s*\(/, 'import()'],
  [/\bimportScripts\b/, 'importScripts'],
  [/\beval\(/, 'eval'],
  [/\bnew Function\b|\bFunction\(["'`]/, 'new Function'],
  [/sourceMappingURL/, 'a source map'],
  [/\b(?:local|session)Storage\b|\bindexedDB\b|document\.cookie/, 'storage'],
];

function refuse(rules, text, where) {
  for (const [pattern, what] of rules) {
    const found = pattern.exec(text);
    if (found) {
      const around = text.slice(Math.max(0, found.index - 40), found.index + 60);
      throw new Error(`${where} has ${what}, which the page must not: …${around}…`);
    }
  }
}

/** Preact has a way to set markup, which trusted types block in the page; our code never uses it. */
export function checkSources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) checkSources(path);
    else refuse([[/innerHTML|outerHTML|insertAdjacentHTML|document\.write/i, 'markup from text']],
      readFileSync(path, 'utf8'), entry.name);
  }
}

/** A script element ends at the first of these, whatever its text means. */
export function checkEmbeddable(text, where) {
  const found = /<\/(?:script|style)|<!--|<script/i.exec(text);
  if (found) throw new Error(`${where} has ${found[0]}, which would end its element`);
}

export function checkScript(text, where) {
  checkEmbeddable(text, where);
  refuse(reaching, text, where);
}

export function checkStyle(text, where) {
  refuse(outside.slice(2), text, where);
}

// Those of base122.mjs.
const packedLetters = /^[\x01-\x0c\x10-\x1a\x1c-;=-\x7f]+$/;

export function checkPage(html, { boot, style, unpacker, parts, unsplit }) {
  for (const packed of [unpacker, parts]) {
    if (!packedLetters.test(packed)) throw new Error('what is packed has other letters than base122');
  }
  // Its icon is empty, so that browsers do not ask a server for one.
  const other = ['<link rel="icon" href="data:,">', boot, unpacker, parts];
  const markup = other.reduce((rest, text) => rest.replace(text, () => ''), html);
  refuse(outside, markup, 'the page');
  checkStyle(style, 'the style');
  if (/https?:\/\//i.test(markup)) throw new Error('the page names an address on the network');
  const size = Buffer.byteLength(html);
  const most = maxSize(unsplit);
  if (size > most) throw new Error(`the page has ${size} bytes, more than ${most}`);
}
