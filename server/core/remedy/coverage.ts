// Whether a violation of a function would be counted, raise an alarm and reach somebody: one line for each function.
import type { Gap, Known } from '../model/known.ts';
import type { RecordShape } from './record-shapes.ts';

export interface CoverageFacts {
  readonly name: string;
  /** The true log group, by `LoggingConfig`. */
  readonly logGroup: string;
  /** In which its guard writes. */
  readonly shape: RecordShape;
  /** Null: it does not exist (yet). */
  readonly groupClass: Known<string | null>;
  readonly filters: Known<readonly FilterFacts[]>;
  readonly alarms: Known<readonly AlarmFacts[]>;
}

export interface FilterFacts {
  readonly name: string;
  readonly namespace: string;
  readonly metric: string;
  /** Names, sorted; empty: one number for all. */
  readonly dimensions: readonly string[];
  /** The shapes of which it counts every sample, tried by `TestMetricFilter`. */
  readonly counts: readonly RecordShape[];
  /** It counts ordinary lines too. */
  readonly countsOthers: boolean;
  /** It counts lines too that only speak of violations: enough to be told, and now and then a false alarm. */
  readonly countsNear: boolean;
}

export interface AlarmFacts {
  readonly name: string;
  /** Of one metric; of metric math, each that goes into it. */
  readonly metrics: readonly AlarmedMetric[];
  /** In words: `Sum ≥ 1 in 5 minutes`. */
  readonly condition: string;
  readonly state: string;
  readonly actionsEnabled: boolean;
  /** People and programs that receive it; a gap where its topics may not be read. */
  readonly receivers: Known<{ readonly confirmed: number; readonly pending: number }>;
}

export interface AlarmedMetric {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

export type Answer = 'yes' | 'no' | 'unknown';

export interface Coverage {
  readonly function: string;
  readonly logGroup: string;
  readonly filter: Answer;
  readonly alarm: Answer;
  readonly receiver: Answer;
  /** What is missing and what to do about it. */
  readonly words: string;
}

export function coverageOf(facts: CoverageFacts): Coverage {
  const { groupClass, filters, alarms, shape } = facts;
  const say = (answers: readonly [Answer, Answer, Answer], words: string): Coverage => ({
    function: facts.name,
    logGroup: facts.logGroup,
    filter: answers[0],
    alarm: answers[1],
    receiver: answers[2],
    words,
  });
  if (groupClass.known && groupClass.value === null)
    return say(['no', 'no', 'no'], 'the log group does not exist yet: the function has never logged');
  if (groupClass.known && groupClass.value !== null && groupClass.value !== 'STANDARD')
    return say(
      ['no', 'no', 'no'],
      `log groups of class ${groupClass.value} have no metric filters: make one of the standard class`,
    );
  if (!filters.known) return say(['unknown', 'unknown', 'unknown'], gapWords(filters.gap));
  const counting = filters.value.filter((one) => one.counts.includes(shape) && !one.countsOthers);
  const [first] = counting;
  if (!first) return say(['no', 'no', 'no'], whyNotCounted(filters.value, shape));
  if (!alarms.known) return say(['yes', 'unknown', 'unknown'], gapWords(alarms.gap));
  const watching = alarms.value.filter((alarm) =>
    alarm.metrics.some((metric) => counting.some((one) => isFedBy(metric, one))),
  );
  const live = watching.filter((one) => one.actionsEnabled);
  if (live.length === 0) return say(['yes', 'no', 'no'], whyNoAlarm(alarms.value, watching, counting, first));
  const heard = live.find(({ receivers }) => receivers.known && receivers.value.confirmed > 0);
  if (heard) {
    const exact = counting.some((one) => !one.countsNear && heard.metrics.some((each) => isFedBy(each, one)));
    const remark = exact ? '' : '; the filter also counts lines that only speak of violations';
    return say(['yes', 'yes', 'yes'], `${heard.name} (${heard.condition}) is ${heard.state}${remark}`);
  }
  const [unread] = live.flatMap(({ receivers }) => (receivers.known ? [] : [receivers.gap]));
  if (unread) return say(['yes', 'yes', 'unknown'], gapWords(unread));
  const pending = live.reduce(
    (sum, { receivers }) => sum + (receivers.known ? receivers.value.pending : 0),
    0,
  );
  return say(
    ['yes', 'yes', 'no'],
    pending > 0
      ? `${pending} subscriber${pending === 1 ? ' has' : 's have'} not confirmed`
      : `nobody receives ${live[0]?.name ?? 'it'}`,
  );
}

/** The alarm sees what the filter counts: the same metric, which in CloudWatch includes its dimensions. */
function isFedBy(alarmed: AlarmedMetric, filter: FilterFacts): boolean {
  return isSameName(alarmed, filter) && filter.dimensions.length === 0 && isWhole(alarmed);
}

const isSameName = (alarmed: AlarmedMetric, filter: FilterFacts) =>
  alarmed.namespace === filter.namespace && alarmed.metric === filter.metric;
const isWhole = ({ dimensions }: AlarmedMetric) => Object.keys(dimensions).length === 0;

function whyNotCounted(filters: readonly FilterFacts[], shape: RecordShape): string {
  const near = filters.find((one) => one.counts.length > 0 && !one.countsOthers);
  if (near) return `${near.name} does not count the guard's records as this function writes them (${shape})`;
  const wide = filters.find((one) => one.counts.includes(shape));
  if (wide) return `${wide.name} counts ordinary lines too`;
  return filters.length > 0
    ? `${filters.length} metric filter${filters.length === 1 ? '' : 's'}, and none counts violations`
    : 'no metric filter';
}

function whyNoAlarm(
  alarms: readonly AlarmFacts[],
  watching: readonly AlarmFacts[],
  counting: readonly FilterFacts[],
  first: FilterFacts,
): string {
  const [off] = watching;
  if (off) return `the actions of ${off.name} are switched off`;
  const beside = alarms.find((alarm) =>
    alarm.metrics.some((metric) => counting.some((one) => isSameName(metric, one))),
  );
  if (!beside) return `no alarm on ${first.metric}`;
  const metric = beside.metrics.find((one) => counting.some((filter) => isSameName(one, filter)));
  const dimensions = Object.entries(metric?.dimensions ?? {}).map(([name, value]) => `${name}=${value}`);
  return dimensions.length > 0
    ? `${beside.name} watches ${metric?.metric ?? ''} of ${dimensions.join(', ')} only`
    : `${beside.name} watches ${metric?.metric ?? ''} without dimensions, which no filter feeds`;
}

function gapWords(gap: Gap): string {
  return `unknown: ${gap.action} (${gap.detail})`;
}
