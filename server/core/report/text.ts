// Findings for a terminal: one line each, `file:line:column: severity id: message`, as compilers write them, so
// that editors and people find the place.
import type { Finding } from '../finding/finding.ts';
import { relativePath } from './file-reference.ts';

/** Live findings, a line each; empty when there are none. */
export function renderText({ findings }: { readonly findings: readonly Finding[] }, cwd: string): string {
  const live = findings.filter((finding) => finding.suppression === undefined);
  return live
    .map((finding) => `${placeOf(finding, cwd)}: ${finding.severity} ${finding.id}: ${finding.message}\n`)
    .join('');
}

function placeOf({ place }: Finding, cwd: string): string {
  if (place.kind === 'aws')
    return [place.region, place.function ?? place.arn, place.resource].filter(Boolean).join(' ');
  const { line, character } = place.range.start;
  return `${relativePath(place.file, cwd)}:${line + 1}:${character + 1}`;
}
