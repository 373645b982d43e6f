// The moments of a guest's life that the page has a view of, in the order of time; their views are in ui/kinds.

import type { FileRole } from '../../core/face';
import { isBlockFile } from './blockFiles';

export type MomentId = 'before' | 'paused' | 'digest' | 'runs';

/** What keeps a guest's memory from its host. Each has moments of its own. */
export type GuestKind = 'sev' | 'snp';

export const kindLabels: Record<GuestKind, string> = { sev: 'SEV, SEV-ES', snp: 'SEV-SNP' };

export const momentLabels: Record<MomentId, string> = {
  before: 'Before the start', paused: 'After the start', digest: 'Before the start', runs: 'While it runs',
};

/** Shown where the address names none. */
export const usualMoment: MomentId = 'paused';

/** The first that is shown of a kind. */
export const momentOfKind: Record<GuestKind, MomentId> = { sev: usualMoment, snp: 'digest' };

export function kindOf(moment: MomentId): GuestKind {
  return moment === 'digest' || moment === 'runs' ? 'snp' : 'sev';
}

/** What is of no use in one moment alone. */
const ofNoMoment: readonly FileRole[] = ['settings', 'forHost', 'empty', 'unknown'];
/** What both kinds of guests start from. */
const ofBothKinds: readonly FileRole[] = ['firmware', 'kernel', 'initrd', 'cmdline', 'domainXml'];

const ofReports: readonly FileRole[] = ['report', 'certs', 'expectations'];

/** Where a file of that role is of use; nowhere where it does not matter. */
export function momentsOf(role: FileRole): readonly MomentId[] {
  if (ofNoMoment.includes(role)) return [];
  if (ofBothKinds.includes(role)) return ['paused', 'digest', 'runs'];
  if (ofReports.includes(role)) return ['runs'];
  if (role === 'igvm') return ['digest', 'runs'];
  return [role === 'platform' ? 'before' : isBlockFile(role) ? 'digest' : 'paused'];
}
