// Follows new violations: one Live Tail session for each Region, and requests every few seconds where there can be none.
// A session that breaks off is started again, and what came in between is read, so that nothing is lost or told twice.
import type { SeenViolation } from '../core/monitor/violations/overview.ts';
import { type Ask, createAsk } from './ask.ts';
import type { Connection } from './clients.ts';
import { type Clock, realClock } from './pace.ts';
import { partitionOf } from './partition.ts';
import { seeViolationsOf, type ViolationSource } from './violation-events.ts';
import { groupsInSession, type TailEnd, tailSession } from './violation-tail.ts';
import { readSource, type SourceGap } from './violations.ts';

export type FollowedHow = 'live' | 'polling' | 'reconnecting';

export interface FollowState {
  readonly region: string;
  readonly how: FollowedHow;
  /** Why it is not live, in words; empty where it is. */
  readonly why: string;
}

export interface FollowOptions {
  /** A connection of its own for each Region: closing it is what ends a session. */
  open(): Connection;
  readonly sources: readonly ViolationSource[];
  /** Milliseconds since 1970: what came since then is told first. */
  readonly from: number;
  readonly signal: AbortSignal;
  onViolations(violations: readonly SeenViolation[]): void;
  onGap(gap: SourceGap): void;
  onState(state: FollowState): void;
  readonly clock?: Clock;
  readonly pace?: Partial<FollowPace>;
}

export interface FollowPace {
  /** How often a log group without Live Tail is asked. */
  readonly everyMs: number;
  /** After so long a refused Live Tail is tried again. */
  readonly refusedMs: number;
  /** Without any word from a session for so long it is given up. */
  readonly quietMs: number;
  /** The longest pause before another session. */
  readonly pauseMs: number;
}

const usualPace: FollowPace = { everyMs: 2000, refusedMs: 300_000, quietMs: 20_000, pauseMs: 30_000 };
/** CloudWatch may show an event later than others that are younger. */
const overlapMs = 60_000;

/** Resolves when the signal says so and every line is closed. */
export async function followViolations(options: FollowOptions): Promise<void> {
  const regions = new Set(options.sources.map(({ region }) => region));
  await Promise.all(
    [...regions].map((region) =>
      followRegion(
        region,
        options.sources.filter((one) => one.region === region),
        options,
      ),
    ),
  );
}

