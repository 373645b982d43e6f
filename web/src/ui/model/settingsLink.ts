// Settings in a link: what stands in a settings file, as a query that people can read and write by hand.
// A file is SHA-256, size and name, apart by colons.

import { visibleName } from './format';
import { parseSettings, settingsFields, settingsFiles, type Parsed, type Settings } from './settingsFile';

export function formatLink({ fields, files }: Settings): string {
  const query = new URLSearchParams();
  for (const key of settingsFields) {
    const text = fields[key];
    if (text !== undefined) query.set(key, text);
  }
  for (const key of settingsFiles) {
    const file = files[key];
    if (file) query.set(key, `${file.sha256}:${file.size}:${file.name}`);
  }
  return query.toString();
}

function fileOf(text: string): unknown {
  const [sha256, size, ...name] = text.split(':');
  return { sha256, size: /^\d+$/.test(size ?? '') ? Number(size) : NaN, name: name.join(':') };
}

/** As strict as with a file: nothing twice, nothing unknown. */
export function parseLink(text: string): Parsed {
  const settings: Record<'fields' | 'files', Record<string, unknown>> = { fields: Object.create(null) as {}, files: {} };
  for (const [key, value] of new URLSearchParams(text)) {
    const isFile = (settingsFiles as readonly string[]).includes(key);
    const part = isFile ? settings.files : settings.fields;
    if (Object.hasOwn(part, key)) return { ok: false, message: `${visibleName(key, 60)}: given twice` };
    part[key] = isFile ? fileOf(value) : value;
  }
  // NaN is no number in JSON, and then no size.
  return parseSettings(JSON.stringify({ kind: 'sevproof-settings', version: 1, ...settings }));
}
