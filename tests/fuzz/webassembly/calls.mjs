// Calls of the face: golden pairs and seeds of the fuzzers, with random changes.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { digestOf, goldenCases, loadGolden, question, root } from '../../wasm/core.mjs';
import { bytesOfThatSize, changedBytes, changedText } from './mutate.mjs';

const tokens = ['', '0', '1', '7', '0x7', '255', '256', '4294967295', '18446744073709551616', 'EPYC', 'EPYC-v4',
  'host', '25/1/1', 'legacy', 'init2', 'luks-key', 'ab'.repeat(32)];
const textFields = ['measurement', 'apiMajor', 'apiMinor', 'buildId', 'policy', 'cmdline', 'numCpus', 'cpu',
  'vmsaLayout', 'sevFeatures', 'firmwareSha256', 'launchDigest'];

/** What a fuzzer starts from: its seeds, and what it has found so far. */
function inputsOf(name) {
  const folders = [join(root, 'tests/fuzz/seeds', name), join(root, 'build/fuzz/corpus', name)];
  return folders.filter((folder) => existsSync(folder)).flatMap((folder) =>
    readdirSync(folder).sort().map((file) => new Uint8Array(readFileSync(join(folder, file)))));
}

const inputs = Object.fromEntries(
  ['keys', 'domain_xml', 'firmware', 'vmsa', 'launch_info', 'qmp', 'recognise', 'requests', 'packet', 'igvm', 'id_block', 'snp_report',
    'snp_certificates']
    .map((name) => [name, inputsOf(name)]));

const text = (bytes) => Buffer.from(bytes).toString();
const inputFor = (random, name) => {
  const bytes = random.one(inputs[name]);
  return random.one([(_, same) => same, changedBytes, bytesOfThatSize])(random, bytes);
};

/** QEMU takes no other size. */
function imageFor(random) {
  const bytes = inputFor(random, 'firmware');
  const image = new Uint8Array(Math.max(1, Math.ceil(bytes.length / 4096)) * 4096);
  image.set(bytes);
  return random.below(4) === 0 ? bytes : image;
}

/** Both as bytes and, for a kernel or initrd, as a digest. */
const asFile = (bytes) => Object.assign(bytes, digestOf(bytes), { head: bytes.slice(0, 8192) });

const changes = [
  (random, request) => {
    const field = random.one(textFields);
    request[field] = random.below(2) === 0 ? random.one(tokens) : changedText(random, request[field] ?? '1');
  },
  (random, request) => {
    const field = random.one(Object.keys(request));
    if (request[field] instanceof Uint8Array) request[field] = changedBytes(random, request[field]);
  },
  (random, request) => { delete request[random.one(Object.keys(request))]; },
  (random, request) => { request.domainXml = inputFor(random, 'domain_xml'); },
  (random, request) => {
    const head = inputFor(random, 'recognise');
    request[random.one(['kernel', 'initrd'])] = { ...digestOf(head), size: 2000, head };
  },
];

/** A golden request with up to three changes, as the face takes it. */
function requestFor(random) {
  const { request, secrets } = loadGolden(random.one(goldenCases));
  for (let left = random.below(4); left > 0; left -= 1) random.one(changes)(random, request);
  const [json, files] = question(request, secrets);
  for (const name of Object.keys(files)) {
    if (files[name] instanceof Uint8Array) asFile(files[name]);
  }
  return [random.below(4) === 0 ? changedText(random, json) : json, Object.assign(Object.create(null), files)];
}

function seedRequest(random) {
  const json = text(inputFor(random, 'requests'));
  const files = Object.create(null);
  for (const [, name] of json.matchAll(/"([\w-]+\/[\w.-]+)"/g)) {
    const path = join(root, name.startsWith('sample/') ? 'public' : 'tests/golden', name);
    if (existsSync(path)) files[name] = asFile(new Uint8Array(readFileSync(path)));
  }
  return [json, files];
}

/** What a SEV-SNP launch says, by the names of its fields. */
const snpTexts = {
  firmwareDigest: ['ab'.repeat(48)],
  sections: ['1:0x800000:0x9000 2:0x80c000:0x1000', '0x10:0x80f000:0x1000'],
  resetAddress: ['0x80b004'],
  hashArea: ['0x80f400'],
  cmdline: ['quiet', ''],
  numCpus: ['1', '1,2,4-6', '4097'],
  cpu: ['EPYC-Milan', '0xa00f11', '0'],
  vmm: ['qemu', 'ec2', 'gce', 'xen'],
  guestFeatures: ['0x1', '0x21', '0xffffffffffffffff'],
  vmsaAddress: ['0xffffffffff000', '0x1'],
};
const blockTexts = {
  launchDigest: ['cd'.repeat(48), Buffer.alloc(48, 7).toString('base64')],
  policy: ['0x30000', '196608'],
  familyId: ['00112233-4455-6677-8899-aabbccddeeff', '11'.repeat(16)],
  imageId: ['22'.repeat(16)],
  guestSvn: ['0', '4294967296'],
  idKeyDigest: ['ef'.repeat(48)],
  authorKeyDigest: ['01'.repeat(48)],
};

