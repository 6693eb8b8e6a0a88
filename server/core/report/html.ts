// An audit as one HTML file: no script, no request to anywhere, readable in light and dark, by keyboard and by ear.
// Texts of people and of accounts are escaped: nothing in them is read as HTML.
import type { Severity } from '../finding/finding.ts';
import {
  type AuditReport,
  type CheckChapter,
  outlineReport,
  type ReportOutline,
  whereOf,
} from './audit-report.ts';

const names: Readonly<Record<Severity, string>> = {
  error: 'Error',
  warning: 'Warning',
  info: 'Info',
  hint: 'Hint',
};

export function renderAuditHtml(report: AuditReport): string {
  const outline = outlineReport(report);
  const what = outline.accounts.map((one) => one.alias ?? one.id).join(', ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="color-scheme" content="light dark">
<title>Audit of Lambda functions: ${escapeHtml(what)}</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#findings">Skip to the findings</a>
<header>
<h1>Audit of Lambda functions</h1>
<p>Read <time datetime="${escapeHtml(outline.takenAt)}">${escapeHtml(outline.takenAt)}</time> in ${outline.accounts.map(accountWords).join('; ')}.</p>
</header>
<main>
${summary(outline)}
${worst(outline)}
${missing(outline)}
<section aria-labelledby="findings">
<h2 id="findings">Findings</h2>
${outline.chapters.length === 0 ? '<p>None.</p>' : contents(outline.chapters)}
${outline.chapters.map(chapter).join('\n')}
</section>
${allowed(outline)}
</main>
</body>
</html>
`;
}

function accountWords(account: ReportOutline['accounts'][number]): string {
  const alias = account.alias === undefined ? '' : `${escapeHtml(account.alias)} `;
  return `${alias}<code>${escapeHtml(account.id)}</code> (${account.regions.map(escapeHtml).join(', ')})`;
}

function summary({ functionCount, summary: { bySeverity }, counts, allowed: list }: ReportOutline): string {
  const cell = (label: string, count: number, kind = '') =>
    `<div class="figure ${kind}"><dt>${label}</dt><dd>${count}</dd></div>`;
  return `<section aria-labelledby="summary">
<h2 id="summary">Summary</h2>
<dl class="figures">
${cell('Functions', functionCount)}
${cell('Errors', bySeverity.error, 'error')}
${cell('Warnings', bySeverity.warning, 'warning')}
${cell('Infos', bySeverity.info, 'info')}
${cell('Hints', bySeverity.hint)}
${cell('Allowed', list.length)}
</dl>
<p>Verdicts: ${counts.fail} fail, ${counts.unknown} unknown, ${counts.pass} pass, ${counts['not-applicable']} not applicable.</p>
</section>`;
}

function worst({ worst: rows }: ReportOutline): string {
  if (rows.length === 0) return '';
  return `<section aria-labelledby="worst">
<h2 id="worst">Functions that need attention first</h2>
${table(
  ['Function', 'Region', 'Errors', 'Warnings', 'Infos'],
  rows.map((row) => [
    `<span title="${escapeHtml(row.arn)}">${escapeHtml(row.name)}</span>`,
    escapeHtml(row.region),
    String(row.bySeverity.error),
    String(row.bySeverity.warning),
    String(row.bySeverity.info),
  ]),
)}
</section>`;
}

function missing({ missing: rows }: ReportOutline): string {
  if (rows.length === 0) return '';
  return `<section aria-labelledby="unknown">
<h2 id="unknown">Not known</h2>
<p>These verdicts are neither pass nor fail: the facts could not be read.</p>
${table(
  ['Verdicts', 'Missing', 'Why'],
  rows.map((row) => [String(row.verdicts), `<code>${escapeHtml(row.action)}</code>`, escapeHtml(row.reason)]),
)}
</section>`;
}

function contents(chapters: readonly CheckChapter[]): string {
  return `<nav aria-label="Checks with findings"><ul>
${chapters.map((one) => `<li>${badge(one.severity)} <a href="#check-${escapeHtml(one.id)}">${escapeHtml(one.title)}</a> (${one.findings.length})</li>`).join('\n')}
</ul></nav>`;
}

function chapter({ id, severity, title, text, findings }: CheckChapter): string {
  const references = (text?.references ?? []).map((one) =>
    one.url !== undefined && /^https?:\/\//.test(one.url)
      ? `<a href="${escapeHtml(one.url)}" rel="noreferrer">${escapeHtml(one.name)}</a>`
      : escapeHtml(one.name),
  );
  const cwe = (text?.cwe ?? []).map(
    (number) =>
      `<a href="https://cwe.mitre.org/data/definitions/${number}.html" rel="noreferrer">CWE-${number}</a>`,
  );
  const see = [...references, ...cwe];
  return `<article id="check-${escapeHtml(id)}">
<h3>${badge(severity)} ${escapeHtml(title)} <code>${escapeHtml(id)}</code></h3>
${text === undefined ? '' : `<p>${escapeHtml(text.why)}</p>\n<p><strong>To do:</strong> ${escapeHtml(text.todo)}</p>`}
${see.length === 0 ? '' : `<p>See ${see.join(', ')}.</p>`}
<details${findings.length <= 20 ? ' open' : ''}><summary>${findings.length} ${findings.length === 1 ? 'finding' : 'findings'}</summary>
${table(
  ['Severity', 'Where', 'What'],
  findings.map((finding) => [
    badge(finding.severity),
    escapeHtml(whereOf(finding)),
    escapeHtml(finding.message),
  ]),
)}
</details>
</article>`;
}

function allowed({ allowed: list }: ReportOutline): string {
  if (list.length === 0) return '';
  return `<section aria-labelledby="allowed">
<h2 id="allowed">Allowed by exceptions</h2>
${table(
  ['Check', 'Where', 'Reason'],
  list.map((finding) => [
    `<code>${escapeHtml(finding.id)}</code>`,
    escapeHtml(whereOf(finding)),
    escapeHtml(finding.suppression?.justification ?? ''),
  ]),
)}
</section>`;
}

/** Cells are HTML already. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(head.join(', '))}"><table>
<thead><tr>${head.map((cell) => `<th scope="col">${escapeHtml(cell)}</th>`).join('')}</tr></thead>
<tbody>
${rows.map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('\n')}
</tbody>
</table></div>`;
}

/** The word says what the colour says. */
function badge(severity: Severity): string {
  return `<span class="badge ${severity}">${names[severity]}</span>`;
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (unit) => `&#${unit.charCodeAt(0)};`);
}

