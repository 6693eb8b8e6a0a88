// The view of observations of behaviour: by function or by type, the worst first; and functions that can be reached from
// outside without an alarm.
import {
  type BehaviourReading,
  compareObservations,
  everything,
  type FunctionRef,
  functionOfObservation,
  passesFilter,
  type ReadObservation,
  type UnalarmedFunction,
} from '../../core/monitor/reading.ts';
import { type BehaviourPageParams, openBehaviourCommand } from '../../protocol/behaviour.ts';
import type { TreeNode } from '../../protocol/trees.ts';
import { type BehaviourState, behaviourOf } from '../behaviour-state.ts';
import { behaviourId, observationNode } from './behaviour-nodes.ts';
import { capitalized, severityLooks } from './finding-node.ts';
import type { TreeView } from './tree-view.ts';

/** More than this in one group nobody reads: the filter narrows. */
const shownAtOnce = 500;
/** Of more groups a person opens what they want to see. */
const openGroups = 12;
const unalarmedId = 'unalarmed';
const gapsId = 'gaps';

export const observations: TreeView = {
  id: 'observations',
  async children(session, parent) {
    const state = behaviourOf(session);
    const reading = await state.readingOrKept();
    if (!reading) return [];
    const now = Date.now();
    if (parent === undefined) return rootNodes(state, reading);
    if (parent === unalarmedId)
      return (reading.withoutAlarms ?? []).map((one) => unalarmedNode(one, reading));
    if (parent === gapsId) return reading.gaps.map((gap, index) => note(`gap ${index}`, gap, '', 'question'));
    const members = shown(state, reading).filter((one) => groupOf(one, state, reading) === parent);
    const bySource = state.grouping === 'type';
    return [
      ...members.slice(0, shownAtOnce).map((one) => observationNode(one, parent, bySource, state, now)),
      ...(members.length <= shownAtOnce
        ? []
        : [
            note(
              `${parent} more`,
              `${members.length - shownAtOnce} more`,
              'narrow them with the filter',
              'filter',
            ),
          ]),
      ...(bySource ? [] : usualNode(parent, reading)),
    ];
  },
  badge(session) {
    const state = behaviourOf(session);
    const { reading, fresh } = state;
    const live = (reading?.observations ?? []).filter(
      (one) => fresh.has(one.key) && !state.isAcknowledged(one),
    );
    return {
      count: live.length,
      words: `${live.length} new ${live.length === 1 ? 'observation' : 'observations'}`,
    };
  },
  onChange: (session, listener) => behaviourOf(session).onChange(listener),
};

function shown(
  state: BehaviourState,
  { observations: all, to }: BehaviourReading,
): readonly ReadObservation[] {
  return all.filter(
    (one) => passesFilter(one, state.filter, to) && (state.showsAcknowledged || !state.isAcknowledged(one)),
  );
}

function groupOf(one: ReadObservation, { grouping }: BehaviourState, reading: BehaviourReading): string {
  if (grouping === 'type') return `type ${one.id}`;
  const own = functionOfObservation(one, reading);
  return own === undefined
    ? `source ${one.account}/${one.region}/${one.source}`
    : `function ${behaviourId(own)}`;
}

