// The types of the core's documents, from their schemas: node web/build/reports.mjs writes
// web/src/core/reports.d.ts, platforms.d.ts, snp.d.ts and snp_reports.d.ts, and a test compares them.

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const schemas = new URL('../../core/schema/', import.meta.url);
const folder = new URL('../src/core/', import.meta.url);

/** File -> files of core/schema -> type. What several documents have stands in the first file. */
const files = {
  reports: {
    report: 'Report', error: 'ErrorDocument', firmware: 'FirmwareView', domain: 'DomainView', vmsa: 'VmsaView',
    'vmsa-diff': 'VmsaDiffView', secrets: 'SecretsView',
  },
  platforms: { platform: 'PlatformReport', 'platform-show': 'PlatformFilesView', session: 'SessionReport' },
  snp: { 'snp-measure': 'SnpReport', 'snp-explain': 'SnpExplainReport', 'id-block': 'IdBlockReport' },
  snp_reports: { 'snp-report': 'SnpVerification', 'snp-show': 'SnpFilesView' },
};

/** What JavaScript has of its own already. */
const renamed = { Error: 'ReportError', Blob: 'DomainBlob' };
/** What means something else in one document than in the others. */
const renamedIn = {
  session: { Check: 'SessionCheck', Policy: 'SessionPolicy', GivenPolicy: 'GivenSessionPolicy',
    Certificate: 'OwnersCertificate' },
  'snp-measure': { GivenVmsa: 'GivenSnpVmsa', Igvm: 'MeasuredIgvm' },
  'snp-explain': { GivenVmsa: 'GivenSnpVmsa', Igvm: 'MeasuredIgvm' },
  'id-block': { Check: 'IdBlockCheck' },
  'snp-report': { GivenVmsa: 'GivenSnpVmsa', Igvm: 'MeasuredIgvm' },
};
const width = 110;

const isObject = (schema) => schema.properties !== undefined;

/** The types of one schema; `definitions` are its $defs, `names` what is called otherwise in it. */
class Writer {
  constructor(definitions, names = {}) {
    this.definitions = definitions;
    this.names = { ...renamed, ...names };
  }

  nameOf(ref) {
    const name = ref.split('/').pop();
    const type = name[0].toUpperCase() + name.slice(1);
    return this.names[type] ?? type;
  }

  reference(ref, indent) {
    const schema = this.definitions[ref.split('/').pop()];
    return isObject(schema) || schema.enum ? this.nameOf(ref) : this.type(schema, indent);
  }

  type(schema, indent) {
    if (schema.$ref) return this.reference(schema.$ref, indent);
    if ('const' in schema) return literal(schema.const);
    if (schema.enum) return schema.enum.map(literal).join(' | ');
    if (schema.anyOf) return this.union(schema.anyOf, indent);
    if (isObject(schema)) return this.object(schema, indent);
    if (schema.type === 'array') return this.list(schema, indent);
    return [schema.type].flat().map(primitive).join(' | ');
  }

  /** null comes last, as one writes it. */
  union(choices, indent) {
    const types = choices.map((choice) => this.type(choice, indent));
    return [...types.filter((type) => type !== 'null'), ...types.filter((type) => type === 'null')]
      .join(' | ');
  }

  list({ items, maxItems }, indent) {
    if (maxItems === 0) return 'never[]';
    const type = this.type(items, indent);
    return / \| /.test(type) && !type.startsWith('{') ? `(${type})[]` : `${type}[]`;
  }

  object({ properties, required }, indent, isInline = true) {
    const names = Object.keys(properties);
    if (names.length === 0) return 'Record<string, never>';
    const inner = `${indent}  `;
    const members = names.map((name) => ({
      comment: properties[name].description,
      text: `${name}${required.includes(name) ? '' : '?'}: ${this.type(properties[name], inner)};`,
    }));
    const line = `{ ${members.map(({ text }) => text).join(' ').replace(/;$/, '')} }`;
    const isShort = members.every(({ comment, text }) => !comment && !text.includes('\n'));
    if (isInline && isShort && line.length + indent.length <= width - 10) return line;
    return ['{', ...members.flatMap(({ comment, text }) => (
      comment ? [commentOf(comment, inner), inner + text] : [inner + text])), `${indent}}`].join('\n');
  }

  declaration(name, schema) {
    const comment = schema.description ?? schema.title;
    const head = comment ? `${commentOf(comment, '')}\n` : '';
    return isObject(schema)
      ? `${head}export interface ${name} ${this.object(schema, '', false)}`
      : `${head}export type ${name} = ${this.type(schema, '')};`;
  }
}

function literal(value) {
  return typeof value === 'string' ? `'${value}'` : String(value);
}

function primitive(type) {
  return type === 'integer' ? 'number' : type;
}

function commentOf(words, indent) {
  const lines = [];
  let line = '';
  for (const word of `${words[0].toUpperCase()}${words.slice(1)}.`.split(' ')) {
    if (line !== '' && line.length + word.length + 1 > width - indent.length - 7) {
      lines.push(line);
      line = '';
    }
    line += (line === '' ? '' : ' ') + word;
  }
  lines.push(line);
  return `${indent}/** ${lines.join(`\n${indent} * `)} */`;
}

/** Types of some documents, by their names. */
function typesOf(documents) {
  const written = new Map();
  const add = (name, text) => {
    if (written.has(name) && written.get(name) !== text) throw new Error(`${name} has two meanings`);
    written.set(name, text);
  };
  for (const [file, name] of Object.entries(documents)) {
    const schema = JSON.parse(readFileSync(new URL(`${file}.schema.json`, schemas), 'utf8'));
    const writer = new Writer(schema.$defs ?? {}, renamedIn[file]);
    add(name, writer.declaration(name, { ...schema, description: undefined }));
    for (const [key, definition] of Object.entries(schema.$defs ?? {})) {
      if (!isObject(definition) && !definition.enum) continue;
      add(writer.nameOf(key), writer.declaration(writer.nameOf(key), definition));
    }
  }
  return written;
}

/** What is declared in the first file already, and the same, is imported from there. */
function withImports(written, known) {
  const shared = [...written].filter(([name, text]) => known.get(name) === text).map(([name]) => name);
  const own = [...written].filter(([name]) => !shared.includes(name)).map(([, text]) => text);
  const used = shared.filter((name) => own.some((text) => new RegExp(`\\b${name}\\b`).test(text))).sort();
  return used.length === 0 ? own : [`import type { ${used.join(', ')} } from './reports';`, ...own];
}

/** File -> its whole text. */
export function reportTypes() {
  const head = '// Generated from core/schema by web/build/reports.mjs: change it there.';
  const [first, ...others] = Object.values(files).map(typesOf);
  const texts = [[...first.values()], ...others.map((written) => withImports(written, first))];
  return Object.fromEntries(Object.keys(files).map((name, at) => (
    [`${name}.d.ts`, `${[head, ...texts[at]].join('\n\n')}\n`])));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, text] of Object.entries(reportTypes())) writeFileSync(new URL(name, folder), text);
}
