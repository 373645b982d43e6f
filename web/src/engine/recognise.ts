// What a file is, by its content. The name decides only where the content cannot.

import type { FileRole, Recognised } from './engine';
import {
  asDomainXml, asHostPart, asKeyText, asLaunchText, isUtf16, textOf,
} from './text_files';

/** How much of a file's beginning and end has to be read. */
export const headSize = 64 * 1024;
export const tailSize = 64;

const vmsaSize = 4096;
const keySize = 16;
const startOfBootCpu = 0xfffffff0;
const largestAddress = 0xffffffff;

const bytesOf = (hex: string): number[] =>
  (hex.match(/../g) ?? []).map((byte) => parseInt(byte, 16));
const letters = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0));

// GUIDs as they lie in the file: the first three groups little-endian.
const footerGuid = bytesOf('de82b596b21ff745baeaa366c55a082d');
// Of OVMF builds of 2020, which have no table yet: the SEV-ES reset block by itself.
const oldResetGuid = bytesOf('de71f7007e1acb4f890e68c77e2fb44e');
const guidFromEnd = 48;

const archives: [number[], string][] = [
  [letters('070701'), 'cpio archive'],
  [letters('070702'), 'cpio archive'],
  [letters('070707'), 'cpio archive'],
  [bytesOf('c771'), 'cpio archive'],
  [bytesOf('1f8b'), 'gzip'],
  [bytesOf('fd377a585a00'), 'xz'],
  [bytesOf('28b52ffd'), 'zstd'],
  [bytesOf('04224d18'), 'lz4'],
  [bytesOf('02214c18'), 'lz4'],
  [letters('BZh'), 'bzip2'],
  [bytesOf('5d0000'), 'lzma'],
  [bytesOf('894c5a4f'), 'lzo'],
];

interface Given {
  name: string;
  size: number;
  head: Uint8Array;
  tail: Uint8Array;
}

function holds(bytes: Uint8Array, at: number, expected: number[]): boolean {
  return at >= 0 && at + expected.length <= bytes.length
    && expected.every((byte, i) => bytes[at + i] === byte);
}

function result(role: FileRole, reason: string, alternatives: FileRole[] = []): Recognised {
  return { role, reason, alternatives };
}

function asFirmware({ head, tail }: Given): Recognised | null {
  const at = tail.length - guidFromEnd;
  if (holds(tail, at, footerGuid)) return result('firmware', 'OVMF table at the end');
  if (holds(tail, at, oldResetGuid)) return result('firmware', 'SEV-ES reset block at the end');
  if (holds(head, 0x28, letters('_FVH'))) return result('firmware', 'EFI firmware volume');
  return null;
}

function asKernel({ head }: Given): Recognised | null {
  if (holds(head, 0x202, letters('HdrS'))) return result('kernel', 'Linux boot header');
  return null;
}

function asArchive({ head }: Given): Recognised | null {
  const found = archives.find(([magic]) => holds(head, 0, magic));
  return found === undefined ? null : result('initrd', found[1], ['kernel']);
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

/** `head` and `tail` are the file's first headSize and last tailSize bytes, or all there is. */
export function recognise(
  name: string, size: number, head: Uint8Array, tail: Uint8Array,
): Recognised {
  if (size === 0) return result('empty', 'file of 0 bytes', ['initrd']);
  const given = { name, size, head, tail };
  // A VMSA page starts with a segment, whose selector of 0 none of the archives has.
  for (const kind of [asFirmware, asKernel, asArchive, asText, asKey, asVmsa]) {
    const found = kind(given);
    if (found !== null) return found;
  }
  return result('unknown', 'unknown content', ['initrd', 'kernel', 'firmware']);
}
