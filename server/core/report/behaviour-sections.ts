// The parts of a page of behaviour: tables with the columns that an observation has, charts, and plain words where
// nothing is known.
import { attackLink } from '../monitor/attack.ts';
import type { FlowEntity, FlowPeer, FlowVolumes } from '../monitor/flows/flow-entity.ts';
import { levelWords, type MetricChart } from '../monitor/metrics/metric-chart.ts';
import type { BehaviourReading, FunctionBehaviour, ReadObservation } from '../monitor/reading.ts';
import type { FunctionChange } from '../monitor/trail/changes.ts';

/** `at`: a moment, milliseconds since 1970, which the reader sees in the time of the place. */
export type Cell = string | number | { readonly at: number };

export type PageSection = {
  /** Unique in its page; what a link inside of the editor leads to. */
  readonly id: string;
  readonly title: string;
  /** Before the rest; in sentences. */
  readonly note?: string;
} & (
  | {
      readonly kind: 'table';
      readonly columns: readonly string[];
      readonly rows: readonly (readonly Cell[])[];
    }
  | { readonly kind: 'metric'; readonly chart: MetricChart }
  | { readonly kind: 'volumes'; readonly volumes: FlowVolumes }
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'links'; readonly links: readonly { readonly words: string; readonly url: string }[] }
);

const dayMs = 86_400_000;
const shownPeers = 50;
const shownChanges = 50;

/** The columns as the observation's table has them; sets with their counts. */
export function seedTable({ at, source, columns }: ReadObservation): PageSection {
  const cells = Object.entries(columns).flatMap(([name, value]): [string, Cell][] => {
    if (!/ Connections$/.test(name)) return [[name, typeof value === 'number' ? grouped(value) : value]];
    const set = String(value)
      .split(' ')
      .filter((peer) => peer !== '');
    return [
      [name, set.join(' ') || '-'],
      ['Count', set.length],
    ];
  });
  return {
    id: 'observation',
    title: 'Observation',
    kind: 'table',
    columns: ['Time', 'Source', ...cells.map(([name]) => name)],
    rows: [[{ at }, source, ...cells.map(([, value]) => value)]],
  };
}

export function metricSection(chart: MetricChart): PageSection {
  const { metric, cloudwatch, level, outliers } = chart;
  const parts = [
    level === undefined ? 'Too little is known yet to expect anything.' : `Usual is ${levelWords(chart)}.`,
    outliers.length === 0
      ? 'No point lies outside of the band by more than chance.'
      : `${outliers.length === 1 ? 'One point lies' : `${outliers.length} points lie`} outside of the band.`,
    ...(cloudwatch === undefined ? [] : ['The second band is CloudWatch’s own anomaly detection.']),
  ];
  return { id: `metric ${metric}`, title: metric || 'Metric', kind: 'metric', chart, note: parts.join(' ') };
}

export function levelsSection(charts: readonly MetricChart[]): PageSection {
  return {
    id: 'metrics',
    title: 'Normal level',
    note: 'What was expected by the hour in the last week. It is learned from the points before; nobody states it.',
    kind: 'table',
    columns: ['Metric', 'Usual', 'Least', 'Most', 'Outliers'],
    rows: charts.map(({ metric, level, outliers }) => [
      metric,
      ...(level === undefined
        ? ['not known yet', '', '']
        : [grouped(level.usual), grouped(level.least), grouped(level.most)]),
      outliers.length,
    ]),
  };
}

export function flowSections(entity: FlowEntity, of?: ReadObservation): readonly PageSection[] {
  const { name, functions, peers, peerCount, interfaceIds, volumes } = entity;
  const kinds = of !== undefined && 'New Connections' in of.columns ? peerKinds(of) : undefined;
  const shared =
    functions.length > 1
      ? `The interface is shared by ${functions.length} functions: ${functions.join(', ')}. A security group of its own tells a function apart.`
      : '';
  const more = peerCount > shownPeers ? `The busiest ${shownPeers} of ${peerCount}.` : '';
  const note = [shared, more, `Interfaces: ${interfaceIds.join(', ')}.`]
    .filter((part) => part !== '')
    .join(' ');
  // What changed stands first, however few its bytes.
  const first = (peer: FlowPeer) =>
    Number(kinds?.get(peer.address) !== 'new' && kinds?.get(peer.address) !== 'lost');
  const listed = kinds ? peers.toSorted((a, b) => first(a) - first(b)) : peers;
  return [
    {
      id: of === undefined ? 'peers' : 'connections',
      title: of === undefined ? `Usual peers${functions.length > 1 ? ` of ${name}` : ''}` : 'Connections',
      note,
      kind: 'table',
      columns: [
        ...(kinds ? ['State'] : []),
        'Connected IP',
        'Name',
        'Type',
        'Connected Port',
        'Bytes To',
        'Bytes From',
        'Records',
        'Rejected',
        'Days',
        'First',
        'Last',
      ],
      rows: listed
        .slice(0, shownPeers)
        .map((peer) => [
          ...(kinds ? [kinds.get(peer.address) ?? 'other'] : []),
          peer.address,
          peer.name,
          peer.isInternal ? 'internal' : 'external',
          peer.ports.join(', '),
          grouped(peer.bytesOut),
          grouped(peer.bytesIn),
          grouped(peer.records),
          grouped(peer.rejected),
          peer.days,
          peer.firstDay,
          peer.lastDay,
        ]),
    },
    {
      id: 'volumes',
      title: 'Bytes an hour',
      kind: 'volumes',
      volumes,
    },
  ];
}

