// What a file is, by its content. The name decides only where the content cannot.

import type { Content } from '../core/face';
import type { FileRole, Recognised } from './engine';
import {
  asDomainXml, asHostPart, asKeyText, asLaunchText, isUtf16, textOf,
} from './text_files';

/** How much of a file's beginning and end has to be read. */
export const headSize = 64 * 1024;
export const tailSize = 48;
/** So much of the beginning is for the core. */
export const contentSize = 8192;

const vmsaSize = 4096;
const keySize = 16;
const startOfBootCpu = 0xfffffff0;
const largestAddress = 0xffffffff;

interface Given {
  name: string;
  size: number;
  head: Uint8Array;
  content: Content;
}

function result(role: FileRole, reason: string, alternatives: FileRole[] = []): Recognised {
  return { role, reason, alternatives };
}

const parts = ['firmware', 'kernel', 'initrd'] as const;

/** A part of a launch, by its marks. */
function asPart({ content }: Given): Recognised | null {
  const role = parts.find((part) => part === content.kind);
  if (role === undefined) return null;
  return result(role, content.name, role === 'initrd' ? ['kernel'] : []);
}

function asText({ name, size, head }: Given): Recognised | null {
  if (isUtf16(head) && size > 2 * keySize) {
    return result('unknown', 'text in UTF-16: save it as UTF-8, or paste it');
  }
  const isCut = size > head.length;
  const text = textOf(head, isCut);
  if (text === null) return null;
  const seen = asDomainXml(text)
    ?? (isCut ? null : asLaunchText(text) ?? asHostPart(name, text) ?? asKeyText(text));
  return seen && { alternatives: [], ...seen };
}

/** Whether the name has it as a word: "guest_tik.bin", "TK", but not "gtk.key". */
function isNamed(name: string, key: string): boolean {
  return new RegExp(`(?:^|[^a-z])${key}(?:[^a-z]|$)`, 'i').test(name);
}

/** 32 bytes are as likely a disk key. */
function asKeyPair(name: string, isText: boolean): Recognised {
  if (isNamed(name, 'tk')) return result('tk', '32 bytes, by its name: both keys, TEK first');
  return result('unknown', isText ? '32 bytes of text: a TK has as many bytes'
    : '32 bytes: a TK, or a secret such as a disk key', ['tk', 'secret']);
}

function asKey({ name, size, head }: Given): Recognised | null {
  if (size !== keySize && size !== 2 * keySize) return null;
  // A command line has that many letters as well.
  const isText = textOf(head, false) !== null;
  if (size === 2 * keySize) return asKeyPair(name, isText);
  const places: FileRole[] = ['tik', 'tek'];
  const [only, second] = places.filter((place) => isNamed(name, place));
  if (only === undefined || second !== undefined) {
    return result('unknown', isText
      ? '16 bytes of text: a TIK or a TEK has as many raw bytes'
      : '16 bytes: a TIK or a TEK', places);
  }
  return result(only, '16 bytes, by its name', places.filter((place) => place !== only));
}

function littleEndian(bytes: Uint8Array, at: number): number {
  let value = 0;
  for (let i = 7; i >= 0; i -= 1) value = value * 256 + (bytes[at + i] ?? 0);
  return value;
}

// AMD64 Architecture Programmer's Manual volume 2, table B-4: base of CS, and RIP. CPUs of a guest
// start in real mode, below 4 GiB.
function asVmsa({ size, head }: Given): Recognised | null {
  if (size !== vmsaSize || head.length < vmsaSize) return null;
  const codeBase = littleEndian(head, 0x18);
  const rip = littleEndian(head, 0x178);
  const start = codeBase + rip;
  if (start === 0 || start > largestAddress || rip > 0xffff) {
    return result('unknown', '4096 bytes as a VMSA page, but no address where a CPU would start',
      ['vmsaCpu0', 'vmsaCpu1', 'initrd']);
  }
  if (start === startOfBootCpu) {
    return result('vmsaCpu0', 'VMSA page that starts at the reset vector', ['vmsaCpu1']);
  }
  return result('vmsaCpu1', `VMSA page that starts at 0x${start.toString(16)}`, ['vmsaCpu0']);
}

/** `head` is the file's first headSize bytes, or all there is; `content` is what the core says of it. */
export function recognise(
  name: string, size: number, head: Uint8Array, content: Content,
): Recognised {
  if (size === 0) return result('empty', 'file of 0 bytes', ['initrd']);
  const given = { name, size, head, content };
  // A VMSA page starts with a segment, whose selector of 0 none of the archives has.
  for (const kind of [asPart, asText, asKey, asVmsa]) {
    const found = kind(given);
    if (found !== null) return found;
  }
  return result('unknown', content.name || 'unknown content', ['initrd', 'kernel', 'firmware']);
}
