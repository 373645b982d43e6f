// Launches for the tests, made by the stand-in for the SEV firmware in tests/standin.

import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { program, python, root } from './environment.mjs';
import { folder } from './scratch.mjs';

const standin = join(root, 'tests/standin');
export const inputs = folder('inputs');
export const cmdline = 'console=ttyS0 root=LABEL=x ro';
export const luksKey = '736869e5-84f0-4973-92ec-06879ce3da0b';

export const input = (name) => join(inputs, name);

/** Writes an input file and returns its path. */
export function write(name, content) {
  writeFileSync(input(name), content);
  return input(name);
}

function run(command, words) {
  return execFileSync(command, words,
    { encoding: 'utf8', env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' }, maxBuffer: 1 << 26 });
}

/** The stand-in's host: what it prints. */
export const host = (...words) => run(python, [join(standin, 'host.py'), ...words]);

export function firmwareImage(name, ...words) {
  run(python, [join(standin, 'firmware_image.py'), '--out', input(name), ...words]);
  return input(name);
}

/** The program's standard output and status, whichever it is. */
export function sevproof(...words) {
  try {
    return { status: 0, stdout: execFileSync(program, words, { stdio: ['ignore', 'pipe', 'pipe'] }) };
  } catch (error) {
    return { status: error.status, stdout: error.stdout };
  }
}

/** Looks like a bzImage to whoever looks at its magic. */
function kernelLike(size) {
  const bytes = Buffer.alloc(size);
  for (let at = 0; at < size; at += 1) bytes[at] = (at * 31 + (at >> 8)) & 255;
  bytes.writeUInt16LE(0xaa55, 0x1fe);
  bytes.write('HdrS', 0x202, 'latin1');
  return bytes;
}

// No text: 32 bytes of that are taken for a key in the wrong form.
const tek = Buffer.from('f0e1d2c3b4a5968778695a4b3c2d1e0f', 'hex');
const tik = Buffer.from('8091a2b3c4d5e6f708192a3b4c5d6e7f', 'hex');
write('tek.bin', tek);
write('tik.bin', tik);
write('tk.bin', Buffer.concat([tek, tik]));
write('vmlinuz', kernelLike(70_000));
write('other-vmlinuz', kernelLike(80_000));
write('initrd.img', gzipSync('an initrd\n'.repeat(5000)));
write('secret.txt', 'correct horse battery staple');
const areas = ['--reset-address', '0x80b004', '--secret-area', '0x810000/0xc00',
  '--hash-area', '0x810c00/0x400'];
firmwareImage('OVMF.fd', ...areas);
firmwareImage('other.fd', '--seed', '5', ...areas);
run(program, ['vmsa', 'build', '--cpu', 'EPYC-Milan', '--firmware', input('OVMF.fd'), '--quiet',
  '--out-cpu0', input('vmsa0.bin'), '--out-cpu1', input('vmsa1.bin')]);

/** What virsh says in the text, by the page's names. */
export function stateOf(text) {
  const names = { 'sev-measurement': 'Measurement', 'sev-api-major': 'API major',
    'sev-api-minor': 'API minor', 'sev-build-id': 'Build ID', 'sev-policy': 'Policy' };
  const lines = text.trim().split('\n').map((line) => line.split(/\s*:\s*/));
  return Object.fromEntries(lines.map(([name, value]) => [names[name], value.trim()]));
}

const options = { Measurement: 'measurement', 'API major': 'api-major', 'API minor': 'api-minor',
  'Build ID': 'build-id', Policy: 'policy', Firmware: 'firmware', Kernel: 'kernel',
  Initrd: 'initrd', 'Command line': 'cmdline', vCPUs: 'num-cpus', 'CPU model': 'cpu',
  'VMSA layout': 'vmsa-layout', 'SEV features': 'sev-features', 'VMSA CPU 0': 'vmsa-cpu0',
  'VMSA CPU 1': 'vmsa-cpu1', TK: 'tk', TIK: 'tik', TEK: 'tek' };

/** The program's arguments for the same launch as the page's fields and files. */
export function argumentsOf({ fields, files }) {
  return Object.entries({ ...fields, ...files })
    .map(([name, value]) => `--${options[name]}=${value}`);
}

/** The program takes all the time that it needs to say why a launch does not match, as the page does. */
export const wholeSearch = '--diagnose=600';

/** `others` are files that may have been started instead. */
export const reportOf = (launch, ...others) => sevproof('--json', wholeSearch,
  ...others.map((path) => `--also-try=${path}`), ...argumentsOf(launch));

const boot = { Kernel: input('vmlinuz'), Initrd: input('initrd.img') };
const bootWith = (line) => ['--kernel', boot.Kernel, '--initrd', boot.Initrd, '--cmdline', line];
const bootWords = bootWith(cmdline);

/** A launch as the host reports it (`text`, virsh's) and as its owner describes it. */
function launched(words, { fields = {}, files = {} }) {
  const start = ['launch', '--firmware', input('OVMF.fd'), '--tk', input('tk.bin'),
    '--nonce', '000102030405060708090a0b0c0d0e0f', ...words];
  const text = host(...start, '--format', 'virsh');
  return {
    text,
    qmp: host(...start, '--format', 'qmp'),
    fields: { ...stateOf(text), ...fields },
    files: { Firmware: input('OVMF.fd'), TK: input('tk.bin'), ...files },
  };
}

const es = { 'CPU model': 'EPYC-Milan' };
const makers = {
  sev: () => launched(['--policy', '3'], {}),
  kernelHashes: () => launched(['--policy', '1', ...bootWords],
    { fields: { 'Command line': cmdline }, files: boot }),
  esSku: () => launched(['--policy', '7', '--vcpus', '4', '--cpu', '25/1/1', ...bootWords],
    { fields: { ...es, vCPUs: '4', 'Command line': cmdline }, files: boot }),
  esOneCpu: () => launched(['--policy', '7', '--vcpus', '1', '--cpu', '25/1/1'],
    { fields: { ...es, vCPUs: '1' } }),
  esFiles: () => launched(['--policy', '7', '--vcpus', '3', '--cpu', '25/1/1'],
    { fields: { vCPUs: '3' },
      files: { 'VMSA CPU 0': input('vmsa0.bin'), 'VMSA CPU 1': input('vmsa1.bin') } }),
  init2: () => launched(['--policy', '7', '--vcpus', '2', '--cpu', '25/1/1', '--layout', 'init2',
    '--sev-features', '0x20'],
  { fields: { ...es, vCPUs: '2', 'VMSA layout': 'init2', 'SEV features': '0x20' } }),
};

/** The launch esSku with another command line, which its owner does not know. */
export const launchedWith = (line) => launched(
  ['--policy', '7', '--vcpus', '4', '--cpu', '25/1/1', ...bootWith(line)],
  { fields: { ...es, vCPUs: '4', 'Command line': line }, files: boot });

const made = new Map();

/** One of the launches above; the same object every time, so do not change it. */
export function launch(name) {
  if (!made.has(name)) made.set(name, makers[name]());
  return made.get(name);
}

/** The same launch with other fields or files. */
export function changed(name, { fields = {}, files = {} }) {
  const base = launch(name);
  return { ...base, fields: { ...base.fields, ...fields }, files: { ...base.files, ...files } };
}

/** The same launch with a measurement that no launch has. */
export const unexplained = (name) =>
  changed(name, { fields: { Measurement: randomBytes(48).toString('base64') } });

/** Opens a packet on the stand-in firmware: GUID to bytes. */
export function opened(measurement, header, payload) {
  const words = ['open', '--tk', input('tk.bin'), '--blob', measurement,
    '--header', write('packet-header.b64', header), '--payload', write('packet-payload.b64', payload)];
  const found = JSON.parse(host(...words));
  return Object.fromEntries(Object.entries(found)
    .map(([guid, hex]) => [guid, Buffer.from(hex, 'hex')]));
}
