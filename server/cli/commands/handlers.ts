// `handlers`: the functions that Lambda will call, how each was found, and whether it is guarded.
import type { Finding } from '../../core/finding/finding.ts';
import { renderSarif } from '../../core/report/sarif.ts';
import type { Handler } from '../../core/syntax/handlers.ts';
import { lineIndex, type Range } from '../../core/text/line-index.ts';
import { relativePath } from '../../core/text/path.ts';
import type { Command, CommandArguments, ExitCode, Shell } from '../command.ts';
import { type FoundFunctions, openFunctions } from '../open-functions.ts';
import { formatOption } from '../options.ts';
import { version } from '../version.ts';

export const command: Command = {
  name: 'handlers',
  summary: 'lists the Lambda entry points, how they were found, and whether they are guarded',
  usage: `
lambda-protect handlers [PATH…] [--format text|json|sarif]

Finds handlers in SAM and CloudFormation templates, Serverless Framework files, CDK source, Terraform, package.json,
and by the shape of the code. Without a PATH, below the current folder.
`,
  run: runHandlers,
};

interface Row {
  readonly handler: Handler;
  readonly range: Range;
  readonly file: string;
}

async function runHandlers(args: CommandArguments, shell: Shell): Promise<ExitCode> {
  const format = formatOption(args);
  const found = await openFunctions(args, shell);
  const cwd = shell.cwd.replaceAll('\\', '/');
  const rows = found.flatMap(({ handlers, workspace }) =>
    handlers.map((handler): Row => {
      const lines = lineIndex(workspace.read(handler.file) ?? '');
      return { handler, range: lines.rangeOf(handler.name), file: relativePath(cwd, handler.file) };
    }),
  );
  if (format === 'json') await shell.out(renderRows(rows, found, cwd));
  else if (format === 'sarif') await shell.out(renderRowsSarif(rows, shell.cwd));
  else {
    if (rows.length > 0) await shell.out(rows.map(renderRow).join(''));
    for (const { unresolved } of found) {
      for (const { handler, file, name } of unresolved) {
        shell.complain(
          `no code found for ${handler ?? name}, which ${relativePath(cwd, file)} declares as ${name}`,
        );
      }
    }
    const guarded = rows.filter(({ handler }) => handler.guarded !== 'no').length;
    shell.progress(`${rows.length} handler${rows.length === 1 ? '' : 's'}, ${guarded} guarded`);
  }
  return 0;
}

function foundBy({ configured }: Handler): readonly string[] {
  return configured.length === 0 ? ['shape'] : [...new Set(configured.map(({ by }) => by))];
}

function renderRow({ handler, range, file }: Row): string {
  const how = foundBy(handler).join(', ');
  const state = { code: 'guarded', layer: 'guarded by the layer', no: 'not guarded' }[handler.guarded];
  const { line, character } = range.start;
  return `${file}:${line + 1}:${character + 1}: ${handler.exportName} [${handler.language}; ${how}; ${state}]\n`;
}

/** The module's name before the function's, as handler strings have it, when no configuration says one. */
function handlerString({ handler, file }: Row): string {
  const written = handler.configured.find(
    (one) => one.handler?.includes('.') || one.handler?.includes('::'),
  )?.handler;
  return written ?? `${file.slice(file.lastIndexOf('/') + 1).replace(/\.[^.]+$/, '')}.${handler.exportName}`;
}

function renderRows(rows: readonly Row[], found: readonly FoundFunctions[], cwd: string): string {
  const handlers = rows.map((row) => ({
    file: row.file,
    line: row.range.start.line + 1,
    column: row.range.start.character + 1,
    endLine: row.range.end.line + 1,
    endColumn: row.range.end.character + 1,
    name: row.handler.exportName,
    language: row.handler.language,
    handler: handlerString(row),
    foundBy: foundBy(row.handler),
    configuredIn: row.handler.configured.map(({ file, name }) => ({ file: relativePath(cwd, file), name })),
    guarded: row.handler.guarded !== 'no',
    guardedBy: row.handler.guarded === 'no' ? null : row.handler.guarded,
    confidence: row.handler.confidence,
  }));
  const unknown = found.flatMap(({ unresolved }) =>
    unresolved.map(({ file, name, handler, by }) => ({
      file: relativePath(cwd, file),
      name,
      handler: handler ?? null,
      foundBy: [by],
      message: 'no code found in this workspace',
    })),
  );
  const guarded = handlers.filter((one) => one.guarded).length;
  const summary = { handlers: handlers.length, guarded, unknown: unknown.length };
  return `${JSON.stringify({ version: 1, handlers, unknown, summary }, undefined, 2)}\n`;
}

function renderRowsSarif(rows: readonly Row[], cwd: string): string {
  const findings = rows.map(
    ({ handler, range }): Finding => ({
      id: 'lambda-handler',
      severity: 'hint',
      confidence: handler.confidence,
      title: 'a function that Lambda calls',
      message: `${handler.exportName} is a Lambda handler (${foundBy(handler).join(', ')}), ${handler.guarded === 'no' ? 'not guarded' : 'guarded'}`,
      cwe: [],
      place: { kind: 'code', file: handler.file, span: handler.name, range },
    }),
  );
  const rules = [{ id: 'lambda-handler', severity: 'hint', title: 'a function that Lambda calls' } as const];
  return renderSarif(findings, rules, { name: 'Lambda Protect', version, root: cwd });
}