/** What is expected of a report, by the keys of a file of expectations. */
const reportTexts = {
  measurement: ['ab'.repeat(48), `${'ab'.repeat(48)}, ${'cd'.repeat(48)}`],
  reportData: ['11'.repeat(64), '0x22', Buffer.alloc(32, 7).toString('base64')],
  vmpl: ['0', '1,2', '4'],
  policyRequires: ['SMT', '0x100000'],
  minimumTcb: ['bl=4,tee=0,snp=24,ucode=219', 'blSPL=04&ucodeSPL=219'],
  tcbOf: ['reported,current'],
  minimumFirmware: ['1.55.29'],
  allowDebug: ['true', 'false'],
  platformForbids: ['SMT,ECC'],
  provider: ['CN=cc-us-east-2.amazonaws.com'],
  chipId: ['59790fb1c39f35c1'],
  at: ['2026-11-01', '2025-06-01T12:00:00Z'],
};

/** Some of them, now and then with a change. */
function textsFor(random, fields) {
  const chosen = Object.entries(fields).filter(() => random.below(3) === 0);
  return Object.fromEntries(chosen.map(([name, values]) => {
    const value = random.one(values);
    return [name, random.below(4) === 0 ? changedText(random, value) : value];
  }));
}

function snpRequestFor(random) {
  const texts = { numCpus: '2', cpu: 'EPYC-Milan', ...textsFor(random, snpTexts) };
  const files = Object.create(null);
  const put = (name, bytes) => { files[name] = bytes; };
  random.one([
    () => put('firmware', imageFor(random)),
    () => put('igvm', inputFor(random, 'igvm')),
    () => {},
  ])();
  if (random.below(3) === 0) put('domainXml', inputFor(random, 'domain_xml'));
  for (const name of ['kernel', 'initrd']) {
    if (random.below(3) === 0) put(name, { ...digestOf(inputFor(random, 'recognise')), size: 2000 });
  }
  return [texts, files];
}

function idBlockFor(random) {
  const pair = random.one(inputs.id_block);
  const changes = [(_, same) => same, changedBytes, bytesOfThatSize];
  const part = (bytes) => random.one(changes)(random, bytes);
  return [textsFor(random, blockTexts), { idBlock: part(pair.slice(0, 96)), idAuth: part(pair.slice(96)) }];
}

function reportFor(random) {
  const named = (kind) => ({ name: `${kind}.bin`, bytes: inputFor(random, kind) });
  const certs = Array.from({ length: random.below(4) }, () => named('snp_certificates'));
  const launch = random.below(4) === 0 ? snpRequestFor(random) : [null, null];
  return [{ report: named('snp_report'), certs }, textsFor(random, reportTexts), ...launch, 1793491200];
}

const makers = {
  validate: (random) => (random.below(3) === 0 ? seedRequest(random) : requestFor(random)),
  checkSecrets: requestFor,
  pack: requestFor,
  diagnose: requestFor,
  unpack: (random) => {
    const packet = Buffer.from(inputFor(random, 'packet'));
    return [...requestFor(random), packet.subarray(0, 52).toString('base64'), packet.subarray(52).toString('base64')];
  },
  checkText: (random) => [random.one(textFields), changedText(random, random.one(tokens))],
  missing: (random) => [textFields.filter(() => random.below(2) === 0), random.one(tokens), random.one(tokens)],
  recognise: (random) => {
    const content = inputFor(random, 'recognise');
    return [changedText(random, 'OVMF.fd'), content, content.slice(-48), content.length];
  },
  parseLaunchInfo: (random) => [text(inputFor(random, random.one(['launch_info', 'qmp'])))],
  checkKey: (random) => [random.one(['tik', 'tek', 'tk']), inputFor(random, 'keys')],
  describeFirmware: (random) => [imageFor(random)],
  describeDomain: (random) => [inputFor(random, 'domain_xml')],
  describeVmsa: (random) => [inputFor(random, 'vmsa')],
  diffVmsa: (random) => [inputFor(random, 'vmsa'), inputFor(random, 'vmsa')],
  measureSnp: snpRequestFor,
  listSnpSteps: snpRequestFor,
  checkIdBlock: idBlockFor,
  verifySnpReport: reportFor,
  showSnpFile: (random) => ['file', inputFor(random, random.one(['snp_report', 'snp_certificates']))],
  checkReportText: (random) => {
    const [name, values] = random.one(Object.entries(reportTexts));
    return [name, changedText(random, random.one(values))];
  },
  readExpectations: (random) => [changedText(random, JSON.stringify(textsFor(random, reportTexts)))],
  checkSnpText: (random) => {
    const [name, values] = random.one(Object.entries({ ...snpTexts, ...blockTexts }));
    return [name, changedText(random, random.one(values))];
  },
};
// A diagnosis takes as long as a hundred other calls.
const quick = Object.keys(makers).filter((name) => name !== 'diagnose');
const names = [...Array(10).fill([...quick, 'validate', 'validate', 'pack']).flat(), 'diagnose'];

/** [NAME, VALUES] of a call. */
export function callFor(random) {
  const name = random.one(names);
  return [name, makers[name](random)];
}
