// What a file is, by its content. The name decides only where the content cannot.

import type { FileRole, Recognised } from './engine';

/** How much of a file's beginning and end has to be read. */
export const headSize = 64 * 1024;
export const tailSize = 64;

const vmsaSize = 4096;
const keySize = 16;
const startOfBootCpu = 0xfffffff0;
const footerGuid = [0xde, 0x82, 0xb5, 0x96, 0xb2, 0x1f, 0xf7, 0x45, 0xba, 0xea, 0xa3, 0x66, 0xc5, 0x5a,
  0x08, 0x2d];
// Of OVMF builds of 2020, which have no table yet: the SEV-ES reset block by itself.
const oldResetGuid = [0xde, 0x71, 0xf7, 0x00, 0x7e, 0x1a, 0xcb, 0x4f, 0x89, 0x0e, 0x68, 0xc7, 0x7e, 0x2f,
  0xb4, 0x4e];

const archives: [number[], string][] = [
  [[...'070701'].map((c) => c.charCodeAt(0)), 'a cpio archive'],
  [[...'070702'].map((c) => c.charCodeAt(0)), 'a cpio archive'],
  [[...'070707'].map((c) => c.charCodeAt(0)), 'a cpio archive'],
  [[0xc7, 0x71], 'a cpio archive'],
  [[0x1f, 0x8b], 'gzip'],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], 'xz'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'zstd'],
  [[0x04, 0x22, 0x4d, 0x18], 'lz4'],
  [[0x02, 0x21, 0x4c, 0x18], 'lz4'],
  [[0x42, 0x5a, 0x68], 'bzip2'],
  [[0x5d, 0x00, 0x00], 'lzma'],
  [[0x89, 0x4c, 0x5a, 0x4f], 'lzo'],
];

function holds(bytes: Uint8Array, at: number, expected: number[]): boolean {
  return at >= 0 && at + expected.length <= bytes.length
    && expected.every((byte, i) => bytes[at + i] === byte);
}

const letters = (text: string): number[] => [...text].map((c) => c.charCodeAt(0));

function result(role: FileRole, reason: string, alternatives: FileRole[] = []): Recognised {
  return { role, reason, alternatives };
}

function asFirmware(head: Uint8Array, tail: Uint8Array): Recognised | null {
  if (holds(tail, tail.length - 48, footerGuid)) return result('firmware', 'OVMF table at the end');
  if (holds(tail, tail.length - 48, oldResetGuid)) return result('firmware', 'SEV-ES reset block at the end');
  if (holds(head, 0x28, letters('_FVH'))) return result('firmware', 'EFI firmware volume');
  return null;
}

function littleEndian(bytes: Uint8Array, at: number, size: number): number {
  let value = 0;
  for (let i = size - 1; i >= 0; i -= 1) value = value * 256 + (bytes[at + i] ?? 0);
  return value;
}

function asVmsa(size: number, head: Uint8Array): Recognised | null {
  if (size !== vmsaSize || head.length < vmsaSize) return null;
  // CS base and RIP: AMD64 Architecture Programmer's Manual volume 2, table B-4.
  const start = littleEndian(head, 0x18, 8) + littleEndian(head, 0x178, 8);
  if (start === 0) return result('unknown', '4096 bytes like a VMSA page, but no address to start at', ['vmsaCpu0', 'vmsaCpu1', 'initrd']);
  if (start === startOfBootCpu) return result('vmsaCpu0', 'VMSA page that starts at the reset vector', ['vmsaCpu1']);
  return result('vmsaCpu1', `VMSA page that starts at 0x${start.toString(16)}`, ['vmsaCpu0']);
}

function asKey(name: string, size: number, head: Uint8Array): Recognised | null {
  if (size !== keySize && size !== 2 * keySize) return null;
  if (isText(head)) {
    return result('unknown', `${size} bytes of text: a key file is raw bytes`,
      size === keySize ? ['tik', 'tek'] : ['tk']);
  }
  if (size === 2 * keySize) return result('tk', '32 bytes: both keys, TEK first');
  const [tik, tek] = [/tik/i.test(name), /tek/i.test(name)];
  if (tik !== tek) return result(tik ? 'tik' : 'tek', '16 bytes, by its name', [tik ? 'tek' : 'tik']);
  return result('unknown', '16 bytes: a TIK or a TEK', ['tik', 'tek']);
}

function isText(bytes: Uint8Array): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return !/[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]/.test(text);
  } catch {
    return false;
  }
}

function settingsOf(text: string): boolean {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null && (parsed as { kind?: unknown }).kind === 'sevproof-settings';
  } catch {
    return false;
  }
}

function asText(size: number, head: Uint8Array): Recognised | null {
  if (size > headSize && !holds(head, 0, letters('<'))) return null;
  // A cut inside a letter at the end of the head is no reason against text.
  const text = new TextDecoder().decode(head).trimStart();
  if (/^(?:<\?xml[^>]*>\s*)?(?:<!-{2}[^]*?-{2}>\s*)*<domain[\s>]/.test(text)) return result('domainXml', 'libvirt domain XML');
  if (size > headSize || !isText(head)) return null;
  if (/^\s*sev-(?:measurement|api-major|api-minor|build-id|policy)\s*:/m.test(text)) return result('launchInfo', 'output of virsh domlaunchsecinfo');
  if (!text.startsWith('{')) return null;
  if (settingsOf(text)) return result('settings', 'settings of this page');
  if (/"(?:return|api-major|data|sev-measurement|error)"\s*:/.test(text)) return result('launchInfo', 'QMP JSON');
  return null;
}

function asArchive(head: Uint8Array): Recognised | null {
  for (const [magic, name] of archives) {
    if (holds(head, 0, magic)) return result('initrd', name, ['kernel']);
  }
  return null;
}

function asKernel(head: Uint8Array): Recognised | null {
  if (holds(head, 0x202, letters('HdrS'))) return result('kernel', 'Linux boot header');
  return null;
}

/** `head` and `tail` are the file's first headSize and last tailSize bytes, or all there is. */
export function recognise(name: string, size: number, head: Uint8Array, tail: Uint8Array): Recognised {
  if (size === 0) return result('empty', 'a file of 0 bytes', ['initrd']);
  return asFirmware(head, tail) ?? asKernel(head) ?? asText(size, head) ?? asKey(name, size, head)
    ?? asVmsa(size, head) ?? asArchive(head)
    ?? result('unknown', 'nothing that this page knows', ['initrd', 'kernel', 'firmware']);
}
