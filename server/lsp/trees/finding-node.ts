// A finding, and counts of findings, as tree nodes that more than one view has.
import { compareSeverity, type Finding, type Severity } from '../../core/finding/finding.ts';
import { nameOf } from '../../core/text/path.ts';
import { pageUri, showPageCommand } from '../../protocol/pages.ts';
import type { Tone, TreeNode } from '../../protocol/trees.ts';
import type { ShownFinding } from '../audit-state.ts';

export const severityLooks: Readonly<
  Record<Severity, { icon: string; tone: Tone; one: string; many: string }>
> = {
  error: { icon: 'error', tone: 'error', one: 'error', many: 'errors' },
  warning: { icon: 'warning', tone: 'warning', one: 'warning', many: 'warnings' },
  info: { icon: 'info', tone: 'info', one: 'note', many: 'notes' },
  hint: { icon: 'lightbulb', tone: 'muted', one: 'hint', many: 'hints' },
};

/** `withFunction`: the view does not already say whose finding it is. */
export function findingNode({ id, finding }: ShownFinding, parent: string, withFunction: boolean): TreeNode {
  const look = severityLooks[finding.severity];
  const allowed = finding.suppression !== undefined;
  const where = whereOf(finding, withFunction);
  return {
    id: `${parent} > ${id}`,
    label: withFunction && where !== '' ? where : capitalized(finding.title),
    description: withFunction
      ? finding.message
      : [where, finding.message].filter((part) => part !== '').join(' · '),
    spoken: `${allowed ? 'allowed' : look.one}: ${finding.title}. ${finding.message}`,
    tooltip: `${escapeMarkdown(finding.message)}\n\n\`${finding.id}\``,
    icon: allowed ? 'pass' : look.icon,
    tone: allowed ? 'muted' : look.tone,
    children: 'none',
    kind: allowed ? 'allowed-finding' : 'finding',
    command: { id: showPageCommand, arguments: [pageUri('finding', id, finding.id)] },
  };
}

function whereOf({ place }: Finding, withFunction: boolean): string {
  if (place.kind === 'code') return nameOf(place.file);
  const owner = withFunction ? (place.function ?? place.arn) : undefined;
  return [owner, place.resource].filter((part) => part !== undefined).join(' · ');
}

/** Such as `2 errors, 1 warning`; empty where there is nothing live. */
export function countWords(findings: readonly Finding[]): string {
  const live = findings.filter(({ suppression }) => suppression === undefined);
  return (['error', 'warning', 'info', 'hint'] as const)
    .map((severity) => ({ severity, count: live.filter((finding) => finding.severity === severity).length }))
    .filter(({ count }) => count > 0)
    .map(
      ({ severity, count }) =>
        `${count} ${count === 1 ? severityLooks[severity].one : severityLooks[severity].many}`,
    )
    .join(', ');
}

/** Undefined where nothing live is found. */
export function worstOf(findings: readonly Finding[]): Severity | undefined {
  const live = findings.filter(({ suppression }) => suppression === undefined);
  return live.map(({ severity }) => severity).sort(compareSeverity)[0];
}

/** Titles are written to stand in a sentence. */
export function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Names of the account are a person's texts. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|$()]/g, '\\$&');
}
