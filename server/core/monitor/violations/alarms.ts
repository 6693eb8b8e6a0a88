// The alarms on the metric that counts violations, as a person reads them: which state, since when, why, and which
// functions have none.
import { agoWords } from './overview.ts';

/** CloudWatch's own words. */
export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

export interface ViolationAlarm {
  readonly name: string;
  readonly region: string;
  readonly state: AlarmState;
  /** Milliseconds since 1970; absent where the service does not say. */
  readonly since?: number;
  /** CloudWatch's own sentence; empty where somebody else wrote it. */
  readonly reason: string;
  /** False: it changes its state and tells nobody. */
  readonly tells: boolean;
  /** The functions whose violations it counts, among those that were asked for. */
  readonly functions: readonly string[];
}

export interface ViolationAlarms {
  readonly alarms: readonly ViolationAlarm[];
  /** Functions of which it is not known whether they have one: something was not answered. */
  readonly unknown: readonly string[];
}

export const noAlarms: ViolationAlarms = { alarms: [], unknown: [] };

/** What needs a person first. */
const urgency: Readonly<Record<AlarmState, number>> = { ALARM: 0, INSUFFICIENT_DATA: 1, OK: 2 };

export function sortAlarms(alarms: readonly ViolationAlarm[]): readonly ViolationAlarm[] {
  return alarms.toSorted(
    (a, b) => urgency[a.state] - urgency[b.state] || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
  );
}

/** Of one function, the most urgent first. */
export function alarmsFor(name: string, { alarms }: ViolationAlarms): readonly ViolationAlarm[] {
  return sortAlarms(alarms.filter(({ functions }) => functions.includes(name)));
}

export function alarmState(
  { unknown, ...rest }: ViolationAlarms,
  name: string,
): AlarmState | 'none' | 'unknown' {
  const [first] = alarmsFor(name, { unknown, ...rest });
  return first?.state ?? (unknown.includes(name) ? 'unknown' : 'none');
}

const stateWords: Readonly<Record<AlarmState, string>> = {
  OK: 'OK',
  ALARM: 'ALARM',
  INSUFFICIENT_DATA: 'INSUFFICIENT DATA',
};

/** `ALARM, 3 minutes ago`; `now` in milliseconds since 1970. */
export function alarmWords({ state, since, tells }: ViolationAlarm, now: number): string {
  const when = since === undefined ? '' : `, ${agoWords(since, now)}`;
  return `${stateWords[state]}${when}${tells ? '' : ', its actions are switched off'}`;
}

/** CloudWatch's own sentences hold numbers and times; whoever sets a state by hand may write anything. */
export function ownReason(text: string): string {
  return /^(?:Threshold Crossed|Insufficient Data|Unchecked): /.test(text) ? text.slice(0, 300) : '';
}
