// `rules check`: everything that the editor says of rule files, on the command line.
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Finding } from '../../core/finding/finding.ts';
import type { UnknownItem } from '../../core/report/json.ts';
import type { RuleInfo } from '../../core/report/sarif.ts';
import { problemData } from '../../core/rulelang/lint.ts';
import { createRuleLinter } from '../../core/rulelang/linter.ts';
import { lintNamed, lints } from '../../core/rulelang/lints/index.ts';
import type { RuleProblem } from '../../core/rulelang/rule.ts';
import { type LineIndex, lineIndex } from '../../core/text/line-index.ts';
import type { Span } from '../../core/text/span.ts';
import { createDeepLinter } from '../../platform/deep/deep-linter.ts';
import { type RuleFileText, ruleFileKindOf, ruleFileNames } from '../../platform/rule-files.ts';
import type { LoadedRules, Scanner } from '../../platform/scanner.ts';
import type { Command, CommandArguments, ExitCode, Shell } from '../command.ts';
import { openScanner } from '../open-scanner.ts';
import { flag, UsageError } from '../options.ts';
import { printResults } from '../print.ts';

export const command: Command = {
  name: 'rules check',
  summary: 'validates rule files and runs their examples',
  usage: `
lambda-protect rules check [FILE…] [--quick] [--hints] [--format text|json|sarif] [--fail-on …]

Without a FILE, the rule files that apply to the current folder. Says what is wrong, what engines read differently,
which examples fail, which rules are repeated or covered by others, and which patterns take too long in engines that
backtrack, with a text that shows it. --quick leaves out what takes long (backtracking and covered rules); --hints
also prints hints.
`,
  options: { quick: { type: 'boolean' }, hints: { type: 'boolean' } },
  run: runCheck,
};

async function runCheck(args: CommandArguments, shell: Shell): Promise<ExitCode> {
  const scanner = await openScanner(args, shell);
  const files = filesToCheck(args, shell, scanner);
  const unknown: UnknownItem[] = files.unread.map((message) => ({ id: 'unreadable-rules', message }));
  const findings: Finding[] = [];
  const linter = createRuleLinter(scanner.engine);
  const deep = flag(args, 'quick') ? undefined : createDeepLinter({ patternMs: 800, fileMs: 10_000 });
  let rules = 0;
  let examples = 0;
  try {
    for (const { file, loaded } of files.files) {
      const { file: parsed, problems } = linter.lint(file.text, file.kind, idsElsewhere(file, loaded));
      rules += parsed.rules.length;
      examples += parsed.rules.reduce((sum, rule) => sum + rule.examples.length, 0);
      const late = (await deep?.lint(parsed, file.text, shell.signal)) ?? [];
      const lines = lineIndex(file.text);
      const all = [...problems, ...late].sort(
        (a, b) => a.span.start - b.span.start || a.span.end - b.span.end,
      );
      findings.push(...all.map((problem) => toFinding(problem, file.path, lines)));
    }
  } finally {
    deep?.dispose();
  }
  const shown = flag(args, 'hints') ? findings : findings.filter(({ severity }) => severity !== 'hint');
  const summary = { files: files.files.length, rules, examples };
  const closing = `${files.files.length} files, ${rules} rules, ${examples} examples, ${shown.length} remarks`;
  const code = await printResults({ findings: shown, unknown, rules: infos, summary, closing }, args, shell);
  return files.files.length === 0 ? 2 : code;
}

const infos: readonly RuleInfo[] = lints.map(({ id, severity, title, why, todo }) => ({
  id,
  severity,
  title,
  why,
  todo,
  cwe: cweOf(id),
}));

/** Inefficient regular expression complexity. */
function cweOf(id: string): readonly number[] {
  return id === 'super-linear-pattern' ? [1333] : [];
}

interface FileToCheck {
  readonly file: RuleFileText;
  readonly loaded: LoadedRules;
}

function filesToCheck(
  args: CommandArguments,
  shell: Shell,
  scanner: Scanner,
): { readonly files: readonly FileToCheck[]; readonly unread: readonly string[] } {
  const named = args.positionals.map((path) => resolve(shell.cwd, path));
  for (const path of named) {
    if (!existsSync(path)) throw new UsageError(`no such file: ${path}`);
    if (ruleFileKindOf(path) === undefined)
      throw new UsageError(
        `not a rule file by its name: ${path}; names are ${Object.values(ruleFileNames).join(', ')}`,
      );
  }
  const folders =
    named.length > 0 ? named.map((path) => scanner.rulesFor(dirname(path))) : [scanner.rulesFor(shell.cwd)];
  const all = [...new Set(folders)];
  const files = all.flatMap((loaded) => loaded.files.map((file) => ({ file, loaded })));
  return {
    files: named.length === 0 ? files : files.filter(({ file }) => named.includes(file.path)),
    unread: all.flatMap(({ unread }) => unread),
  };
}

function idsElsewhere(file: RuleFileText, loaded: LoadedRules): ReadonlyMap<string, string> {
  const others = loaded.files.filter(({ kind }) => kind !== file.kind);
  return new Map(
    others.flatMap(({ kind, parsed }) => parsed.rules.map(({ id }) => [id, ruleFileNames[kind]] as const)),
  );
}

function toFinding(problem: RuleProblem, file: string, lines: LineIndex): Finding {
  const lint = lintNamed(problem.code);
  const { related = [] } = problemData(problem);
  const place = (span: Span) => ({ kind: 'code', file, span, range: lines.rangeOf(span) }) as const;
  return {
    id: problem.code,
    severity: problem.severity,
    confidence: 'high',
    title: lint?.title ?? problem.message,
    message: problem.message,
    cwe: cweOf(problem.code),
    place: place(problem.span),
    ...(related.length === 0
      ? {}
      : { related: related.map((one) => ({ place: place(one.span), message: one.message })) }),
    ...(lint === undefined ? {} : { why: lint.why, todo: lint.todo }),
  };
}
