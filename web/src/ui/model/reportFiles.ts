// What the host, or the guest, hands on: an attestation report, and files of certificates and revocation lists.

import { effect, signal, untracked, type Signal } from '@preact/signals';
import type { ReportFiles } from '../../core/face_report';
import type { Asked } from '../../engine/calls';
import type { SnpFileView } from '../../engine/engine';
import { FileList, type GivenFile } from './fileLists';
import { visibleName } from './format';
import { inform } from './notices';
import { takeFile } from './taking';
import type { Problem } from './verdict';

export type SnpFile = GivenFile<SnpFileView>;
export type ReportRole = 'report' | 'certs';

const newList = (role: ReportRole): FileList<SnpFileView> => new FileList(role, ({ snpFile }) => snpFile ?? null);
const lists = { report: newList('report'), certs: newList('certs') };

/** At most one. */
export const reportList = lists.report.files;
export const certFiles = lists.certs.files;

export function isReportRole(role: string): role is ReportRole {
  return Object.hasOwn(lists, role);
}

/** Files that were meant to count and do not yet: a verdict beside them would be about less than it seems. */
export const undecidedFiles: Signal<readonly Problem[]> = signal([]);

/** A report takes the place of the one before. Resolves when it was read, or could not be. */
export function giveSnpFile(role: ReportRole, file: File, owner = 0, taking = takeFile(file, role)): Promise<void> {
  if (role === 'report') lists.report.clear();
  return lists[role].add(file, owner, taking);
}

/** By the list's entry that it came from, or itself. */
export function removeSnpFile(role: ReportRole, gone: SnpFile | number): void {
  const file = typeof gone === 'number' ? lists[role].ofOwner(gone) : gone;
  if (file) lists[role].remove(file);
}

export function snpFileOfOwner(role: ReportRole, owner: number): SnpFile | null {
  return lists[role].ofOwner(owner);
}

/** Whoever takes the wrong one of two buttons is not told off: the file's content says what it is. */
function putRight(role: ReportRole): void {
  const other = role === 'report' ? 'certs' : 'report';
  for (const one of lists[role].files.value) {
    if (one.state !== 'held' || !one.view || one.owner !== 0) continue;
    const { report, certificates, crls } = one.view;
    const isReport = report !== null;
    if (!isReport && certificates.length + crls.length === 0) continue;
    if (isReport === (role === 'report')) continue;
    if (isReport && lists.report.files.value.length > 0) continue;
    lists[role].remove(one);
    void giveSnpFile(other, one.file);
    inform(`${visibleName(one.file.name, 60)} is taken as ${isReport ? 'the report' : 'certificates'}: that is what it is.`);
  }
}

for (const role of ['report', 'certs'] as const) {
  effect(() => {
    void lists[role].files.value;
    untracked(() => putRight(role));
  });
}

export function clearReport(): void {
  lists.report.clear();
  lists.certs.clear();
}

/** What brings them back. */
export function snapshotReport(): () => void {
  const before = Object.entries(lists).map(([role, { files }]) => [role as ReportRole, files.value] as const);
  return () => {
    clearReport();
    for (const [role, files] of before) for (const { file, owner } of files) void giveSnpFile(role, file, owner);
  };
}

/** What the core is asked with; null without a report that is held. */
export function askedReport(): Asked<ReportFiles> | null {
  const given = (files: readonly SnpFile[]): Asked<ReportFiles>['certs'] => (
    files.flatMap((one) => (one.state === 'held' ? [{ name: one.file.name, bytes: one.held }] : [])));
  const [report] = given(reportList.value);
  return report ? { report, certs: given(certFiles.value) } : null;
}
