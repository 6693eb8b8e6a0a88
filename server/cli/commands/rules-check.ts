// `rules check`: what is wrong with rule files, on the command line.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Finding } from '../../core/finding/finding.ts';
import { lineIndex } from '../../core/text/line-index.ts';
import { ruleFileKindOf } from '../../platform/rule-files.ts';
import type { Command } from '../command.ts';
import { openScanner } from '../open-scanner.ts';
import { UsageError } from '../options.ts';
import { printResults } from '../print.ts';

export const command: Command = {
  name: 'rules check',
  summary: 'validates rule files and runs their examples',
  usage: `
lambda-protect rules check [FILE…]

Without a FILE, the rule files that apply to the current folder.
`,
  async run(args, shell) {
    const scanner = await openScanner(args, shell);
    const named = args.positionals.map((path) => resolve(shell.cwd, path));
    for (const path of named) {
      if (!existsSync(path)) throw new UsageError(`no such file: ${path}`);
      if (ruleFileKindOf(path) === undefined) throw new UsageError(`not a rule file by its name: ${path}`);
    }
    const loaded =
      named.length > 0 ? named.map((path) => scanner.rulesFor(dirname(path))) : [scanner.rulesFor(shell.cwd)];
    const files = [...new Set(loaded)]
      .flatMap((rules) => rules.files)
      .filter(({ path }) => named.length === 0 || named.includes(path));
    const findings = files.flatMap(({ path, problems }): Finding[] => {
      const lines = lineIndex(readFileSync(path, 'utf8'));
      return problems.map(({ code, severity, message, span }) => ({
        id: code,
        severity,
        confidence: 'high',
        title: message,
        message,
        cwe: [],
        place: { kind: 'code', file: path, span, range: lines.rangeOf(span) },
      }));
    });
    return printResults({ findings, unknown: [], rules: [], summary: { files: files.length } }, args, shell);
  },
};
