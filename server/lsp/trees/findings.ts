// The view of what the audit found: by severity, then by check, then where. Allowed findings stand apart.
import { type Finding, severities } from '../../core/finding/finding.ts';
import type { TreeNode } from '../../protocol/trees.ts';
import type { ShownAudit, ShownFinding } from '../audit-state.ts';
import { capitalized, findingNode, severityLooks } from './finding-node.ts';
import type { TreeView } from './tree-view.ts';

/** A group of findings: a severity, or those that an exception covers. */
type Group = Finding['severity'] | 'allowed';

const groups: readonly Group[] = [...severities, 'allowed'];

export const findings: TreeView = {
  id: 'findings',
  async children(session, parent) {
    const shown = await session.audit.shownOrKept();
    if (shown === undefined) return [];
    if (parent === undefined) return groups.flatMap((group) => groupNode(group, membersOf(shown, group)));
    const [name, check] = parent.split(' ');
    const group = groups.find((one) => one === name);
    if (group === undefined) return [];
    const members = membersOf(shown, group);
    if (check === undefined) return checkNodes(group, members);
    return members
      .filter(({ finding }) => finding.id === check)
      .map((one) => findingNode(one, parent, true))
      .sort((a, b) => a.label.localeCompare(b.label, 'en'));
  },
  onChange: (session, listener) => session.audit.onChange(listener),
};

function membersOf(shown: ShownAudit, group: Group): ShownFinding[] {
  return [...shown.findings]
    .filter(([, { severity, suppression }]) =>
      suppression === undefined ? group === severity : group === 'allowed',
    )
    .map(([id, finding]) => ({ id, finding }));
}

function groupNode(group: Group, members: readonly ShownFinding[]): TreeNode[] {
  if (members.length === 0) return [];
  const look =
    group === 'allowed'
      ? ({ icon: 'pass', tone: 'muted', many: 'allowed, with a reason' } as const)
      : severityLooks[group];
  return [
    {
      id: group,
      label: capitalized(look.many),
      description: `${members.length}`,
      spoken: `${members.length} ${look.many}`,
      icon: look.icon,
      tone: look.tone,
      children: group === 'error' ? 'expanded' : 'collapsed',
      kind: 'finding-group',
    },
  ];
}

function checkNodes(group: Group, members: readonly ShownFinding[]): TreeNode[] {
  const byCheck = new Map<string, { title: string; count: number }>();
  for (const { finding } of members) {
    const known = byCheck.get(finding.id);
    byCheck.set(finding.id, { title: finding.title, count: (known?.count ?? 0) + 1 });
  }
  return [...byCheck]
    .sort(([, a], [, b]) => b.count - a.count || a.title.localeCompare(b.title, 'en'))
    .map(([check, { title, count }]) => ({
      id: `${group} ${check}`,
      label: capitalized(title),
      description: `${count} · ${check}`,
      spoken: `${title}, ${count} times`,
      children: 'collapsed',
      kind: 'check',
    }));
}
