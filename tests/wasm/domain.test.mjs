// A libvirt domain's XML, described for the page.
import assert from 'node:assert/strict';
import test from 'node:test';

import { error, loadCore, value } from './core.mjs';

const core = await loadCore();
const base64 = (size) => Buffer.alloc(size).toString('base64');
const domain = (nvram = '') => `<?xml version='1.0' encoding='UTF-8'?>
<domain type='kvm'>
  <name>gäste</name>
  <vcpu current='2'>4</vcpu>
  <cpu mode='custom'><model>EPYC-Milan</model></cpu>
  <memoryBacking><locked/></memoryBacking>
  <os><loader type='rom'>/fw.fd</loader>${nvram}<kernel>/k</kernel><cmdline>a &amp; b</cmdline></os>
  <launchSecurity type='sev' kernelHashes='yes'>
    <policy>0x7</policy><dhCert>${base64(2084)}</dhCert><session>${base64(128)}</session>
  </launchSecurity>
</domain>`;

test('what the page can fill in, and nothing to say', () => {
  const told = value(core.describeDomain(domain()));
  assert.equal(told.name, 'gäste');
  assert.equal(told.launchSecurity.policy.value, 7);
  assert.equal(told.boot.cmdline, 'a & b');
  assert.deepEqual([told.machine.vcpus, told.machine.maxVcpus], [2, 4]);
  assert.deepEqual([told.findings, told.refusal], [[], null]);
});

test('a refused domain is described too', () => {
  const { findings, refusal } = value(core.describeDomain(domain('<nvram/>')));
  assert.equal(findings[0].code, 'domain-nvram');
  assert.equal(refusal.status, 3);
  assert.equal(value(core.describeDomain('<domain/>')).refusal.status, 4);
});

test('what is no domain', () => {
  const texts = ['', 'sev-policy : 3', '<html/>', domain().slice(0, 500), '<domain>\u0000</domain>',
    '<!DOCTYPE d [<!ENTITY e "x">]><domain>&e;</domain>', '<a>'.repeat(100000),
    `<domain>${' '.repeat(2 ** 20)}</domain>`];
  for (const text of texts) {
    const { kind, field, message } = error(core.describeDomain(text));
    assert.deepEqual([kind, field], ['invalid', 'domainXml'], text.slice(0, 40));
    assert.match(message, /^domain XML: /);
  }
});
