// The view of audited functions: account, Region, function, and under a function what was found, what could not be
// answered, and what it is.
import { compareSeverity } from '../../core/finding/finding.ts';
import type { Account, AccountSnapshot, Region } from '../../core/model/account-snapshot.ts';
import type { LambdaFunction } from '../../core/model/function.ts';
import type { Known } from '../../core/model/known.ts';
import {
  type AccessBranch,
  type AccessNode,
  accessBranches,
  accessNodes,
} from '../../core/report/access-tree.ts';
import { pageUri, showPageCommand } from '../../protocol/pages.ts';
import type { TreeNode } from '../../protocol/trees.ts';
import type { ShownAudit, ShownSubject } from '../audit-state.ts';
import { behaviourOf } from '../behaviour-state.ts';
import type { Session } from '../session.ts';
import { behaviourNode, insideBehaviour, insideUsual } from './behaviour-nodes.ts';
import { countWords, escapeMarkdown, findingNode, severityLooks, worstOf } from './finding-node.ts';
import { belowThreat, threatNode, threatNodeId } from './threat-node.ts';
import type { TreeView } from './tree-view.ts';

export const functions: TreeView = {
  id: 'functions',
  async children(session, parent) {
    const shown = await session.audit.shownOrKept();
    if (shown === undefined) return [];
    if (parent === undefined) return accountNodes(shown);
    const below = belowThreat(session, parent);
    if (below !== undefined) return below;
    const [kind, ...rest] = parent.split(' ');
    const id = rest.join(' ');
    switch (kind) {
      case 'account':
        return regionNodes(shown, id);
      case 'region':
        return functionNodes(shown, id);
      case 'itself':
        return insideRegionItself(shown, id);
      case 'function':
        return [
          ...threatNodes(session, id),
          ...(await behaviourNode(session, id)),
          ...insideFunction(shown, id),
        ];
      case 'behaviour':
        return insideBehaviour(session, id, Date.now());
      case 'usual':
        return insideUsual(session, id, Date.now());
      case 'unknown':
        return unknownNodes(shown, id);
      case 'access':
        return accessChildren(shown, id);
      case 'facts':
        return factNodes(shown, id);
      default:
        return [];
    }
  },
  onChange(session, listener) {
    session.audit.onChange(listener);
    session.threats.onChange(() => listener());
    session.threats.onEvidence((id) => {
      const arn = session.threats.find(id)?.threat.function.arn;
      if (arn !== undefined) listener([threatNodeId(`function ${arn}`, id)]);
    });
    behaviourOf(session).onChange(listener);
  },
};

function threatNodes({ threats }: Session, arn: string): TreeNode[] {
  return threats
    .all()
    .filter((threat) => threat.function.arn === arn && !threat.isArchived)
    .map((threat) => threatNode(threat, `function ${arn}`, threats.fresh.has(threat.id)));
}

function accountNodes({ snapshot, subjects }: ShownAudit): TreeNode[] {
  return snapshot.accounts.map((account) => {
    const alias = account.alias.known ? (account.alias.value ?? undefined) : undefined;
    const found = findingsWhere(subjects, ({ judgement }) => judgement.place.account === account.id);
    return {
      id: `account ${account.id}`,
      label: alias ?? account.id,
      // An audit of before a restart looks like one of now, but for its day.
      description: [
        alias === undefined ? undefined : account.id,
        account.via,
        snapshot.takenAt.slice(0, 10),
        countWords(found),
      ]
        .filter((part) => part !== undefined && part !== '')
        .join(' · '),
      icon: 'organization',
      children: snapshot.accounts.length === 1 ? 'expanded' : 'collapsed',
      kind: 'account',
    };
  });
}

function regionNodes(shown: ShownAudit, accountId: string): TreeNode[] {
  const account = shown.snapshot.accounts.find(({ id }) => id === accountId);
  return (account?.regions ?? []).map((region) => {
    const found = findingsWhere(shown.subjects, ({ judgement: { place } }) => {
      return place.account === accountId && place.region === region.name;
    });
    const count = region.functions.known ? region.functions.value.length : undefined;
    const words = count === undefined ? 'not read' : count === 1 ? '1 function' : `${count} functions`;
    return {
      id: `region ${accountId}/${region.name}`,
      label: region.name,
      description: [words, countWords(found)].filter((part) => part !== '').join(' · '),
      icon: 'globe',
      children: account?.regions.length === 1 ? 'expanded' : 'collapsed',
      kind: 'region',
    };
  });
}