async function followRegion(
  region: string,
  sources: readonly ViolationSource[],
  options: FollowOptions,
): Promise<void> {
  const { signal, onGap, onState, onViolations } = options;
  const clock = options.clock ?? realClock;
  const pace = { ...usualPace, ...options.pace };
  const connection = options.open();
  const ask = createAsk({ signal });
  const sleep = (ms: number) => clock.sleep(ms, signal).catch(() => undefined);
  let caughtUp = options.from;

  /** Gives those that could not be read, and those that the service will not let read. */
  const readSince = async (some: readonly ViolationSource[], from: number, now = Date.now()) => {
    const unread: ViolationSource[] = [];
    const refused: ViolationSource[] = [];
    for (const source of some) {
      if (signal.aborted) break;
      const { violations, gap } = await readSource(
        connection,
        ask,
        source,
        from - overlapMs,
        now + overlapMs,
      );
      if (violations.length > 0) onViolations(violations);
      if (!gap || signal.aborted) continue;
      onGap(gap);
      (isRefusal(gap) ? refused : unread).push(source);
    }
    return { unread, refused };
  };
  const poll = async (some: readonly ViolationSource[], isOver: () => boolean) => {
    let from = caughtUp;
    for (let left = some; left.length > 0 && !signal.aborted && !isOver(); ) {
      const begun = clock.now();
      const now = Date.now();
      const { unread, refused } = await readSince(left, from, now);
      if (unread.length === 0) from = now;
      // What the service refuses it refuses again.
      left = left.filter((one) => !refused.includes(one));
      await sleep(Math.max(0, pace.everyMs - (clock.now() - begun)));
    }
    // Where all are refused there is nothing to do until it is over.
    while (!signal.aborted && !isOver()) await sleep(pace.everyMs);
    return from;
  };
  /** What came in while no session was open. */
  const catchUp = async (some: readonly ViolationSource[], since: number) => {
    for (let left = some; left.length > 0 && !signal.aborted; ) {
      left = (await readSince(left, since)).unread;
      if (left.length > 0) await sleep(pace.pauseMs);
    }
  };

  try {
    const { tailed, others } = await divide(connection, ask, region, sources);
    // Beside the session: groups that do not exist yet, and those of a class without Live Tail.
    const beside = poll(others, () => false);
    let failures = 0;
    while (tailed.size > 0 && !signal.aborted) {
      const begun = clock.now();
      const end = await session(tailed);
      if (end.why === 'stopped' || signal.aborted) break;
      if (end.why === 'refused') {
        const { action, reason, detail } = end.gap;
        onState({ region, how: 'polling', why: `${action} ${reason} (${detail})` });
        const until = clock.now() + pace.refusedMs;
        caughtUp = await poll(
          [...tailed.values()].map(({ source }) => source),
          () => clock.now() >= until,
        );
      } else {
        // What was left of the old session must not go on beside the new one.
        connection.close();
        const lasted = clock.now() - begun;
        failures = end.why === 'timed-out' || lasted > pace.pauseMs ? 0 : failures + 1;
        if (end.why === 'cut') onState({ region, how: 'reconnecting', why: end.detail });
        if (failures > 1) await sleep(Math.min(pace.pauseMs, 250 * 2 ** failures));
      }
    }
    if (tailed.size === 0 && !signal.aborted)
      onState({ region, how: 'polling', why: 'no log group here has Live Tail' });
    await beside;
  } finally {
    connection.close();
  }

  function session(tailed: ReadonlyMap<string, Tailed>): Promise<TailEnd> {
    const see = new Map([...tailed.values()].map(({ source }) => [source.logGroup, seeViolationsOf(source)]));
    const all = [...tailed.values()].map(({ source }) => source);
    return tailSession(connection, {
      region,
      logGroupArns: [...tailed.keys()],
      signal,
      quietMs: pace.quietMs,
      onStart() {
        onState({ region, how: 'live', why: '' });
        const since = caughtUp;
        caughtUp = Date.now();
        void catchUp(all, since);
      },
      onUpdate(events, isSampled) {
        const found = events.flatMap((event) => see.get(event.logGroup)?.(event) ?? []);
        if (found.length > 0) onViolations(found);
        const since = caughtUp;
        caughtUp = Date.now();
        // The service left some out: they are read.
        if (isSampled) void catchUp(all, since);
      },
    });
  }
}

function isRefusal({ gap }: SourceGap): boolean {
  return gap.reason === 'denied' || /^Invalid(?:Operation|Parameter)Exception$/.test(gap.detail);
}

interface Tailed {
  readonly source: ViolationSource;
}

/** Live Tail takes existing log groups of the standard class, ten in a session. */
async function divide(
  connection: Connection,
  ask: Ask,
  region: string,
  sources: readonly ViolationSource[],
): Promise<{ readonly tailed: ReadonlyMap<string, Tailed>; readonly others: readonly ViolationSource[] }> {
  const logs = await connection.client('logs', region);
  const tailed = new Map<string, Tailed>();
  const others: ViolationSource[] = [];
  for (const source of sources) {
    const listed = await ask.known('logs:DescribeLogGroups', (options) =>
      logs.describeLogGroups({ logGroupNamePrefix: source.logGroup }, options),
    );
    const group = listed.known
      ? listed.value.logGroups?.find((one) => one.logGroupName === source.logGroup)
      : undefined;
    // Where one may not look, the service says it when the session starts.
    const isTailed = listed.known ? (group?.logGroupClass ?? 'none') === 'STANDARD' : true;
    const arn = (group?.arn ?? arnOf(source)).replace(/:\*$/, '');
    if (isTailed && tailed.size < groupsInSession) tailed.set(arn, { source });
    else others.push(source);
  }
  return { tailed, others };
}

function arnOf({ region, account, logGroup }: ViolationSource): string {
  return `arn:${partitionOf(region)}:logs:${region}:${account}:log-group:${logGroup}`;
}
