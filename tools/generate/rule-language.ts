// The tables of docs/rule-language.md: directives and lints, from the tables that the product itself reads.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { directives } from '../../server/core/rulelang/directives.ts';
import { lints } from '../../server/core/rulelang/lints/index.ts';

const path = 'docs/rule-language.md';

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

export function directiveTable(): string {
  const rows = directives.map(
    ({ name, form, default: fallback, documentation, kinds }) =>
      `| \`${name}\` | ${cell(form)} | ${cell(fallback)} | ${kinds.length === 3 ? 'all' : kinds.join(', ')} | ${cell(documentation)} |`,
  );
  return ['| name | value | default | in | meaning |', '| --- | --- | --- | --- | --- |', ...rows].join('\n');
}

export function lintTable(): string {
  const rows = lints.map(
    ({ id, severity, title, why, todo }) =>
      `| <a id="${id}"></a>\`${id}\` | ${severity} | ${cell(title)}. ${cell(why)} | ${cell(todo)} |`,
  );
  return ['| id | severity | what and why | what to do |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function between(text: string, mark: string, content: string): string {
  const [open, close] = [`<!-- ${mark} -->`, `<!-- /${mark} -->`];
  const start = text.indexOf(open);
  const end = text.indexOf(close);
  if (start === -1 || end < start) throw new Error(`${path} has no ${open} … ${close}`);
  return `${text.slice(0, start + open.length)}\n${content}\n${text.slice(end)}`;
}

export async function generated(): Promise<readonly { readonly path: string; readonly text: string }[]> {
  const now = readFileSync(join(import.meta.dirname, '../..', path), 'utf8');
  return [{ path, text: between(between(now, 'directives', directiveTable()), 'lints', lintTable()) }];
}
