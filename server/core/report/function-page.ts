// One audited function as a page for a person, in Markdown: what it is, what was found, what could not be answered.
import type { SubjectJudgement } from '../audit/judge.ts';
import { compareSeverity, type Finding } from '../finding/finding.ts';
import type { LambdaFunction } from '../model/function.ts';
import { heading, plain, table } from './markdown.ts';

export function renderFunctionPage(
  one: LambdaFunction,
  facts: readonly (readonly [string, string])[],
  findings: readonly Finding[],
  { unknown, passed, notApplicable }: SubjectJudgement,
): string {
  const live = findings
    .filter(({ suppression }) => suppression === undefined)
    .sort((a, b) => compareSeverity(a.severity, b.severity));
  const allowed = findings.filter(({ suppression }) => suppression !== undefined);
  return [
    heading(1, one.name),
    `\`${one.arn}\``,
    table(
      ['', ''],
      facts.map(([name, value]) => [plain(name), plain(value)]),
    ),
    heading(2, 'Found'),
    live.length === 0
      ? 'Nothing.'
      : table(
          ['Severity', 'What', 'Where', 'Check'],
          live.map(({ severity, message, place, id }) => [
            severity,
            plain(message),
            plain(place.kind === 'aws' ? (place.resource ?? '') : place.file),
            `\`${id}\``,
          ]),
        ),
    ...(unknown.length === 0
      ? []
      : [
          heading(2, 'Not answered'),
          table(
            ['Check', 'Because'],
            unknown.map(({ check, gaps }) => [
              `\`${check}\``,
              plain(gaps.map(({ action, reason }) => `${action} ${reason}`).join(', ')),
            ]),
          ),
        ]),
    ...(allowed.length === 0
      ? []
      : [
          heading(2, 'Allowed'),
          table(
            ['Check', 'What', 'Reason'],
            allowed.map(({ id, message, suppression }) => [
              `\`${id}\``,
              plain(message),
              plain(suppression?.justification ?? ''),
            ]),
          ),
        ]),
    heading(2, 'Fine'),
    passed.length === 0 ? 'No check passed.' : passed.map((id) => `\`${id}\``).join(', '),
    `${notApplicable.length} further checks do not apply. Facts of ${plain(one.readAt)}.`,
  ]
    .join('\n\n')
    .concat('\n');
}
