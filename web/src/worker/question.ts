// A launch as the page describes it, as the core reads it: request.schema.json, and the files that it
// names.

import type { LaunchRequest, RequestFiles, SecretInput } from '../core/face';

export interface Question {
  request: string;
  files: RequestFiles;
}

/** Each file goes by the name of its field. An empty text was left alone. */
export function questionOf(launch: LaunchRequest, secrets: readonly SecretInput[] = []): Question {
  const { fromXml, fromLaunchInfo, ...fields } = launch;
  const request: Record<string, unknown> = {};
  const files: RequestFiles = {};
  for (const [field, given] of Object.entries(fields)) {
    if (typeof given === 'string') {
      if (given !== '') request[field] = given;
    } else if (given !== undefined) {
      request[field] = field;
      files[field] = given;
    }
  }
  const from = [
    ...(fromXml ?? []).map((field) => [field, 'xml']),
    ...(fromLaunchInfo ?? []).map((field) => [field, 'launch-info']),
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