/** The worst first, then by name. */
function functionNodes(shown: ShownAudit, id: string): TreeNode[] {
  const found = findRegion(shown.snapshot, id);
  if (found === undefined) return [];
  const { region } = found;
  if (!region.functions.known) return [gapNode(`${id} functions`, 'The functions', region.functions)];
  const own = shown.subjects.get(regionArn(found));
  const ofRegion = own === undefined || own.findings.length === 0 ? [] : [regionItselfNode(id, own)];
  const nodes = region.functions.value
    .map((one) => ({ one, subject: shown.subjects.get(one.arn) }))
    .map(({ one, subject }) => {
      const findings = subject?.findings.map(({ finding }) => finding) ?? [];
      return { one, subject, worst: worstOf(findings), words: countWords(findings) };
    })
    .sort((a, b) => compareWorst(a.worst, b.worst) || a.one.name.localeCompare(b.one.name, 'en'))
    .map(({ one, worst, words }): TreeNode => {
      const look = worst === undefined ? undefined : severityLooks[worst];
      const { runtime, packageType } = one.configuration;
      return {
        id: `function ${one.arn}`,
        label: one.name,
        description: [words || 'nothing found', runtime ?? packageType].join(' · '),
        spoken: `function ${one.name}, ${words || 'nothing found'}`,
        icon: look?.icon ?? 'pass',
        tone: look?.tone ?? 'good',
        children: 'collapsed',
        kind: 'function',
      };
    });
  return [...ofRegion, ...nodes];
}

/** What was found about the Region and not about one of its functions. */
function regionItselfNode(id: string, { findings }: ShownSubject): TreeNode {
  const all = findings.map(({ finding }) => finding);
  const worst = worstOf(all);
  return {
    id: `itself ${id}`,
    label: 'The Region itself',
    description: countWords(all),
    icon: worst === undefined ? 'pass' : severityLooks[worst].icon,
    tone: worst === undefined ? 'good' : severityLooks[worst].tone,
    children: 'collapsed',
    kind: 'region-findings',
  };
}

function insideRegionItself(shown: ShownAudit, id: string): TreeNode[] {
  const found = findRegion(shown.snapshot, id);
  const own = found && shown.subjects.get(regionArn(found));
  return (own?.findings ?? []).map((one) => findingNode(one, id, false));
}

function regionArn({ account, region }: { account: Account; region: Region }): string {
  return `arn:${account.partition}:lambda:${region.name}:${account.id}:*`;
}

function insideFunction(shown: ShownAudit, arn: string): TreeNode[] {
  const subject = shown.subjects.get(arn);
  const one = shown.functions.get(arn);
  if (subject === undefined || one === undefined) return [];
  const sorted = [...subject.findings].sort(
    (a, b) =>
      Number(a.finding.suppression !== undefined) - Number(b.finding.suppression !== undefined) ||
      compareSeverity(a.finding.severity, b.finding.severity),
  );
  const unknown = subject.judgement.unknown.length;
  return [
    ...accessBranches.map(
      ({ id, label }): TreeNode => ({
        id: `access ${id}/ ${arn}`,
        label,
        icon: branchIcons[id],
        children: 'collapsed',
        kind: 'access',
      }),
    ),
    {
      id: `facts ${arn}`,
      label: 'Function',
      description: `${subject.judgement.passed.length} checks passed`,
      icon: 'symbol-method',
      children: 'collapsed',
      kind: 'facts',
      command: { id: showPageCommand, arguments: [pageUri('function', arn, one.name)] },
    },
    ...(unknown === 0 ? [] : [unknownGroup(arn, unknown)]),
    ...sorted.map((finding) => findingNode(finding, arn, false)),
  ];
}

function unknownGroup(arn: string, count: number): TreeNode {
  return {
    id: `unknown ${arn}`,
    label: count === 1 ? '1 open question' : `${count} open questions`,
    description: 'what the reader may not see',
    icon: 'question',
    tone: 'muted',
    children: 'collapsed',
    kind: 'unknown-group',
  };
}

const branchIcons: Readonly<Record<AccessBranch, string>> = {
  'who-can-modify': 'edit',
  'who-can-invoke': 'call-incoming',
  'what-can': 'call-outgoing',
  versions: 'tag',
};

const accessIcons: Readonly<Record<AccessNode['kind'], string>> = {
  group: 'folder',
  user: 'person',
  role: 'account',
  outsider: 'globe',
  route: 'git-merge',
  trigger: 'zap',
  url: 'link',
  service: 'cloud',
  version: 'tag',
  alias: 'tag',
  gap: 'question',
  line: 'dash',
};

