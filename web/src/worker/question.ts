// A launch as the page describes it, as the core reads it: request.schema.json, and the files that it
// names.

import type { BytesField, LaunchRequest, RequestFiles, SecretInput, TextField } from '../core/face';

export interface Question {
  request: string;
  files: RequestFiles;
}

const textFields: readonly (TextField | 'firmwareSha256' | 'launchDigest')[] = [
  'measurement', 'apiMajor', 'apiMinor', 'buildId', 'policy', 'cmdline', 'numCpus', 'cpu',
  'vmsaLayout', 'sevFeatures', 'firmwareSha256', 'launchDigest',
];
const wholeFiles: readonly BytesField[] = [
  'firmware', 'vmsaCpu0', 'vmsaCpu1', 'tik', 'tek', 'tk', 'domainXml',
];

/** Each file goes by the name of its field. */
export function questionOf(launch: LaunchRequest, secrets: readonly SecretInput[] = []): Question {
  const request: Record<string, unknown> = {};
  const files: RequestFiles = {};
  for (const field of textFields) {
    // An empty text was left alone.
    if (launch[field] !== undefined && launch[field] !== '') request[field] = launch[field];
  }
  for (const field of [...wholeFiles, 'kernel', 'initrd'] as const) {
    const file = launch[field];
    if (file === undefined) continue;
    request[field] = field;
    files[field] = file;
  }
  const from: [string, string][] = [
    ...(launch.fromXml ?? []).map((field): [string, string] => [field, 'xml']),
    ...(launch.fromLaunchInfo ?? []).map((field): [string, string] => [field, 'launch-info']),
  ];
  if (from.length > 0) request['from'] = Object.fromEntries(from);
  if (secrets.length > 0) {
    request['secrets'] = secrets.map(({ name, data }, at) => {
      files[`secret ${at}`] = data;
      return { name, file: `secret ${at}` };
    });
  }
  return { request: JSON.stringify(request), files };
}