function peerKinds({ columns }: ReadObservation): ReadonlyMap<string, string> {
  const kinds = [
    ['Normal Connections', 'usual'],
    ['New Connections', 'new'],
    ['Lost Connections', 'lost'],
  ] as const;
  return new Map(
    kinds.flatMap(([column, kind]) =>
      String(columns[column] ?? '')
        .split(' ')
        .filter((peer) => peer !== '')
        .map((peer) => [peer, kind] as const),
    ),
  );
}

/** What was different that day, peer by peer. */
export function daySection({ at, peersOfDay: peers = [] }: ReadObservation): readonly PageSection[] {
  if (peers.length === 0) return [];
  return [
    {
      id: 'day',
      title: `On ${new Date(at).toISOString().slice(0, 10)}`,
      note: 'Beside the bytes of the day the median of the days before.',
      kind: 'table',
      columns: ['Connected IP', 'Name', 'Bytes To', 'Usual', 'Bytes From', 'Usual'],
      rows: peers.map((one) => [
        one.address,
        one.name,
        grouped(one.bytesOut),
        grouped(one.usualOut),
        grouped(one.bytesIn),
        grouped(one.usualIn),
      ]),
    },
  ];
}

export function evidenceSection(evidence: NonNullable<ReadObservation['evidence']>): PageSection {
  return {
    id: 'evidence',
    title: evidence.length === 1 ? 'The call' : 'The calls',
    note: 'What the calls carried is not shown and not kept.',
    kind: 'table',
    columns: ['Time', 'Event', 'By', 'From', 'With', 'Answer', 'Region'],
    rows: evidence.map(({ at, event, by, address, agent, error, region }) => [
      { at },
      event,
      by,
      address,
      agent,
      error === '' ? 'went through' : error,
      region,
    ]),
  };
}

/** What was changed about the function shortly before, which explains most of it. */
export function changesAround(
  own: FunctionBehaviour | undefined,
  { at }: ReadObservation,
): readonly PageSection[] {
  const near = (own?.changes ?? []).filter((one) => one.at > at - 14 * dayMs && one.at <= at + dayMs);
  if (near.length === 0) return [];
  return [{ ...changeTable(near), id: 'changes', title: 'Changes in the two weeks before' }];
}

export function changesSection({ changes }: FunctionBehaviour): PageSection {
  const title = 'Changes';
  if (changes === null) return nothing('changes', title, 'No trail was read.');
  if (changes.length === 0) return nothing('changes', title, 'The trail has no change of the function.');
  const note = changes.length > shownChanges ? `The latest ${shownChanges} of ${changes.length}.` : '';
  return {
    ...changeTable(changes.slice(0, shownChanges)),
    id: 'changes',
    title,
    ...(note === '' ? {} : { note }),
  };
}

function changeTable(changes: readonly FunctionChange[]) {
  return {
    kind: 'table' as const,
    columns: ['Time', 'Kind', 'What', 'By', 'From', 'With', 'Way'],
    rows: changes.map((one): readonly Cell[] => [
      { at: one.at },
      one.kind,
      one.error === '' ? one.what : `${one.what} (refused: ${one.error})`,
      one.session === '' ? one.by : `${one.by}/${one.session}`,
      one.address,
      one.agent,
      one.way,
    ]),
  };
}

export function callersSection({ callers }: FunctionBehaviour): PageSection {
  const title = 'Usual callers';
  if (callers === null)
    return nothing(
      'callers',
      title,
      'Nobody knows: the trail holds no invocations. CloudTrail records them as data events, where a trail is told to. Who may call the function is in the view Functions.',
    );
  if (callers.length === 0) return nothing('callers', title, 'The trail has no invocation of the function.');
  return {
    id: 'callers',
    title,
    kind: 'table',
    columns: ['Caller', 'Calls', 'Last'],
    rows: callers.map(({ who, count, last }) => [who, grouped(count), { at: last }]),
  };
}

export function callsSection({ calls }: FunctionBehaviour, { from }: BehaviourReading): PageSection {
  const title = 'Usual calls';
  if (calls === null) return nothing('calls', title, 'No trail was read.');
  if (calls.length === 0) return nothing('calls', title, 'The trail has no call by the function’s role.');
  return {
    id: 'calls',
    title,
    kind: 'table',
    note: 'What was first called in the time that is judged is new.',
    columns: ['State', 'Service', 'Action', 'Answer', 'Calls', 'First', 'Last'],
    rows: calls.map(({ service, action, error, count, first, last }) => [
      first >= from && from > 0 ? 'new' : 'usual',
      service,
      action,
      error === '' ? 'went through' : error,
      grouped(count),
      { at: first },
      { at: last },
    ]),
  };
}

export function peersUnknown({ sources }: BehaviourReading): string {
  return sources.includes('flows')
    ? 'No record of a flow log is about the function. Functions without a VPC have none.'
    : 'No flow log was read.';
}

export function metricsUnknown({ sources }: BehaviourReading): string {
  return sources.includes('metrics')
    ? 'CloudWatch has no point of the function’s metrics.'
    : 'No metric was read.';
}

export function nothing(id: string, title: string, words: string): PageSection {
  return { id, title, kind: 'words', words: [words] };
}

export function referenceSection({ attack, ref }: ReadObservation): PageSection {
  return {
    id: 'references',
    title: 'References',
    kind: 'links',
    links: [
      ...attack.map((id) => {
        const { words, url } = attackLink(id);
        return { words: `MITRE ATT&CK ${words}`, url };
      }),
      ...(ref === undefined || ref.startsWith('https://attack.mitre.org/')
        ? []
        : [{ words: 'Documentation of AWS', url: ref }]),
    ],
  };
}

/** `12,097,460.313`. */
function grouped(value: number): string {
  const [whole = '', part] = String(value).split('.');
  if (!/^-?\d+$/.test(whole)) return String(value);
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return part === undefined ? groups : `${groups}.${part}`;
}
