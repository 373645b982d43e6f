// A libvirt domain's XML, described for the page.
import assert from 'node:assert/strict';
import test from 'node:test';

import { error, loadCore, sample, sha256, value } from './core.mjs';

const core = await loadCore();
const bytes = (text) => new TextEncoder().encode(text);
const describe = (xml) => core.describeDomain(typeof xml === 'string' ? bytes(xml) : xml);
const base64 = (size) => Buffer.alloc(size).toString('base64');
const domain = (nvram = '') => `<?xml version='1.0' encoding='UTF-8'?>
<domain type='kvm'>
  <name>gäste</name>
  <vcpu current='2'>4</vcpu>
  <cpu mode='custom'><model>EPYC-Milan</model></cpu>
  <memoryBacking><locked/></memoryBacking>
  <os><loader type='rom'>/fw.fd</loader>${nvram}<kernel>/k</kernel><cmdline>a &amp; b</cmdline></os>
  <launchSecurity type='sev' kernelHashes='yes'>
    <policy>0xf</policy><dhCert>${base64(2084)}</dhCert><session>${base64(128)}</session>
  </launchSecurity>
</domain>`;

test('what the page can fill in, and nothing to say', () => {
  const told = value(describe(domain()));
  assert.equal(told.name, 'gäste');
  assert.equal(told.sha256, sha256(bytes(domain())));
  assert.equal(told.launchSecurity.policy.value, 15);
  assert.equal(told.boot.cmdline, 'a & b');
  assert.deepEqual([told.machine.vcpus, told.machine.maxVcpus], [2, 4]);
  assert.deepEqual([told.findings, told.refusal], [[], null]);
});

test('a refused domain is described too', () => {
  const { findings, refusal } = value(describe(domain('<nvram/>')));
  assert.equal(findings[0].code, 'domain-nvram');
  assert.equal(refusal.status, 3);
  assert.equal(value(describe('<domain/>')).refusal.status, 4);
});

test('what is no domain', () => {
  const texts = ['', 'sev-policy : 3', '<html/>', domain().slice(0, 500), '<domain>\u0000</domain>',
    '<!DOCTYPE d [<!ENTITY e "x">]><domain>&e;</domain>', '<a>'.repeat(100000),
    `<domain>${' '.repeat(2 ** 22)}</domain>`, Uint8Array.from([...bytes('<domain>'), 0xff])];
  for (const text of texts) {
    const { kind, field, message } = error(describe(text));
    assert.deepEqual([kind, field], ['invalid', 'domainXml'], String(text.slice(0, 40)));
    assert.match(message, /^domain XML: /);
  }
});

const validated = (change) => core.validate({ ...sample()(core), ...change });
const reportOf = (change) => JSON.parse(value(validated(change)).report);
const codes = (report) => report.findings.map(({ code }) => code);
const fromXml = ({ inputs }) => Object.keys(inputs).filter((name) => inputs[name]?.from === 'xml');
const right = domain().replace("<vcpu current='2'>", '<vcpu>').replace('<kernel>',
  '<initrd>/i</initrd><kernel>').replace('a &amp; b', sample()(core).cmdline);

test('a launch beside its domain', () => {
  const plain = reportOf({});
  const report = reportOf({ domainXml: bytes(right) });
  assert.equal(report.verdict, 'match');
  assert.deepEqual(codes(report), codes(plain));
  const other = reportOf({ domainXml: bytes(domain()) });
  assert.equal(other.verdict, 'match');
  assert.ok(codes(other).includes('domain-vcpus-differ'));
  assert.ok(codes(other).includes('domain-boot-differs'));
  // A command line that was emptied is one without words, and not one that was not given.
  assert.ok(codes(reportOf({ domainXml: bytes(right), cmdline: '' })).includes('domain-boot-differs'));
});

