// What the guest or its host hands on: the report, and the certificates that vouch for it, in any order.

import type { JSX } from 'preact';
import type { SnpFileView } from '../../../engine/engine';
import { controlId, labelOf } from '../../model/fields';
import { joinWords } from '../../model/format';
import { helpOf } from '../../model/helpText';
import { certFiles, giveSnpFile, removeSnpFile, reportList, type ReportRole } from '../../model/reportFiles';
import { reportProblemAt } from '../../model/reportVerdict';
import { FileButton } from '../../parts/FileButton';
import { FileRows } from '../../parts/FileRows';
import { ProblemText } from '../../parts/Problem';

function contentWords({ report, certificates, crls, others }: SnpFileView): string {
  if (report) return `Report, version ${report.version}${report.line ? `, ${report.line}` : ''}`;
  const names = certificates.map(({ role }) => (role === 'other' ? 'another certificate' : role.toUpperCase()));
  if (crls.length > 0) names.push('revocation list');
  if (names.length + others.length === 0) return 'empty table';
  return joinWords([...new Set(names)]) || 'nothing of AMD\'s';
}

function Files({ role }: { role: ReportRole }): JSX.Element {
  const files = (role === 'report' ? reportList : certFiles).value;
  const id = controlId(role);
  const problem = reportProblemAt(role);
  const isOne = role === 'report';
  const label = files.length === 0 ? 'Choose' : isOne ? 'Change' : 'Add';
  return (
    <>
      <FileRows field={role} name={`${labelOf(role)}: files`} files={files} content={contentWords}
        onRemove={(file) => removeSnpFile(role, file)} />
      <div class="place">
        <div class="label">{labelOf(role)}</div>
        <div class="place-content" id={`${id}-content`}>
          <span class="source">{helpOf('runs', role).replaceAll('`', '')}</span>
          {problem && !files.some(({ state }) => state === 'failed') && <ProblemText problem={problem} />}
        </div>
        <div class="place-actions">
          <FileButton field={role} label={label} multiple={!isOne} describedBy={`${id}-content`} isInvalid={problem !== null}
            onFiles={(list) => list.forEach((file) => void giveSnpFile(role, file))} />
        </div>
      </div>
    </>
  );
}

export function ReportCard(): JSX.Element {
  return (
    <section class="card" aria-labelledby="report-heading">
      <h2 id="report-heading">What the guest says</h2>
      <Files role="report" />
      <Files role="certs" />
    </section>
  );
}
