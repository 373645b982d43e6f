// The help's texts, as the build has packed them: src/help has one for each moment, in blocks with an empty line
// between. `# ` begins a heading, `$ ` a command, `@field ` what is said of a field; backquotes stand around code.

import type { FieldName } from '../../core/face';
import type { MomentId } from './moment';

export interface HelpBlock {
  kind: 'heading' | 'command' | 'text' | { field: FieldName };
  text: string;
}

function blockOf(block: string): HelpBlock {
  const text = block.replace(/\n/g, ' ').trim();
  const [, field, words] = /^@(\w+) (.*)$/.exec(text) ?? [];
  if (field && words !== undefined) return { kind: { field: field as FieldName }, text: words };
  if (text.startsWith('# ')) return { kind: 'heading', text: text.slice(2) };
  return text.startsWith('$ ') ? { kind: 'command', text: text.slice(2) } : { kind: 'text', text };
}

/** What is said of one field. */
export function helpOf(moment: MomentId, field: FieldName): string {
  return readHelp(moment).find(({ kind }) => typeof kind === 'object' && kind.field === field)?.text ?? '';
}

const known = new Map<MomentId, HelpBlock[]>();

export function readHelp(moment: MomentId): HelpBlock[] {
  const blocks = known.get(moment) ?? parseHelp(moment);
  known.set(moment, blocks);
  return blocks;
}

function parseHelp(moment: MomentId): HelpBlock[] {
  const texts = JSON.parse(sevproofParts.help) as Partial<Record<MomentId, string>>;
  return (texts[moment] ?? '').split(/\n{2,}/).map(blockOf);
}
