// The part of the core's face that is about SEV-SNP attestation reports: wasm/calls_report.cc. What is in its
// documents is in snp_reports.d.ts.

import type { SnpTexts } from './face_snp';
import type { AnswerText, RequestFiles, Validated } from './values';

/** What is expected of reports: the keys of a file of expectations, expectations.schema.json. */
export type ReportTextField =
  | 'measurement' | 'reportData' | 'vmpl' | 'policy' | 'policyRequires' | 'policyForbids' | 'allowDebug'
  | 'allowMigration' | 'minimumTcb' | 'tcbOf' | 'minimumFirmware' | 'refuseProvisional' | 'hostData' | 'familyId'
  | 'imageId' | 'minimumGuestSvn' | 'idKeyDigest' | 'authorKeyDigest' | 'reportId' | 'chipId' | 'allowMaskedChip'
  | 'provider' | 'platformRequires' | 'platformForbids' | 'launchMitigations' | 'currentMitigations';

/** `at`: the date at which certificates must be valid; without it the clock's time counts. */
export type ReportFieldName = ReportTextField | 'report' | 'certs' | 'at';

export type Expectations = { [field in ReportTextField]?: string };
export type ReportTexts = Expectations & { at?: string };

export type ReportFile<B = Uint8Array> = {
  name: string;
  bytes: B;
};

/** A report, and files of certificates and revocation lists, in any form and order. */
export type ReportFiles<B = Uint8Array> = {
  report: ReportFile<B>;
  certs: ReportFile<B>[];
};

export interface ReportCore {
  /**
   * snp-report.schema.json, the bytes that `sevproof snp verify --json` prints. Texts and files of a launch are as
   * measureSnp takes them, or null; `now` is in seconds since 1970.
   */
  verifySnpReport(
    files: ReportFiles, texts: ReportTexts, launchTexts: SnpTexts | null, launchFiles: RequestFiles | null, now: number,
  ): AnswerText<Validated>;
  /** What one file holds, not verified: snp-show.schema.json. */
  showSnpFile(name: string, bytes: Uint8Array): AnswerText<{ document: string }>;
  /** Reads one text by itself. */
  checkReportText(field: ReportTextField | 'at', text: string): AnswerText<null>;
  /** A file of expectations, as texts. */
  readExpectations(text: string): AnswerText<{ values: Expectations }>;
}
