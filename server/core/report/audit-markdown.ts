// An audit as Markdown: for a ticket, a wiki or a pull request.
import { type AuditReport, outlineReport, whereOf } from './audit-report.ts';
import { heading, link, plain, table } from './markdown.ts';

/** Findings of one check beyond this are counted, not listed: nobody reads them in a ticket. */
const listed = 50;

export function renderAuditMarkdown(report: AuditReport): string {
  const outline = outlineReport(report);
  const { bySeverity } = outline.summary;
  const { counts } = outline;
  return [
    heading(1, 'Audit of Lambda functions'),
    `Read ${plain(outline.takenAt)} in ${outline.accounts.map((one) => plain(`${one.alias === undefined ? '' : `${one.alias} `}${one.id} (${one.regions.join(', ')})`)).join('; ')}.`,
    table(
      ['Functions', 'Errors', 'Warnings', 'Infos', 'Hints', 'Unknown', 'Allowed'],
      [
        [
          outline.functionCount,
          bySeverity.error,
          bySeverity.warning,
          bySeverity.info,
          bySeverity.hint,
          counts.unknown,
          outline.allowed.length,
        ].map(String),
      ],
    ),
    ...(outline.missing.length === 0
      ? []
      : [
          heading(2, 'Not known'),
          'These verdicts are neither pass nor fail.',
          table(
            ['Verdicts', 'Missing', 'Why'],
            outline.missing.map((row) => [String(row.verdicts), plain(row.action), plain(row.reason)]),
          ),
        ]),
    ...(outline.worst.length === 0
      ? []
      : [
          heading(2, 'Functions that need attention first'),
          table(
            ['Function', 'Region', 'Errors', 'Warnings'],
            outline.worst.map((row) => [
              plain(row.name),
              plain(row.region),
              String(row.bySeverity.error),
              String(row.bySeverity.warning),
            ]),
          ),
        ]),
    ...outline.chapters.flatMap((chapter) => [
      heading(2, `${chapter.title} (${chapter.id})`),
      ...(chapter.text === undefined
        ? []
        : [plain(chapter.text.why), `**To do:** ${plain(chapter.text.todo)}`]),
      table(
        ['Severity', 'Where', 'What'],
        chapter.findings
          .slice(0, listed)
          .map((finding) => [finding.severity, plain(whereOf(finding)), plain(finding.message)]),
      ),
      ...(chapter.findings.length > listed ? [`… and ${chapter.findings.length - listed} more.`] : []),
      ...(chapter.text === undefined || chapter.text.references.length === 0
        ? []
        : [
            `See ${chapter.text.references.map((reference) => link(reference.name, reference.url)).join(', ')}.`,
          ]),
    ]),
    ...(outline.allowed.length === 0
      ? []
      : [
          heading(2, 'Allowed by exceptions'),
          table(
            ['Check', 'Where', 'Reason'],
            outline.allowed.map((finding) => [
              plain(finding.id),
              plain(whereOf(finding)),
              plain(finding.suppression?.justification ?? ''),
            ]),
          ),
        ]),
    '',
  ].join('\n\n');
}
