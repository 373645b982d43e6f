// The sample launches of public/sample, for the page to carry.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const keys = {
  'sev-measurement': 'measurement',
  'sev-api-major': 'apiMajor',
  'sev-api-minor': 'apiMinor',
  'sev-build-id': 'buildId',
  'sev-policy': 'policy',
};

function launchTexts(text) {
  return Object.fromEntries(text.split('\n').flatMap((line) => {
    const [, key, value] = /^([\w-]+)\s*:\s*(\S+)\s*$/.exec(line) ?? [];
    return keys[key] ? [[keys[key], value]] : [];
  }));
}

/**
 * {texts: {matching, failing}, files: [{place, name, base64}], snp: {firmware, matching, failing}}: a SEV-SNP guest boots
 * the same with another firmware, and has a digest. See public/sample/README.md.
 */
export function readSamples(folder) {
  const bytes = (name) => readFileSync(join(folder, name));
  const texts = (info) => ({
    ...launchTexts(bytes(info).toString()),
    cmdline: bytes('cmdline.txt').toString(),
    numCpus: '4',
    cpu: 'EPYC-Milan',
    vmsaLayout: 'legacy',
  });
  const files = { firmware: 'firmware.fd', kernel: 'vmlinuz', initrd: 'initrd.img', tk: 'tk.bin' };
  const fileAt = (place, name) => ({ place, name, base64: bytes(name).toString('base64') });
  const digest = (name) => bytes(name).toString().trim();
  return {
    texts: { matching: texts('launch-info.txt'), failing: texts('launch-info-tampered.txt') },
    files: Object.entries(files).map(([place, name]) => fileAt(place, name)),
    snp: {
      firmware: fileAt('firmware', 'snp-firmware.fd'),
      matching: digest('snp-digest.txt'),
      failing: digest('snp-digest-tampered.txt'),
    },
  };
}
