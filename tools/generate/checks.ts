// The documentation of the audit's checks: a page for each and a list of all, from the checks themselves. Findings
// point to these pages.
import type { Check, Hit, TestResult } from '../../server/core/audit/check.ts';
import { checks } from '../../server/core/audit/checks/index.ts';
import { compareSeverity } from '../../server/core/finding/finding.ts';

export const generated = async (): Promise<readonly { path: string; text: string }[]> => [
  { path: 'docs/checks/README.md', text: list() },
  ...checks.map((check) => ({ path: `docs/checks/${check.id}.md`, text: page(check) })),
];

const scopes = { function: 'each function', region: 'each Region', layer: 'each own layer version' } as const;

function list(): string {
  const rows = checks
    .toSorted((a, b) => compareSeverity(a.severity, b.severity) || (a.id < b.id ? -1 : 1))
    .map(
      (check) =>
        `| [${check.id}](${check.id}.md) | ${check.severity} | ${check.title} | ${scopes[check.scope]} |`,
    );
  return `# Checks of the audit

${checks.length} checks. Each gives one of four verdicts for what it looks at: pass, fail, not applicable, or unknown where a fact could
not be read. A finding may differ from the severity of its check where the case is worse or milder.

| Check | Severity | What is wrong | Asked of |
| --- | --- | --- | --- |
${rows.join('\n')}
`;
}

function page(check: Check): string {
  const references = [
    ...check.references.map((one) => (one.url === undefined ? one.name : `[${one.name}](${one.url})`)),
    ...check.cwe.map((number) => `[CWE-${number}](https://cwe.mitre.org/data/definitions/${number}.html)`),
  ];
  const needs = check.needs
    .map(String)
    .filter((need) => need !== 'place' && need !== 'options' && need !== 'region');
  return `# ${check.id}

**${capitalize(check.title)}.** Severity: ${check.severity}. Asked of ${scopes[check.scope]}.

${check.why}

## What to do

${check.todo}

## When it speaks

${examples(check)
  .map((message) => `- ${message}`)
  .join('\n')}

## What it reads

${needs.length === 0 ? 'Nothing that could be missing.' : `${needs.map((need) => `\`${need}\``).join(', ')}. Where one of them could not be read, the verdict is unknown and says which permission is missing.`}

## See

${references.map((one) => `- ${one}`).join('\n')}
`;
}

/** The messages of the check's own bad examples. */
function examples(check: Check): readonly string[] {
  const messages = check
    .runExamples()
    .bad.flatMap((result) =>
      hitsOf(result).map(
        (hit) =>
          `${hit.message}${hit.severity === undefined || hit.severity === check.severity ? '' : ` (${hit.severity})`}`,
      ),
    );
  return [...new Set(messages)].map((message) => message.replace(/[<>|*]/g, '\\$&'));
}

function hitsOf(result: TestResult): readonly Hit[] {
  if (result === 'not-applicable') return [];
  return 'hits' in result ? result.hits : result;
}

function capitalize(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
