// Observations, and what is usual of a function, as tree nodes that more than one view has.
import { levelWords } from '../../core/monitor/metrics/metric-chart.ts';
import {
  type BehaviourReading,
  type FunctionBehaviour,
  findBehaviour,
  functionOfObservation,
  type ReadObservation,
} from '../../core/monitor/reading.ts';
import { agoWords } from '../../core/monitor/violations/overview.ts';
import { type BehaviourPageParams, openBehaviourCommand } from '../../protocol/behaviour.ts';
import type { TreeNode } from '../../protocol/trees.ts';
import { type BehaviourState, behaviourOf } from '../behaviour-state.ts';
import type { Session } from '../session.ts';
import { capitalized, escapeMarkdown, severityLooks } from './finding-node.ts';

const shownAtOnce = 15;

/** `withSource`: the view does not already say whose observation it is. */
export function observationNode(
  one: ReadObservation,
  parent: string,
  withSource: boolean,
  state: BehaviourState,
  now: number,
): TreeNode {
  const { key, severity, title, message, source, at, columns, region } = one;
  const isAcknowledged = state.isAcknowledged(one);
  const isFresh = state.fresh.has(key);
  const look = severityLooks[severity];
  const evidence = Object.entries(columns)
    .filter(([, value]) => value !== '' && value !== '-')
    .map(([name, value]) => `${name}: ${value}`);
  const when = agoWords(at, now);
  const params: BehaviourPageParams = { observation: key };
  return {
    id: `${parent} > ${key}`,
    // Many of one title stand in a row: what tells them apart comes first.
    label: withSource ? source : message,
    description: [isFresh ? 'new' : '', isAcknowledged ? 'normal' : '', when, withSource ? message : '']
      .filter((part) => part !== '')
      .join(' · '),
    spoken: `${isAcknowledged ? 'acknowledged' : look.one}${isFresh ? ', new' : ''}: ${title}. ${message}. ${when}`,
    tooltip: [
      `**${escapeMarkdown(capitalized(title))}** (${look.one})`,
      escapeMarkdown(message),
      evidence.map((part) => `- ${escapeMarkdown(part)}`).join('\n'),
      `\`${one.id}\` ${escapeMarkdown([source, region, new Date(at).toISOString()].filter((part) => part !== '').join(' · '))}`,
    ].join('\n\n'),
    icon: isAcknowledged ? 'pass' : look.icon,
    tone: isAcknowledged ? 'muted' : look.tone,
    children: 'none',
    kind: isAcknowledged ? 'acknowledged-observation' : 'observation',
    arguments: [key, one.mark],
    command: { id: openBehaviourCommand, arguments: [params] },
  };
}

/** How a function is named in the reading: `account/region/name`. */
export function behaviourId({ account, region, name }: FunctionBehaviour): string {
  return `${account}/${region}/${name}`;
}

/** Under a function of an audit: one node, where its behaviour was read; where not, how to. */
export async function behaviourNode(session: Session, arn: string): Promise<readonly TreeNode[]> {
  const state = behaviourOf(session);
  const reading = await state.readingOrKept();
  const own = reading && findBehaviour(reading, arn);
  if (!reading || !own)
    return [
      {
        id: `behaviour-none ${arn}`,
        label: 'Behaviour',
        description: reading ? 'not in what was read' : 'not read yet',
        icon: 'pulse',
        tone: 'muted',
        children: 'none',
        kind: 'behaviour-none',
        command: { id: 'lambdaProtect.readBehaviour', arguments: [] },
      },
    ];
  const live = observationsOf(own, reading).filter((one) => !state.isAcknowledged(one));
  return [
    {
      id: `behaviour ${arn}`,
      label: 'Behaviour',
      description:
        live.length === 0 ? 'as usual' : live.length === 1 ? '1 observation' : `${live.length} observations`,
      icon: 'pulse',
      ...(live.length === 0 ? {} : { tone: 'warning' as const }),
      children: 'collapsed',
      kind: 'behaviour',
      command: openFunction(own),
    },
  ];
}

/** Its own, and those of an interface that it shares. */
function observationsOf(own: FunctionBehaviour, reading: BehaviourReading): readonly ReadObservation[] {
  const entities = new Set(own.entities);
  return reading.observations.filter(
    (one) =>
      functionOfObservation(one, reading) === own || (one.entity !== undefined && entities.has(one.entity)),
  );
}

function openFunction(own: FunctionBehaviour, section?: string): NonNullable<TreeNode['command']> {
  const params: BehaviourPageParams = { function: behaviourId(own) };
  return { id: openBehaviourCommand, arguments: section === undefined ? [params] : [params, section] };
}

/** The branches of `behaviour ARN`, and what is in each (`usual BRANCH ARN`). */
export function insideBehaviour(session: Session, id: string, now: number): readonly TreeNode[] {
  const state = behaviourOf(session);
  const { reading } = state;
  const own = reading && findBehaviour(reading, id);
  if (!reading || !own) return [];
  const observations = observationsOf(own, reading).filter(
    (one) => state.showsAcknowledged || !state.isAcknowledged(one),
  );
  return [
    ...branches.map(({ name, label, icon, count }): TreeNode => {
      const words = count(own, reading);
      return {
        id: `usual ${name} ${id}`,
        label,
        description: words,
        spoken: `${label}: ${words}`,
        icon,
        children: rowsOf(name, own, reading, now).length === 0 ? 'none' : 'collapsed',
        ...(name === 'peers' && sharesInterface(own, reading)
          ? { kind: 'behaviour-shared-peers', arguments: [changeOf(own, reading)] }
          : { kind: 'behaviour-branch' }),
        command: openFunction(own, name),
      };
    }),
    ...observations
      .slice(0, shownAtOnce)
      .map((one) => observationNode(one, `behaviour ${id}`, false, state, now)),
  ];
}

