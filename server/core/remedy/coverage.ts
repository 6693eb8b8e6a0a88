// Whether a violation of a function would be counted, raise an alarm and reach somebody: one line for each function.
import type { Known } from '../model/known.ts';

export interface CoverageFacts {
  readonly name: string;
  /** The true log group, by `LoggingConfig`. */
  readonly logGroup: string;
  /** Null: it does not exist (yet). */
  readonly groupClass: Known<string | null>;
  readonly filters: Known<readonly FilterFacts[]>;
  readonly alarms: Known<readonly AlarmFacts[]>;
}

export interface FilterFacts {
  readonly name: string;
  readonly namespace: string;
  readonly metric: string;
  /** Tried on sample lines by `TestMetricFilter`: counts every violation and nothing else. */
  readonly counts: boolean;
  readonly hasDimensions: boolean;
}

export interface AlarmFacts {
  readonly name: string;
  readonly namespace: string;
  readonly metric: string;
  readonly state: string;
  readonly actionsEnabled: boolean;
  /** Of its topics: people and programs that receive it. */
  readonly confirmed: number;
  readonly pending: number;
}

export interface Coverage {
  readonly function: string;
  readonly logGroup: string;
  readonly filter: 'yes' | 'no' | 'unknown';
  readonly alarm: 'yes' | 'no' | 'unknown';
  readonly receiver: 'yes' | 'no' | 'unknown';
  /** What is missing and what to do about it. */
  readonly words: string;
}

export function coverageOf(facts: CoverageFacts): Coverage {
  const base = { function: facts.name, logGroup: facts.logGroup };
  if (facts.groupClass.known && facts.groupClass.value === null)
    return { ...base, ...none, words: 'the log group does not exist yet: the function has never logged' };
  if (facts.groupClass.known && facts.groupClass.value !== null && facts.groupClass.value !== 'STANDARD')
    return {
      ...base,
      ...none,
      words: `log groups of class ${facts.groupClass.value} have no metric filters: make one of the standard class`,
    };
  if (!facts.filters.known)
    return {
      ...base,
      filter: 'unknown',
      alarm: 'unknown',
      receiver: 'unknown',
      words: gapWords(facts.filters.gap),
    };
  const counting = facts.filters.value.filter((one) => one.counts);
  const [first] = counting;
  if (!first) {
    const near = facts.filters.value.length;
    return {
      ...base,
      ...none,
      words: near > 0 ? `${near} metric filters, and none counts violations` : 'no metric filter',
    };
  }
  if (!facts.alarms.known)
    return {
      ...base,
      filter: 'yes',
      alarm: 'unknown',
      receiver: 'unknown',
      words: gapWords(facts.alarms.gap),
    };
  const alarms = facts.alarms.value.filter((alarm) =>
    counting.some((one) => one.namespace === alarm.namespace && one.metric === alarm.metric),
  );
  const live = alarms.filter((one) => one.actionsEnabled);
  if (live.length === 0)
    return {
      ...base,
      filter: 'yes',
      alarm: 'no',
      receiver: 'no',
      words:
        alarms.length > 0
          ? `the actions of ${alarms[0]?.name ?? ''} are switched off`
          : `no alarm on ${first.metric}`,
    };
  const heard = live.find((one) => one.confirmed > 0);
  const [alarm] = live;
  const pending = live.reduce((sum, one) => sum + one.pending, 0);
  return {
    ...base,
    filter: 'yes',
    alarm: 'yes',
    receiver: heard ? 'yes' : 'no',
    words: heard
      ? `${heard.name} is ${heard.state}`
      : pending > 0
        ? `${pending} subscribers have not confirmed`
        : `nobody receives ${alarm?.name ?? 'it'}`,
  };
}

const none = { filter: 'no', alarm: 'no', receiver: 'no' } as const;

function gapWords(gap: { readonly action: string; readonly detail: string }): string {
  return `unknown: ${gap.action} (${gap.detail})`;
}
