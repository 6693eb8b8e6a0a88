// `respond mend`: what Inspector found in a function, as edits of manifests and places in the workspace.
import { readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { createAsk } from '../../aws/ask.ts';
import { listWeaknesses } from '../../aws/read-weaknesses.ts';
import { declarationOf } from '../../core/audit/match-declared.ts';
import { known } from '../../core/model/known.ts';
import { type MendPlan, planMend } from '../../core/remedy/mend/plan-mend.ts';
import { unifiedDiff } from '../../core/report/unified-diff.ts';
import { applyEdits } from '../../core/text/edit.ts';
import { lineIndex } from '../../core/text/line-index.ts';
import { withRegion } from '../aws-region.ts';
import type { Command, ExitCode, Shell } from '../command.ts';
import { openFunctions } from '../open-functions.ts';
import { flag, formatOption, UsageError } from '../options.ts';

export const command: Command = {
  name: 'respond mend',
  summary:
    'raises packages to Inspector’s fixed versions in the manifests, and names the lines of code findings',
  usage: `
lambda-protect respond mend FUNCTION [PATH…] [--write] [--region R] [--profile P] [--format text|json]

Reads Amazon Inspector's open findings on the function and looks for its packages in the manifests below PATH (without
one: the current folder): package.json, requirements.txt, Pipfile, pyproject.toml, pom.xml, Gradle scripts and
catalogs, go.mod, Gemfile, gemspec, .csproj and its kin. Where a template declares the function, those of its folder or
the nearest above count; else all of them. Prints a diff; pins stay pins, ranges stay ranges. What a
person has to decide is said. Places of code findings are printed as file:line. Exit code 1: something is to be mended.
  --write   writes the edits; lock files follow with the command that is named
`,
  options: { write: { type: 'boolean' } },
  run: (args, shell) =>
    withRegion<ExitCode>(args, shell, async ({ connection, region }) => {
      const format = formatOption(args, ['text', 'json']);
      const [functionName, ...folders] = args.positionals;
      if (functionName === undefined) throw new UsageError('respond mend wants the name of one function');
      const weaknesses = await listWeaknesses(createAsk({ signal: shell.signal }), connection, region, {
        functionName,
        closed: false,
      });
      if (!weaknesses.known)
        throw new UsageError(
          `Inspector's findings cannot be read: ${weaknesses.gap.action} was ${weaknesses.gap.reason} (${weaknesses.gap.detail})`,
        );
      const found = await openFunctions({ ...args, positionals: folders }, shell);
      const declared = found.flatMap(({ handlers, unresolved }) => [
        ...handlers.flatMap(({ configured }) => configured),
        ...unresolved,
      ]);
      const plan = planMend(weaknesses.value, {
        paths: found.flatMap(({ workspace }) => workspace.paths),
        // As it is on the disk, byte-order mark included: places have to be of the file that is written.
        read: readExactly,
        foldersOf(function_) {
          const folder = declarationOf({ name: function_, tags: known({}) }, declared)?.folder;
          return folder === undefined ? [] : [folder];
        },
      });
      const name = (path: string) => relative(shell.cwd, path).replaceAll('\\', '/') || path;
      await shell.out(
        format === 'json'
          ? `${JSON.stringify({ version: 1, function: functionName, ...dataOf(plan, name) }, undefined, 2)}\n`
          : textOf(plan, name),
      );
      const edited = plan.manifests.filter(({ mends }) => mends.some((one) => one.kind === 'edit'));
      if (!flag(args, 'write')) return isEmpty(plan) ? 0 : 1;
      for (const { path, text, mends } of edited)
        write(
          path,
          text,
          applyEdits(
            text,
            mends.flatMap((one) => one.edits),
          ),
          shell,
          name(path),
        );
      return edited.length === 0 && !isEmpty(plan) ? 1 : 0;
    }),
};

function readExactly(path: string): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(path));
  } catch {
    return undefined;
  }
}

function write(path: string, before: string, after: string, shell: Shell, name: string): void {
  if (readExactly(path) !== before) {
    shell.complain(`${name} changed meanwhile: it is left as it is`);
    return;
  }
  writeFileSync(path, after);
  shell.progress(`${name} is written`);
}

const isEmpty = ({ manifests, code, layers, undeclared, unmendable }: MendPlan) =>
  [manifests, code, layers, undeclared, unmendable].every((one) => one.length === 0);

function textOf(plan: MendPlan, name: (path: string) => string): string {
  if (isEmpty(plan)) return 'Inspector has no open finding that could be mended here\n';
  const lines: string[] = [];
  for (const { path, text, mends } of plan.manifests) {
    const index = lineIndex(text);
    for (const mend of mends)
      lines.push(
        `${name(path)}:${index.positionAt(mend.span.start).line + 1}: ${verb(mend.kind)}${mend.words}`,
      );
  }
  for (const { weakness, paths, line } of plan.code) {
    const where =
      paths.length === 0 ? `${weakness.file?.path} (not in this folder)` : paths.map(name).join(' or ');
    lines.push(`${where}:${line}: ${weakness.severity}: ${weakness.title}`);
  }
  for (const { layerArn, fixes } of plan.layers)
    lines.push(
      `${layerArn}: ${fixes.map((one) => `${one.name} ${one.version} → ${one.fixedIn}`).join(', ') || 'no fixed version is known'}; "respond plan FUNCTION --with newer-layers" takes a newer version of the layer`,
    );
  for (const { name: one, version, fixedIn } of plan.undeclared)
    lines.push(
      `${one} ${version} → ${fixedIn}: no manifest here declares it; another package brings it along: update that one, or override the version`,
    );
  for (const { name: one, version } of plan.unmendable)
    lines.push(`${one} ${version}: no fixed version is known`);
  const diffs = plan.manifests.map(({ path, text, mends }) =>
    unifiedDiff(
      name(path),
      text,
      mends.flatMap((mend) => mend.edits),
    ),
  );
  return `${lines.join('\n')}\n${diffs.join('')}`;
}

const verb = (kind: 'edit' | 'deploy' | 'person') =>
  kind === 'edit' ? '' : kind === 'deploy' ? 'deploy: ' : 'by hand: ';

function dataOf(plan: MendPlan, name: (path: string) => string) {
  return {
    manifests: plan.manifests.map(({ path, text, mends }) => ({
      file: name(path),
      mends: mends.map(({ fix, kind, words, span }) => ({
        package: fix.name,
        from: fix.version,
        to: fix.fixedIn,
        kind,
        words,
        line: lineIndex(text).positionAt(span.start).line + 1,
      })),
      diff: unifiedDiff(
        name(path),
        text,
        mends.flatMap((mend) => mend.edits),
      ),
    })),
    code: plan.code.map(({ weakness, paths, line }) => ({
      title: weakness.title,
      severity: weakness.severity,
      inPackage: weakness.file?.path,
      files: paths.map(name),
      line,
    })),
    layers: plan.layers,
    undeclared: plan.undeclared,
    unmendable: plan.unmendable,
  };
}