function rootNodes(state: BehaviourState, reading: BehaviourReading): readonly TreeNode[] {
  const listed = shown(state, reading);
  const groups = new Map<string, ReadObservation[]>();
  for (const one of listed) {
    const key = groupOf(one, state, reading);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  const hidden = reading.observations.filter((one) => !passesFilter(one, state.filter, reading.to)).length;
  const acknowledged = reading.observations.filter((one) => state.isAcknowledged(one)).length;
  const unalarmed = reading.withoutAlarms?.length ?? 0;
  return [
    // Every list is sorted, so that a group stands where its worst one does.
    ...[...groups].map(([id, members]) => groupNode(id, members, state, reading, groups.size <= openGroups)),
    ...(listed.length === 0 ? [quietNode(reading, hidden, acknowledged)] : []),
    ...(unalarmed === 0
      ? []
      : [
          {
            id: unalarmedId,
            label: 'Reachable without alarms',
            description: unalarmed === 1 ? '1 function' : `${unalarmed} functions`,
            spoken: `${unalarmed} functions react to input from outside and have no alarm`,
            icon: 'bell-slash',
            tone: 'warning' as const,
            children: 'collapsed' as const,
            kind: 'unalarmed-group',
            ...onePlace(reading),
          },
        ]),
    ...(hidden === 0 || state.filter === everything
      ? []
      : [
          {
            ...note('hidden', `${hidden} more`, 'the filter hides them', 'filter'),
            command: { id: 'lambdaProtect.filterObservations', arguments: [] },
          },
        ]),
    ...(acknowledged === 0 || state.showsAcknowledged || listed.length === 0
      ? []
      : [note('acknowledged', `${acknowledged} acknowledged`, 'as normal', 'pass')]),
    ...(reading.isStopped
      ? [note('stopped', 'Stopped early', 'what was read by then is shown', 'debug-stop')]
      : []),
    ...(reading.gaps.length === 0
      ? []
      : [
          {
            id: gapsId,
            label: 'Not answered',
            description: `${reading.gaps.length}`,
            spoken: `${reading.gaps.length} questions were not answered`,
            icon: 'question',
            tone: 'warning' as const,
            children: 'collapsed' as const,
            kind: 'behaviour-gaps',
          },
        ]),
  ];
}

function groupNode(
  id: string,
  members: readonly ReadObservation[],
  state: BehaviourState,
  reading: BehaviourReading,
  isOpen: boolean,
): TreeNode {
  const [worst] = members.toSorted(compareObservations);
  const look = severityLooks[worst?.severity ?? 'hint'];
  const isAllNormal = members.every((one) => state.isAcknowledged(one));
  const fresh = members.filter(({ key }) => state.fresh.has(key)).length;
  const label = state.grouping === 'type' ? capitalized(worst?.title ?? '') : (worst?.source ?? '');
  const region = (worst && (functionOfObservation(worst, reading) ?? worst).region) ?? '';
  const words = [
    members.length === 1 ? '1 observation' : `${members.length} observations`,
    ...(fresh === 0 ? [] : [`${fresh} new`]),
    ...(state.grouping === 'type' || region === '' ? [] : [region]),
  ].join(' · ');
  return {
    id,
    label,
    description: words,
    spoken: `${label}, ${isAllNormal ? 'all normal' : `worst: ${look.one}`}, ${words}`,
    icon: isAllNormal ? 'pass' : look.icon,
    tone: isAllNormal ? 'muted' : look.tone,
    children: isOpen ? 'expanded' : 'collapsed',
    kind: 'observation-group',
  };
}

/** In a function's group: what is usual of it. */
function usualNode(parent: string, { functions }: BehaviourReading): readonly TreeNode[] {
  const own = functions.find((one) => `function ${behaviourId(one)}` === parent);
  if (!own) return [];
  const params: BehaviourPageParams = { function: behaviourId(own) };
  return [
    {
      id: `${parent} usual`,
      label: 'What is usual',
      description: 'callers, calls, peers, changes, normal level',
      icon: 'pulse',
      children: 'none',
      kind: 'behaviour-page',
      command: { id: openBehaviourCommand, arguments: [params] },
    },
  ];
}

/** For planned changes: how the account is entered. */
function placeOf({ account, region }: FunctionRef, { accounts }: BehaviourReading) {
  const via = accounts.find((one) => one.account === account)?.via;
  return { account, region, ...(via === undefined ? {} : { via }) };
}

/** A plan is made for one place: of several, the person chooses. */
function onePlace(reading: BehaviourReading): { readonly arguments?: readonly unknown[] } {
  const places = new Map(
    (reading.withoutAlarms ?? []).map((one) => [`${one.account}/${one.region}`, placeOf(one, reading)]),
  );
  return places.size === 1 ? { arguments: [...places.values()] } : {};
}

function unalarmedNode(one: UnalarmedFunction, reading: BehaviourReading): TreeNode {
  const { name, region, account, by, metrics, lastModified } = one;
  return {
    id: `unalarmed ${account}/${region}/${name}`,
    label: name,
    description: [region, by.join(', '), `changed ${lastModified.slice(0, 10)}`]
      .filter((part) => part !== '')
      .join(' · '),
    spoken: `${name}, reachable by ${by.join(', ')}, has no alarm on ${metrics.join(', ')}`,
    tooltip: `Reachable by ${by.join(', ')}. No alarm on ${metrics.join(', ')}.`,
    icon: 'bell-slash',
    tone: 'warning',
    children: 'none',
    kind: 'unalarmed-function',
    arguments: [{ ...placeOf(one, reading), name }],
  };
}

/** Quiet is not the same as nothing read, and not the same as everything hidden. */
function quietNode(reading: BehaviourReading, hidden: number, acknowledged: number): TreeNode {
  const days = Math.round((reading.to - reading.from) / 86_400_000);
  const range = reading.origin === 'files' ? 'in these files' : `in ${days === 1 ? 'a day' : `${days} days`}`;
  const rest =
    hidden > 0 ? 'the filter hides some' : acknowledged > 0 ? `${acknowledged} acknowledged as normal` : '';
  const words = { trail: 'trail', metrics: 'metrics', flows: 'flow logs' } as const;
  const read = reading.sources.map((one) => words[one]).join(', ');
  return note(
    'quiet',
    hidden > 0 ? 'Nothing passes the filter' : 'Nothing unusual',
    [range, rest, read === '' ? 'nothing was read' : `read: ${read}`]
      .filter((part) => part !== '')
      .join(' · '),
    reading.gaps.length > 0 ? 'question' : 'pass',
  );
}

function note(id: string, label: string, description: string, icon: string): TreeNode {
  return { id: `note ${id}`, label, description, icon, tone: 'muted', children: 'none', kind: 'note' };
}