function sharesInterface({ entities }: FunctionBehaviour, reading: BehaviourReading): boolean {
  return entities.some((index) => (reading.entities[index]?.functions.length ?? 0) > 1);
}

/** What a planned change has to know. */
function changeOf({ account, region, name }: FunctionBehaviour, { accounts }: BehaviourReading) {
  const via = accounts.find((one) => one.account === account)?.via;
  return { account, region, name, ...(via === undefined ? {} : { via }) };
}

export function insideUsual(session: Session, id: string, now: number): readonly TreeNode[] {
  const [name = '', arn = ''] = id.split(' ');
  const { reading } = behaviourOf(session);
  const own = reading && findBehaviour(reading, arn);
  if (!reading || !own) return [];
  const rows = rowsOf(name, own, reading, now);
  return rows
    .slice(0, shownAtOnce)
    .map(
      ({ label, description, icon }, index): TreeNode => ({
        id: `usual-row ${id} ${index}`,
        label,
        description,
        icon,
        children: 'none',
        kind: 'behaviour-row',
        command: openFunction(own, name),
      }),
    )
    .concat(
      rows.length > shownAtOnce
        ? [
            {
              id: `usual-more ${id}`,
              label: `${rows.length - shownAtOnce} more`,
              description: 'on the page',
              icon: 'ellipsis',
              children: 'none',
              kind: 'behaviour-row',
              command: openFunction(own, name),
            },
          ]
        : [],
    );
}

interface Branch {
  /** The section of the page. */
  readonly name: string;
  readonly label: string;
  readonly icon: string;
  readonly count: (own: FunctionBehaviour, reading: BehaviourReading) => string;
}

const notRead = 'not read';

const branches: readonly Branch[] = [
  {
    name: 'callers',
    label: 'Usual callers',
    icon: 'call-incoming',
    count: ({ callers }) => (callers === null ? 'no invocations in the trail' : `${callers.length}`),
  },
  {
    name: 'calls',
    label: 'Usual calls',
    icon: 'call-outgoing',
    count: ({ calls }) => (calls === null ? notRead : `${calls.length}`),
  },
  {
    name: 'peers',
    label: 'Usual peers',
    icon: 'plug',
    count: ({ entities }, { sources, entities: all }) =>
      !sources.includes('flows')
        ? notRead
        : `${entities.reduce((sum, index) => sum + (all[index]?.peerCount ?? 0), 0)}`,
  },
  {
    name: 'changes',
    label: 'Changes',
    icon: 'history',
    count: ({ changes }) => (changes === null ? notRead : `${changes.length}`),
  },
  {
    name: 'metrics',
    label: 'Normal level',
    icon: 'graph-line',
    count: ({ charts }, { sources }) => (sources.includes('metrics') ? `${charts.length} metrics` : notRead),
  },
];

function outlierWords(count: number): string {
  return count === 0 ? '' : count === 1 ? '1 outlier' : `${count} outliers`;
}

interface Row {
  readonly label: string;
  readonly description: string;
  readonly icon: string;
}

function rowsOf(
  name: string,
  own: FunctionBehaviour,
  reading: BehaviourReading,
  now: number,
): readonly Row[] {
  switch (name) {
    case 'callers':
      return (own.callers ?? []).map(({ who, count, last }) => ({
        label: who,
        description: `${count} calls, last ${agoWords(last, now)}`,
        icon: 'person',
      }));
    case 'calls':
      return (own.calls ?? []).map(({ service, action, error, count, first, last }) => ({
        label: `${service}:${action}`,
        description: [
          first >= reading.from && reading.from > 0 ? 'new' : '',
          error === '' ? '' : `refused: ${error}`,
          `${count} calls, last ${agoWords(last, now)}`,
        ]
          .filter((part) => part !== '')
          .join(' · '),
        icon: error === '' ? 'call-outgoing' : 'circle-slash',
      }));
    case 'peers':
      return own.entities
        .flatMap((index) => reading.entities[index]?.peers ?? [])
        .map(({ address, name: known, ports, isInternal, days }) => ({
          label: known === '' ? address : known,
          description: [
            known === '' ? '' : address,
            ports.join(', '),
            isInternal ? 'internal' : 'external',
            `${days} days`,
          ]
            .filter((part) => part !== '')
            .join(' · '),
          icon: isInternal ? 'server' : 'globe',
        }));
    case 'changes':
      return (own.changes ?? []).map((one) => ({
        label: one.what,
        description: [
          agoWords(one.at, now),
          `by ${one.session === '' ? one.by : `${one.by}/${one.session}`}`,
          one.way === 'unusual' ? 'not the usual way' : '',
          one.error === '' ? '' : `refused: ${one.error}`,
        ]
          .filter((part) => part !== '')
          .join(' · '),
        icon: one.way === 'unusual' ? 'warning' : 'edit',
      }));
    case 'metrics':
      return own.charts
        .flatMap((index) => reading.charts[index] ?? [])
        .map((chart) => ({
          label: chart.metric,
          description: [levelWords(chart), outlierWords(chart.outliers.length)]
            .filter((part) => part !== '')
            .join(' · '),
          icon: chart.outliers.length === 0 ? 'graph-line' : 'warning',
        }));
    default:
      return [];
  }
}
