// What is to be said besides the verdict, the gravest first.

import type { JSX } from 'preact';
import type { Finding } from '../../core/reports';
import { SeverityIcon } from './Icon';

const severityWords = { error: 'Error', warning: 'Warning', note: 'Note' } as const;

function gravestFirst(findings: readonly Finding[]): Finding[] {
  return (['error', 'warning', 'note'] as const).flatMap((severity) => (
    findings.filter((finding) => finding.severity === severity)));
}

export function FindingList({ findings }: { findings: readonly Finding[] }): JSX.Element | null {
  if (findings.length === 0) return null;
  return (
    <ul class="findings">
      {gravestFirst(findings).map((finding, at) => (
        <li key={at} class={`finding finding-${finding.severity}`} data-code={finding.code}>
          <SeverityIcon severity={finding.severity} />
          <span>
            <strong>{severityWords[finding.severity]}: {finding.message}.</strong>
            {/* It may quote the host, in letters of any direction. */}
            {finding.detail && <> (<bdi>{finding.detail}</bdi>)</>} {finding.hint}
          </span>
        </li>
      ))}
    </ul>
  );
}
