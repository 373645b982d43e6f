// Why the launch digest of a SEV-SNP guest is not the one that its owner has from elsewhere.

import { computed, signal } from '@preact/signals';
import type { SnpExplainReport } from '../../core/snp';
import { parsed } from './documents';
import { ReasonSearch, type Unexplained } from './reasonSearch';
import { comparison, snpDigest, type Measured } from './snpDigest';

interface Explained {
  /** The digest that it is about, and the other one. */
  about: Measured;
  hex: string;
  report: SnpExplainReport;
  /** The bytes that the core gave, for saving. */
  text: string;
}

const last = signal<Explained | null>(null);

const mismatch = computed<{ about: Measured; hex: string } | null>(() => {
  const about = snpDigest.value;
  const found = comparison.value;
  return about.kind === 'measured' && found && !found.of ? { about, hex: found.hex } : null;
});

/** What a search found of the mismatch that is shown. */
export const snpExplained = computed<Explained | null>(() => {
  const now = mismatch.value;
  const known = last.value;
  return now && known?.about === now.about && known.hex === now.hex ? known : null;
});

function take(about: Measured, hex: string, text: string): boolean {
  const report = parsed<SnpExplainReport>(text, () => true);
  if (mismatch.peek()?.about !== about || mismatch.peek()?.hex !== hex) return false;
  if (report?.verdict !== 'mismatch' || !report.diagnosis || report.evidence.measurement !== hex) return false;
  if (JSON.stringify(report.inputs) !== JSON.stringify(about.report.inputs)) return false;
  last.value = { about, hex, report, text };
  return true;
}

export const snpReason = new ReasonSearch(computed<Unexplained | null>(() => {
  const now = mismatch.value;
  if (!now) return null;
  const { about, hex } = now;
  return { question: [...about.question, hex], found: snpExplained.value?.report.diagnosis ?? null,
    take: (text) => take(about, hex, text) };
}), 'the digest that you gave');