/** `id` is `BRANCH/INDEX.INDEX… ARN`: the answer is made anew for each node that is opened. */
function accessChildren(shown: ShownAudit, id: string): TreeNode[] {
  const [path = '', arn = ''] = splitOnce(id, ' ');
  const [name = '', steps = ''] = splitOnce(path, '/');
  const branch = accessBranches.find((one) => one.id === name)?.id;
  const one = shown.functions.get(arn);
  if (branch === undefined || one === undefined) return [];
  let nodes = accessNodes(shown.access(), one, branch);
  const indexes = steps === '' ? [] : steps.split('.');
  for (const index of indexes) nodes = nodes[Number(index)]?.children ?? [];
  if (nodes.length === 0) return [{ ...nobody, id: `nobody ${path} ${arn}` }];
  return nodes.map(({ label, description, detail, kind, children = [] }, index) => ({
    id: `access ${branch}/${[...indexes, index].join('.')} ${arn}`,
    label,
    ...(description === undefined ? {} : { description }),
    ...(detail === undefined ? {} : { tooltip: escapeMarkdown(detail).replaceAll('\n', '\n\n') }),
    icon: accessIcons[kind],
    ...(kind === 'gap' ? { tone: 'muted' as const } : {}),
    children: children.length === 0 ? 'none' : 'collapsed',
    kind: `access-${kind}`,
  }));
}

const nobody = { label: 'Nothing', icon: 'dash', tone: 'muted', children: 'none', kind: 'nothing' } as const;

function splitOnce(text: string, mark: string): readonly string[] {
  const at = text.indexOf(mark);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + mark.length)];
}

function unknownNodes({ subjects }: ShownAudit, arn: string): TreeNode[] {
  return (subjects.get(arn)?.judgement.unknown ?? []).map(({ check, gaps }) => ({
    id: `question ${arn} ${check}`,
    label: check,
    description: gaps.map(({ action, reason }) => `${action} ${reason}`).join(', '),
    icon: 'question',
    tone: 'muted',
    children: 'none',
    kind: 'unknown',
  }));
}

function factNodes({ functions: all }: ShownAudit, arn: string): TreeNode[] {
  const one = all.get(arn);
  if (one === undefined) return [];
  return factsOf(one).map(([label, value]) => ({
    id: `fact ${arn} ${label}`,
    label,
    description: value,
    children: 'none',
    kind: 'fact',
  }));
}

/** What a person asks of a function first. */
export function factsOf(one: LambdaFunction): readonly (readonly [string, string])[] {
  const { configuration } = one;
  const facts: [string, string | undefined][] = [
    ['Runtime', configuration.runtime ?? 'container image'],
    ['Handler', configuration.handler],
    ['Role', configuration.role.replace(/^.*:role\//, '')],
    ['Changed', configuration.lastModified],
    ['Versions', countOf(one.versions)],
    [
      'Aliases',
      wordsOf(one.aliases, (aliases) => aliases.map(({ name, version }) => `${name} → ${version}`)),
    ],
    ['URLs', wordsOf(one.urls, (urls) => urls.map(({ url, authType }) => `${url} (${authType})`))],
    [
      'Reserved concurrency',
      wordsOf(one.reservedConcurrency, (value) => [value === null ? 'none' : `${value}`]),
    ],
    ['Log group', configuration.logging.logGroup],
    ['VPC', configuration.vpc?.vpcId],
    ['Layers', configuration.layers.map(({ arn }) => arn.split(':').slice(-2).join(':')).join(', ')],
  ];
  return facts.flatMap(([label, value]) =>
    value === undefined || value === '' ? [] : [[label, value] as const],
  );
}

function wordsOf<T>(fact: Known<T>, words: (value: T) => readonly string[]): string {
  return fact.known ? words(fact.value).join(', ') : `not known: ${fact.gap.action} ${fact.gap.reason}`;
}

function countOf(fact: Known<readonly unknown[]>): string {
  return wordsOf(fact, (all) => [`${all.length}`]);
}

function gapNode(id: string, what: string, fact: Known<unknown> & { readonly known: false }): TreeNode {
  return {
    id: `gap ${id}`,
    label: `${what} could not be read`,
    description: `${fact.gap.action} ${fact.gap.reason}: ${fact.gap.detail}`,
    icon: 'question',
    tone: 'muted',
    children: 'none',
    kind: 'gap',
  };
}

function findRegion(snapshot: AccountSnapshot, id: string): { account: Account; region: Region } | undefined {
  const [accountId, name] = id.split('/');
  const account = snapshot.accounts.find((one) => one.id === accountId);
  const region = account?.regions.find((one) => one.name === name);
  return account && region ? { account, region } : undefined;
}

function findingsWhere(subjects: ShownAudit['subjects'], fits: (subject: ShownSubject) => boolean) {
  return [...subjects.values()]
    .filter(fits)
    .flatMap(({ findings }) => findings.map(({ finding }) => finding));
}

function compareWorst(a: ReturnType<typeof worstOf>, b: ReturnType<typeof worstOf>): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return compareSeverity(a, b);
}
