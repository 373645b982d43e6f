// A domain's XML for the launch esSku of launches.mjs.

import { cmdline } from './launches.mjs';

const zeros = (size) => Buffer.alloc(size).toString('base64');
export const domain = ({ vcpus = 4, line = cmdline, os = '', policy = '0x0007', hashes = 'yes' } = {}) => `
<domain type='kvm' id='3'>
  <name>guest &lt;1&gt;</name>
  <memoryBacking><locked/></memoryBacking>
  <vcpu placement='static'>${vcpus}</vcpu>
  <os>
    <type arch='x86_64' machine='q35'>hvm</type><loader type='rom'>/fw.fd</loader>${os}
    <kernel>/vmlinuz</kernel><initrd>/initrd</initrd><cmdline>${line}</cmdline>
  </os>
  <cpu mode='custom'><model>EPYC-Milan</model></cpu>
  <launchSecurity type='sev' kernelHashes='${hashes}'>
    <policy>${policy}</policy><dhCert>${zeros(2084)}</dhCert><session>${zeros(128)}</session>
  </launchSecurity>
</domain>
`;
