// Follows a trail: every event goes to the detectors, which know what came before, and then into the habits. Events
// come about in the order of time; one that is there twice counts once.
import { detectors } from '../detectors/index.ts';
import type { Evidence, Observation } from '../observation.ts';
import { changerOf } from './changers.ts';
import { type FunctionChange, toChange } from './changes.ts';
import type { TrailContext, TrailDetector } from './detector.ts';
import { callerOf, emptyHabits, type Habits, learnCall } from './habits.ts';
import { asRecord, functionOf, type TrailEvent, text } from './trail-event.ts';

export interface TrailWatch {
  /** `judge: false` only teaches; `teach: false` leaves the habits as they are, which know the event already. */
  add(event: TrailEvent, judge: boolean, teach?: boolean): void;
  /** Whether the caller is a function's role, as far as is known by now. */
  isByFunction(event: TrailEvent): boolean;
  readonly observations: readonly Observation[];
  readonly changes: readonly FunctionChange[];
  readonly habits: Habits;
  readonly counts: { readonly events: number; readonly duplicates: number };
}

export interface TrailWatchOptions {
  readonly habits?: Habits;
  /** Names of roles that functions run with, where an account says so. */
  readonly functionRoles?: readonly string[];
  readonly pipelines?: readonly string[];
}

const keptRecent = 300;
const keptIds = 200_000;
const keptChanges = 10_000;
/** More calls than this nobody reads one by one. */
const keptEvidence = 50;
/** A detector says the same of the same source once in this time. */
const repeatMs = 6 * 3_600_000;

export function createTrailWatch(options: TrailWatchOptions = {}): TrailWatch {
  const habits = options.habits ?? emptyHabits();
  const roles = new Set(options.functionRoles);
  const observations: Observation[] = [];
  const changes: FunctionChange[] = [];
  const recent = new Map<string, TrailEvent[]>();
  let ids = new Set<string>();
  let oldIds = new Set<string>();
  const said = new Map<string, number>();
  let events = 0;
  let duplicates = 0;

  const context: TrailContext = {
    habits,
    isFunctionRole: ({ identity }) => identity.type === 'AssumedRole' && roles.has(identity.principal),
    recent(event, withinMs) {
      return (recent.get(callerOf(event)) ?? []).filter(({ at }) => event.at - at <= withinMs).reverse();
    },
  };

  function isDuplicate({ id }: TrailEvent): boolean {
    if (id === '') return false;
    if (ids.has(id) || oldIds.has(id)) return true;
    ids.add(id);
    if (ids.size > keptIds) {
      oldIds = ids;
      ids = new Set();
    }
    return false;
  }

  /** What an event tells of which roles are functions'. */
  function learnRoles({ identity, userAgent, service, name, request }: TrailEvent): void {
    if (identity.type === 'AssumedRole' && userAgent.includes('AWS_Lambda')) roles.add(identity.principal);
    if (service === 'lambda' && (name === 'CreateFunction' || name === 'UpdateFunctionConfiguration')) {
      const role = text(request['role']).replace(/^.*\//, '');
      if (role !== '') roles.add(role);
    }
    if (service === 'sts' && name === 'AssumeRole' && identity.invokedBy === 'lambda.amazonaws.com') {
      roles.add(text(asRecord(request)['roleArn']).replace(/^.*\//, ''));
    }
  }

  function learn(event: TrailEvent): void {
    if (context.isFunctionRole(event)) learnCall(habits, event);
    if (
      event.service === 'lambda' &&
      event.error === '' &&
      /^(Update|Create|Publish|Put|Add|Delete)/.test(event.name)
    ) {
      const changer = changerOf(event);
      if (changer !== '') habits.changers[changer] = (habits.changers[changer] ?? 0) + 1;
      if (changer !== '' && event.name === 'UpdateFunctionCode') {
        habits.codeChangers ??= {};
        habits.codeChangers[changer] = (habits.codeChangers[changer] ?? 0) + 1;
      }
    }
  }

  function remember(event: TrailEvent): void {
    const key = callerOf(event);
    const list = recent.get(key);
    if (!list) recent.set(key, [event]);
    else {
      list.push(event);
      if (list.length > 2 * keptRecent) list.splice(0, list.length - keptRecent);
    }
    // Callers of long ago make room: sessions of people and pipelines have ever new names.
    if (recent.size > 5000) for (const old of [...recent.keys()].slice(0, 2500)) recent.delete(old);
  }

  function report(
    detector: TrailDetector,
    event: TrailEvent,
    hit: NonNullable<ReturnType<TrailDetector['look']>>,
  ): void {
    const key = `${detector.id}\0${hit.function ?? event.identity.principal}\0${hit.message}`;
    const last = said.get(key);
    if (last !== undefined && Math.abs(event.at - last) < repeatMs) return;
    said.set(key, event.at);
    if (said.size > 50_000) said.clear();
    const { id, title, confidence, why, todo, ref, attack } = detector;
    observations.push({
      id,
      severity: hit.severity ?? detector.severity,
      confidence,
      title,
      message: hit.message,
      why,
      todo,
      ref,
      attack,
      source: (hit.function ?? functionOf(event)) || event.identity.principal,
      account: event.account,
      region: event.region,
      arn: event.identity.arn,
      at: event.at,
      columns: {
        'Account ID': event.account,
        User: userOf(event),
        'Source IP': event.sourceAddress,
        Event: event.name,
      },
      evidence: [...(hit.earlier ?? []).slice(0, keptEvidence - 1).toReversed(), event].map(toEvidence),
    });
  }

  return {
    add(event, judge, teach = true) {
      if (isDuplicate(event)) {
        duplicates++;
        return;
      }
      events++;
      learnRoles(event);
      if (judge) {
        for (const detector of detectors) {
          const hit = detector.look(event, context);
          if (hit) report(detector, event, hit);
        }
        const change = toChange(event, habits, options.pipelines);
        if (change && changes.length < keptChanges) changes.push(change);
      }
      if (teach) learn(event);
      remember(event);
    },
    isByFunction: context.isFunctionRole,
    observations,
    changes,
    habits,
    get counts() {
      return { events, duplicates };
    },
  };
}

function userOf({ identity: { principal, session, invokedBy } }: TrailEvent): string {
  return session === '' ? principal || invokedBy : `${principal}/${session}`;
}

function toEvidence(event: TrailEvent): Evidence {
  const { at, service, name, sourceAddress, userAgent, error, region } = event;
  return {
    at,
    event: `${service}:${name}`,
    by: userOf(event),
    address: sourceAddress,
    agent: userAgent,
    error,
    region,
  };
}
