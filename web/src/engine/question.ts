// A launch as the page describes it, as the core reads it: request.schema.json, and the files that it
// names.

import type {
  FileDigest, FilledField, KeyField, PublicField, RequestFiles, SecretInput, TextField,
} from '../core/face';
import type { ReportFiles, ReportTexts } from '../core/face_report';
import type { SnpTexts } from '../core/face_snp';
import type { Asked, Handle } from './calls';

/** A launch as its owner describes it. An absent key was not given; an empty text counts as absent. */
export type LaunchRequest =
  { [field in TextField]?: string } &
  { [field in PublicField]?: Handle } &
  { [field in KeyField]?: Uint8Array } &
  {
    kernel?: FileDigest;
    initrd?: FileDigest;
    fromXml?: FilledField[];
  };

/** The request, and the files that it names. */
export type Question = [request: string, files: Asked<RequestFiles>];

/** A SEV-SNP launch, as its fields have it, and its files. */
export type SnpQuestion = [texts: SnpTexts, files: Asked<RequestFiles>];

/** A SEV-SNP report, what is expected of it, the launch that it is to be of, and the time in seconds. */
export type ReportQuestion = [
  files: Asked<ReportFiles>, texts: ReportTexts, launchTexts: SnpTexts | null, launchFiles: Asked<RequestFiles> | null,
  now: number,
];

/** What a diagnosis is asked: a request that does not match, a SEV-SNP launch and another digest in hex, or a report. */
export type Mismatch = Question | [...SnpQuestion, measurement: string] | ReportQuestion;

/** Each file goes by the name of its field. An empty text was left alone. */
export function questionOf(launch: LaunchRequest, secrets: readonly SecretInput[] = []): Question {
  const { fromXml, ...fields } = launch;
  const request: Record<string, unknown> = {};
  const files: Asked<RequestFiles> = {};
  for (const [field, given] of Object.entries(fields)) {
    if (typeof given === 'string') {
      if (given !== '') request[field] = given;
    } else if (given !== undefined) {
      request[field] = field;
      files[field] = given;
    }
  }
  const from = (fromXml ?? []).map((field) => [field, 'xml']);
  if (from.length > 0) request['from'] = Object.fromEntries(from);
  if (secrets.length > 0) {
    request['secrets'] = secrets.map(({ name, data }, at) => {
      files[`secret ${at}`] = data;
      return { name, file: `secret ${at}` };
    });
  }
  return [JSON.stringify(request), files];
}
