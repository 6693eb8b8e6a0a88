// `event check`: would these events pass in_protect.txt, or these responses out_protect.txt.
import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import type { Finding, RelatedPlace } from '../../core/finding/finding.ts';
import type { UnknownItem } from '../../core/report/json.ts';
import { lineIndex } from '../../core/text/line-index.ts';
import { checkEventText, eventRulesOf, hitMessage } from '../../platform/event-check.ts';
import type { Scanner } from '../../platform/scanner.ts';
import type { Command, CommandArguments, ExitCode, Shell } from '../command.ts';
import { openScanner } from '../open-scanner.ts';
import { flag, UsageError } from '../options.ts';
import { printResults } from '../print.ts';
import { ruleInfo } from '../rule-infos.ts';

export const command: Command = {
  name: 'event check',
  summary: 'tells whether events would pass in_protect.txt, or responses out_protect.txt',
  usage: `
lambda-protect event check FILE… [--out] [--rules DIR] [--format text|json|sarif] [--fail-on …]

Each FILE holds one event as JSON (comments are taken), or is a launch.json of VS Code with requests for SAM. With
--out the files are responses. Rules in mode monitor let an event pass: their hits are of severity info.
The rule files are those of --rules, else the nearest upwards of each FILE, else the shipped ones.
`,
  options: { out: { type: 'boolean' } },
  run: runCheck,
};

async function runCheck(args: CommandArguments, shell: Shell): Promise<ExitCode> {
  if (args.positionals.length === 0) throw new UsageError('event check needs a FILE');
  const kind = flag(args, 'out') ? 'out' : 'in';
  const scanner = await openScanner(args, shell);
  const findings: Finding[] = [];
  const unknown: UnknownItem[] = [];
  let blocked = 0;
  let read = 0;
  for (const name of args.positionals) {
    const path = resolve(shell.cwd, name);
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      unknown.push({
        id: 'unreadable-event',
        message: `cannot read ${name}: ${error.code ?? error.message}`,
      });
      return undefined;
    });
    if (text === undefined) continue;
    const checked = checkFile(path, text, kind, scanner, unknown);
    if (checked === undefined) continue;
    read++;
    if (checked.isBlocked) blocked++;
    findings.push(...checked.findings);
  }
  const noun = kind === 'out' ? 'response' : 'event';
  const closing = `${read} ${noun}${read === 1 ? '' : 's'}, ${blocked} would be blocked`;
  const rules = scanner
    .loaded()
    .flatMap(({ files }) => files.filter((file) => file.kind === kind).flatMap((file) => file.parsed.rules))
    .map(ruleInfo);
  const summary = { files: read, blocked };
  const code = await printResults({ findings, unknown, rules, summary, closing }, args, shell);
  return read === 0 ? 2 : code;
}

function checkFile(
  path: string,
  text: string,
  kind: 'in' | 'out',
  scanner: Scanner,
  unknown: UnknownItem[],
): { readonly findings: readonly Finding[]; readonly isBlocked: boolean } | undefined {
  const loaded = scanner.rulesFor(dirname(path));
  const home = loaded.files.find((file) => file.kind === kind);
  const lines = lineIndex(text);
  const { hits, mistakes, leftOut } = checkEventText(text, path, eventRulesOf(scanner, loaded, kind), 30_000);
  const [mistake] = mistakes;
  if (mistake) {
    const place = {
      kind: 'code',
      file: path,
      span: mistake.span,
      range: lines.rangeOf(mistake.span),
    } as const;
    const at = `${basename(path)}:${place.range.start.line + 1}:${place.range.start.character + 1}`;
    unknown.push({ id: 'not-json', message: `${at}: ${mistake.message}`, place });
    if (hits.length === 0) return undefined;
  }
  for (const what of leftOut) unknown.push({ id: 'event-incomplete', message: `${basename(path)}: ${what}` });
  const homeLines = home && lineIndex(home.text);
  const findings = hits.map((hit): Finding => {
    const { rule, span } = hit;
    const related: RelatedPlace[] =
      home && homeLines
        ? [
            {
              place: {
                kind: 'code',
                file: home.path,
                span: rule.patternSpan,
                range: homeLines.rangeOf(rule.patternSpan),
              },
              message: `by this rule: ${rule.pattern}`,
            },
          ]
        : [];
    return {
      id: rule.id,
      severity: rule.mode === 'monitor' ? 'info' : rule.severity,
      confidence: 'medium',
      title: rule.message,
      message: hitMessage(hit),
      cwe: rule.cwe,
      place: { kind: 'code', file: path, span, range: lines.rangeOf(span) },
      related,
      ...(rule.why === undefined ? {} : { why: rule.why }),
      ...(rule.todo === undefined ? {} : { todo: rule.todo }),
      ...(rule.ref === undefined ? {} : { ref: rule.ref }),
    };
  });
  return { findings, isBlocked: hits.some(({ rule }) => rule.mode === 'block') };
}