test('what was filled in from it is marked', () => {
  assert.deepEqual(fromXml(reportOf({})), []);
  assert.deepEqual(fromXml(reportOf({ domainXml: bytes(right), fromXml: [] })), []);
  const report = reportOf({ domainXml: bytes(right), fromXml: ['numCpus', 'policy', 'cmdline'] });
  assert.deepEqual(fromXml(report), ['cmdline', 'policy', 'vcpus']);
  const trusted = report.findings.find(({ code }) => code === 'domain-xml-trusted');
  assert.equal(trusted.detail, 'kernel command line, number of CPUs');
  assert.equal(report.findings.find(({ code }) => code === 'domain-xml-used').detail, 'policy');
});

test('no verdict on a domain that is refused, and none with an XML that is none', () => {
  for (const [xml, kind, pattern] of [
    [right.replace('<os>', '<os><nvram/>'), 'insecure', /NVRAM/],
    [right.replace(/<dhCert>.*<\/dhCert>/, ''), 'domain-config', /dhCert/],
    [right.replace(" kernelHashes='yes'", ''), 'invalid', /kernel hashes/],
    ['<html/>', 'invalid', /^domain XML: /]]) {
    const refused = error(validated({ domainXml: bytes(xml) }));
    assert.deepEqual([refused.kind, refused.field], [kind, 'domainXml'], refused.message);
    assert.match(refused.message, pattern);
  }
  const { hint } = error(validated({ domainXml: bytes(right.replace('<os>', '<os><nvram/>')) }));
  assert.match(hint, /remove the XML/);
  const { kernel, initrd, ...request } = sample()(core);
  const missing = error(core.validate({ ...request, cmdline: '', domainXml: bytes(right) }));
  assert.deepEqual([missing.kind, missing.field], ['incomplete', 'kernel']);
  const half = error(core.validate({ ...request, kernel, domainXml: bytes(right) }));
  assert.deepEqual([half.kind, half.field], ['incomplete', 'initrd']);
  assert.ok(kernel && initrd);
});

test('no packet for what the host says itself, until it is the owner\'s', () => {
  const secrets = [{ name: 'luks-key', data: bytes('secret') }];
  const request = (fromXml) => ({ ...sample()(core), domainXml: bytes(right), fromXml });
  for (const [fromXml, words] of [[['cmdline'], 'kernel command line'], [['numCpus'], 'number of CPUs'],
    [['policy', 'numCpus', 'cmdline'], 'kernel command line, number of CPUs']]) {
    const refused = error(core.pack(request(fromXml), secrets));
    assert.deepEqual([refused.kind, refused.code, refused.field],
      ['insecure', 'host-described-launch', 'secret']);
    assert.match(refused.message, new RegExp(`owner described.*host.*${words}$`));
  }
  for (const fromXml of [[], ['policy']]) assert.ok(value(core.pack(request(fromXml), secrets)).header);
});

test('a packet comes with the same report', () => {
  const secrets = [{ name: 'luks-key', data: bytes('secret') }];
  const request = { ...sample()(core), domainXml: bytes(domain()), fromXml: ['policy'] };
  const packed = JSON.parse(value(core.pack(request, secrets)).report);
  assert.deepEqual(fromXml(packed), ['policy']);
  assert.ok(codes(packed).includes('domain-vcpus-differ'));
  error(core.pack({ ...request, domainXml: bytes(right.replace('<os>', '<os><nvram/>')) }, secrets));
});

test('what the domain says is the reason where the guest was started so', () => {
  const request = { ...sample()(core), domainXml: bytes(right), cmdline: 'root=/dev/vda ro a=1' };
  const search = new core.DiagnosisSearch();
  try {
    let step = value(search.begin(request));
    while (!step.done) step = value(search.run(1000));
    const { verdict, diagnosis } = JSON.parse(value(search.report()).report);
    assert.equal(verdict, 'mismatch');
    assert.deepEqual(diagnosis.changes.map(({ code }) => code), ['said-cmdline']);
    assert.match(diagnosis.changes[0].message, /the one in the domain XML: '/);
    assert.ok(diagnosis.changes[0].message.includes(sample()(core).cmdline));
  } finally {
    search.delete();
  }
});