/** Contrast of text and badges is at least 4.5 to 1 in both schemes. */
const style = `
:root { color-scheme: light dark; --text: #1b1f24; --back: #ffffff; --soft: #f3f5f7; --line: #8c959f; --link: #0550ae; --error: #a40e26; --warning: #7d4e00; --info: #0550ae; --hint: #57606a; }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --back: #0d1117; --soft: #161b22; --line: #6e7681; --link: #79c0ff; --error: #ff9492; --warning: #f0b72f; --info: #79c0ff; --hint: #9da7b3; } }
* { box-sizing: border-box; }
body { font: 1rem/1.5 system-ui, sans-serif; color: var(--text); background: var(--back); max-width: 75rem; margin: 0 auto; padding: 1rem 1.5rem 4rem; }
a { color: var(--link); }
h1 { font-size: 1.75rem; } h2 { margin-top: 2.5rem; border-bottom: 1px solid var(--line); } h3 { margin-top: 2rem; }
code { font-family: ui-monospace, monospace; font-size: 0.9em; overflow-wrap: anywhere; }
.skip { position: absolute; left: -100rem; } .skip:focus { position: static; }
.figures { display: flex; flex-wrap: wrap; gap: 0.75rem; margin: 1rem 0; }
.figure { background: var(--soft); border: 1px solid var(--line); border-radius: 0.5rem; padding: 0.5rem 1rem; min-width: 7rem; }
.figure dt { font-size: 0.875rem; } .figure dd { margin: 0; font-size: 1.75rem; font-weight: 600; }
.figure.error dd { color: var(--error); } .figure.warning dd { color: var(--warning); } .figure.info dd { color: var(--info); }
.badge { display: inline-block; border: 1px solid currentColor; border-radius: 1rem; padding: 0 0.5rem; font-size: 0.8125rem; font-weight: 600; white-space: nowrap; }
.badge.error { color: var(--error); } .badge.warning { color: var(--warning); } .badge.info { color: var(--info); } .badge.hint { color: var(--hint); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: 0.375rem 0.75rem; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; } th { background: var(--soft); }
summary { cursor: pointer; padding: 0.25rem 0; }
a:focus-visible, summary:focus-visible, .scroll:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
nav ul { list-style: none; padding: 0; } nav li { margin: 0.25rem 0; }
@media print { details:not([open]) > * { display: block; } .skip { display: none; } }
`;
