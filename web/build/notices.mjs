// What the page says of its licence, and of the code in it that others wrote: made of docs/licences.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

// The project's own licence is one that others use as well.
const pathOf = (project, name) => (name === 'Apache-2.0' ? join(project, 'LICENSE')
  : join(project, 'docs', 'licences', `${name}.txt`));

/** Lines as long as the window likes: its paragraphs, each one line. */
const paragraphs = (text) => text.split(/\n\s*\n/).map((one) => one.trim().replace(/\s+/g, ' '))
  .filter((one) => one !== '');

/** The entries of docs/licences/components.json whose code is in the page. */
export function pageComponents(project) {
  const text = readFileSync(join(project, 'docs', 'licences', 'components.json'), 'utf8');
  return JSON.parse(text).filter((component) => component.in.includes('page'));
}

/** {components, texts: [{name, paragraphs}]}; each text once, the project's own first. */
export function pageNotices(project) {
  const components = pageComponents(project);
  const names = new Set(['Apache-2.0', ...components.flatMap(({ texts }) => texts)]);
  return {
    components: components.map(({ name, purpose, project: address, copyright, licence, notes = [] }) =>
      ({ name, purpose, project: address, copyright, licence, notes })),
    texts: [...names].map((name) =>
      ({ name, paragraphs: paragraphs(readFileSync(pathOf(project, name), 'utf8')) })),
  };
}

/** Throws unless the packages in the bundles are those that the table names. */
export function checkPackages(bundled, components) {
  const named = components.flatMap(({ npm }) => npm ?? []).sort();
  const found = [...new Set(bundled)].sort();
  if (found.join() === named.join()) return;
  throw new Error(`the page contains the packages ${found.join(', ')}, and docs/licences/components.json names `
    + `${named.join(', ')}: each needs its notice there, and nothing else`);
}

/** Of the core alone, as a text file. */
export function noticesText(project) {
  const components = pageComponents(project).filter(({ npm }) => npm === undefined);
  const names = [...new Set(components.flatMap(({ texts }) => texts))];
  const entries = components.map(({ name, purpose, project: address, copyright, licence, notes = [] }) =>
    [`${name}: ${purpose}`, ...copyright, `Licence: ${licence}`, ...notes, address].join('\n  '));
  const licences = names.map((name) =>
    `${'-'.repeat(78)}\n${name}\n\n${readFileSync(pathOf(project, name), 'utf8')}`);
  return ['sevproof is under the Apache License 2.0 (LICENSE). It contains code of these projects:', ...entries, ...licences]
    .join('\n\n');
}
