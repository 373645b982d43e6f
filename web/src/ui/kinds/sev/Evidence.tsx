// What was verified, for a report: inputs with size and hash, parameters, launch digest.

import type { JSX } from 'preact';
import type { Report } from '../../../core/reports';
import { formatExactSize } from '../../../engine/sizes';
import { isOwners } from '../../model/hostWords';
import { held } from '../../model/inputs';
import { textInForce } from '../../model/offers';
import { Row } from '../../parts/Facts';
import { FileName } from '../../parts/FilePlace';
import { ComparedHash, Hash } from '../../parts/Hash';
import { MeasuredLine } from '../../parts/MeasuredText';

interface FileRowProps {
  label: string;
  digest: Report['inputs']['firmware'];
  place: 'firmware' | 'kernel' | 'initrd';
}

function FileRow({ label, digest, place }: FileRowProps): JSX.Element | null {
  if (!digest) return null;
  // The verdict is cleared with every change, so that what is held is what was validated.
  const file = held(place);
  return (
    <Row name={label}>
      {file && <><FileName name={file.name} />, </>}{formatExactSize(digest.size ?? 0)}
      {file?.source === 'settings' && <> (from settings, not read again)</>}
      <Hash hex={digest.sha256} />
    </Row>
  );
}

/** Whose word a value is, where it is not the user's own. */
function origin(report: Report, input: keyof Report['inputs']): string {
  return isOwners(report, input) ? '' : ' (from the host\'s XML)';
}

/** It decides whether there is a verdict at all. */
function DomainRow(): JSX.Element | null {
  const file = held('domainXml');
  if (!file?.sha256) return null;
  return (
    <Row name="Domain XML">
      <FileName name={file.name} />, {formatExactSize(file.size)}, checked
      <Hash hex={file.sha256} />
    </Row>
  );
}

function CpuRows({ report }: { report: Report }): JSX.Element | null {
  const vcpus = report.inputs.vcpus?.value;
  const vmsa = report.inputs.vmsa?.value;
  const pages = report.computed.vmsa;
  const given = origin(report, 'vcpus');
  if (!vmsa) return vcpus === undefined ? null : <Row name="CPUs">{vcpus}, state not measured{given}</Row>;
  const source = vmsa.source === 'built' ? 'built for the CPU model' : 'from files';
  return (
    <>
      <Row name="CPUs">
        {vcpus}{given}, VMSA {source}, layout {vmsa.layout ?? 'unknown'}, CPU signature {vmsa.signature}, SEV
        features {vmsa.sevFeatures}
      </Row>
      {pages && <Row name="VMSA CPU 0"><Hash hex={pages.cpu0Sha256} /></Row>}
      {pages?.cpuNSha256 && <Row name="VMSA of APs"><Hash hex={pages.cpuNSha256} /></Row>}
    </>
  );
}

export function Verified({ report }: { report: Report }): JSX.Element {
  const { inputs } = report;
  const { policy, cmdline } = inputs;
  const api = inputs.api.value;
  const given = (input: keyof typeof inputs): string => origin(report, input);
  return (
    <dl class="facts">
      <FileRow label="Firmware" digest={inputs.firmware} place="firmware" />
      <FileRow label="Kernel" digest={inputs.kernel} place="kernel" />
      <FileRow label="Initrd" digest={inputs.initrd} place="initrd" />
      {cmdline && (
        <Row name="Command line">
          <div class="measured-row"><MeasuredLine text={textInForce('cmdline')} /></div>
          {formatExactSize(cmdline.size)}, hashed with its closing zero byte{given('cmdline')}
          <Hash hex={cmdline.sha256} />
        </Row>
      )}
      <Row name="Policy">
        0x{policy.value.toString(16)} {policy.flags.join(' ')}{given('policy')}
      </Row>
      <Row name="API">{api.major}.{api.minor} build {api.build}</Row>
      <CpuRows report={report} />
      <DomainRow />
      <Row name="Launch digest"><Hash hex={report.computed.launchDigest} /></Row>
    </dl>
  );
}

function differingBytes(expected: string, reported: string): number {
  let count = 0;
  for (let at = 0; at < expected.length; at += 2) {
    if (expected.slice(at, at + 2) !== reported.slice(at, at + 2)) count += 1;
  }
  return count;
}

/** Expected and reported, with the bytes that differ underlined and bold. */
export function Measurements({ report }: { report: Report }): JSX.Element {
  const expected = report.computed.measurement;
  const { measurement: reported, nonce } = report.evidence;
  const differing = differingBytes(expected, reported);
  return (
    <>
      <dl class="facts">
        <Row name="Expected"><ComparedHash hex={expected} other={reported} /></Row>
        <Row name="Reported"><ComparedHash hex={reported} other={expected} /></Row>
        <Row name="Nonce"><Hash hex={nonce} /></Row>
      </dl>
      {differing > 0 && (
        <p class="source">{differing} of {expected.length / 2} bytes differ; they are underlined. One
          different input changes nearly all of them.</p>
      )}
    </>
  );
}
