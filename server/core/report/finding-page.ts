// One finding of an audit as a page for a person, in Markdown: what, where, why, what to do, on what evidence.
import type { Check } from '../audit/check.ts';
import { evidenceOf } from '../audit/evidence.ts';
import { readyTextFor } from '../audit/ready-text.ts';
import type { Finding } from '../finding/finding.ts';
import type { AccountSnapshot } from '../model/account-snapshot.ts';
import { heading, link, plain, table } from './markdown.ts';

/**
 * `check` adds what it says in general; a finding without one still has a page. `snapshot` adds the policy that it is
 * about, with the statement at fault marked.
 */
export function renderFindingPage(
  finding: Finding,
  check: Check | undefined,
  snapshot?: AccountSnapshot,
): string {
  const { id, severity, confidence, message, place, why, todo, suppression, cwe, data } = finding;
  const rows: (readonly [string, string])[] = [
    ['Severity', confidence === 'high' ? severity : `${severity}, confidence ${confidence}`],
    ...(place.kind === 'aws'
      ? ([
          ['Function', plain(place.function ?? '–')],
          ['Part', plain(place.resource ?? '–')],
          ['ARN', `\`${place.arn.replaceAll('`', '')}\``],
          ['Account, Region', plain(`${place.account}, ${place.region}`)],
        ] as const)
      : ([['File', `${plain(place.file)}:${place.range.start.line + 1}`]] as const)),
    ['Check', `\`${id}\``],
  ];
  const references = [
    ...(check?.references ?? []).map(({ name, url }) => link(name, url)),
    ...cwe.map((number) => link(`CWE-${number}`, `https://cwe.mitre.org/data/definitions/${number}.html`)),
  ];
  return [
    heading(1, finding.title.charAt(0).toUpperCase() + finding.title.slice(1)),
    plain(message),
    ...(suppression === undefined ? [] : [`**Allowed:** ${plain(suppression.justification)}`]),
    table(['', ''], rows),
    ...(why === undefined ? [] : [heading(2, 'Why it matters'), plain(why)]),
    ...(todo === undefined ? [] : [heading(2, 'What to do'), plain(todo)]),
    ...readyText(finding),
    ...(snapshot === undefined ? [] : statementAtFault(finding, snapshot)),
    ...evidence(data),
    ...(references.length === 0 ? [] : [heading(2, 'More'), references.map((one) => `- ${one}`).join('\n')]),
    ...(suppression === undefined && place.kind === 'aws'
      ? [
          heading(2, 'If it is meant to be so'),
          'Say so, with the reason, in `.lambda-protect/exceptions.json`:',
          fence('json', JSON.stringify([exceptionFor(id, place.function ?? '*')], undefined, 2)),
        ]
      : []),
  ]
    .join('\n\n')
    .concat('\n');
}

/** What can be pasted. */
function readyText(finding: Finding): readonly string[] {
  const ready = readyTextFor(finding);
  if (ready === undefined) return [];
  return [
    heading(2, 'Ready to paste'),
    fence('sh', ready.commands.join('\n')),
    ...(ready.template === undefined ? [] : ['Or in the template:', fence('yaml', ready.template)]),
  ];
}

/** The whole document; an arrow stands before the lines of the statement. */
function statementAtFault(finding: Finding, snapshot: AccountSnapshot): readonly string[] {
  const found = evidenceOf(finding, snapshot);
  if (found === undefined) return [];
  const { title, document, lines } = found;
  const marked = document
    .split('\n')
    .map((line, at) =>
      lines !== undefined && at >= lines.start && at < lines.end ? `→ ${line}` : `  ${line}`,
    );
  return [heading(2, 'The policy'), plain(title), fence('text', marked.join('\n'))];
}

function exceptionFor(check: string, name: string): Readonly<Record<string, string>> {
  return { check, function: name, reason: 'why this is as it should be', expires: 'YYYY-MM-DD' };
}

function evidence(data: unknown): readonly string[] {
  if (typeof data !== 'object' || data === null || Object.keys(data).length === 0) return [];
  return [heading(2, 'Evidence'), fence('json', JSON.stringify(data, undefined, 2))];
}

/** A fence longer than any run of back-ticks inside. */
function fence(language: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const mark = '`'.repeat(longest + 1);
  return `${mark}${language}\n${text}\n${mark}`;
}
