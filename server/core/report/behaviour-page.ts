// The pages of behaviour as data: of one observation, and of what is usual of one function. The editor's panel draws
// them; nothing here is markup, and no content of a request is in it.
import {
  type BehaviourReading,
  type FunctionBehaviour,
  functionOfObservation,
  type ReadObservation,
} from '../monitor/reading.ts';
import {
  type Cell,
  callersSection,
  callsSection,
  changesAround,
  changesSection,
  daySection,
  evidenceSection,
  flowSections,
  levelsSection,
  metricSection,
  metricsUnknown,
  nothing,
  type PageSection,
  peersUnknown,
  referenceSection,
  seedTable,
} from './behaviour-sections.ts';

export interface BehaviourPage {
  readonly title: string;
  /** What happened, or what this is. */
  readonly sentence: string;
  readonly facts: readonly (readonly [name: string, value: Cell])[];
  readonly sections: readonly PageSection[];
  /** Of an observation. */
  readonly observation?: { readonly key: string; readonly mark: string; readonly isAcknowledged: boolean };
}

const severityWords = { error: 'error', warning: 'warning', info: 'note', hint: 'hint' } as const;

export function observationPage(
  one: ReadObservation,
  reading: BehaviourReading,
  isAcknowledged: boolean,
): BehaviourPage {
  const chart = one.chart === undefined ? undefined : reading.charts[one.chart];
  const entity = one.entity === undefined ? undefined : reading.entities[one.entity];
  const own = functionOfObservation(one, reading);
  return {
    title: `${one.source}: ${one.title}`,
    sentence: sentence(one),
    facts: [
      ['Source', one.source],
      ['Time', { at: one.at }],
      ['Severity', `${severityWords[one.severity]}, ${one.confidence} confidence`],
      ...(one.account === '' ? [] : [['Account', one.account] as const]),
      ...(one.region === '' ? [] : [['Region', one.region] as const]),
      ['Observation', `${one.id}, mark ${one.mark}`],
      ...(isAcknowledged ? [['State', 'acknowledged as normal'] as const] : []),
    ],
    sections: [
      seedTable(one),
      ...(chart === undefined ? [] : [metricSection(chart)]),
      ...daySection(one),
      ...(entity === undefined ? [] : flowSections(entity, one)),
      ...(one.evidence === undefined ? [] : [evidenceSection(one.evidence)]),
      ...changesAround(own, one),
      { id: 'why', title: 'Why it matters', kind: 'words', words: [one.why] },
      { id: 'todo', title: 'What to do', kind: 'words', words: [one.todo] },
      referenceSection(one),
    ],
    observation: { key: one.key, mark: one.mark, isAcknowledged },
  };
}

/** What is usual of a function, in the order in which a person asks. */
export function functionPage(own: FunctionBehaviour, reading: BehaviourReading): BehaviourPage {
  const shared = own.entities.flatMap((index) => reading.entities[index] ?? []);
  const charts = own.charts.flatMap((index) => reading.charts[index] ?? []);
  return {
    title: `Behaviour of ${own.name}`,
    sentence: `What ${own.name} usually does, as far as the records that were read say.`,
    facts: [
      ...(own.account === '' ? [] : [['Account', own.account] as const]),
      ...(own.region === '' ? [] : [['Region', own.region] as const]),
      ['Read', { at: reading.readAt }],
    ],
    sections: [
      callersSection(own),
      callsSection(own, reading),
      ...(shared.length === 0
        ? [nothing('peers', 'Usual peers', peersUnknown(reading))]
        : shared.flatMap((entity, index) =>
            flowSections(entity).map((one) => (index === 0 ? one : { ...one, id: `${one.id} ${index + 1}` })),
          )),
      changesSection(own),
      ...(charts.length === 0
        ? [nothing('metrics', 'Normal level', metricsUnknown(reading))]
        : [levelsSection(charts), ...charts.map(metricSection)]),
    ],
  };
}

/** Messages are written to stand in a sentence; names that they begin with stay as they are. */
function sentence({ message, source, columns }: ReadObservation): string {
  const [first = ''] = message.split(' ');
  const isName = [source, ...String(columns['User'] ?? '').split('/')].includes(first);
  const whole = isName ? message : message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?]$/.test(whole) ? whole : `${whole}.`;
}
