// One session of CloudWatch Logs' Live Tail, from its start to its end, whatever ends it. The service sends an update
// each second, empty or not, ends a session after three hours, and charges for each minute that it is open.
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartLiveTail.html
import type { Gap } from '../core/model/known.ts';
import { gapOf } from './ask.ts';
import type { Connection } from './clients.ts';
import type { LogEvent } from './violation-events.ts';
import { violationFilter } from './violations.ts';

/** The service's limit of log groups in one session. */
export const groupsInSession = 10;

export interface TailedEvent extends LogEvent {
  /** Name of the log group. */
  readonly logGroup: string;
}

export interface TailOptions {
  readonly region: string;
  /** ARNs of log groups, at most ten, without `:*` at their ends. */
  readonly logGroupArns: readonly string[];
  readonly signal: AbortSignal;
  /** Nothing for so long, not even an empty update, means that the line is dead. */
  readonly quietMs: number;
  onStart(): void;
  /** `isSampled`: there were more than 500 in a second, and the service left some out. */
  onUpdate(events: readonly TailedEvent[], isSampled: boolean): void;
}

export type TailEnd =
  | { readonly why: 'stopped' }
  /** The three hours are over. */
  | { readonly why: 'timed-out' }
  /** The line broke, went quiet, or the service had trouble of its own: worth another try. */
  | { readonly why: 'cut'; readonly detail: string }
  | { readonly why: 'refused'; readonly gap: Gap };

/** Never rejects. The stream itself is closed with the connection. */
export async function tailSession(connection: Connection, options: TailOptions): Promise<TailEnd> {
  const { region, logGroupArns, signal, quietMs } = options;
  try {
    const logs = await connection.client('logs', region);
    const { responseStream } = await logs.startLiveTail(
      { logGroupIdentifiers: [...logGroupArns], logEventFilterPattern: violationFilter },
      { abortSignal: signal },
    );
    if (!responseStream) return { why: 'cut', detail: 'no stream came' };
    const stream = responseStream[Symbol.asyncIterator]();
    for (;;) {
      const next = await orQuiet(stream.next(), quietMs, signal);
      if (next === 'stopped') return { why: 'stopped' };
      if (next === 'quiet')
        return { why: 'cut', detail: `nothing for ${Math.round(quietMs / 1000)} seconds` };
      if (next.done) return { why: 'cut', detail: 'the stream ended' };
      const { sessionStart, sessionUpdate, SessionTimeoutException: isOver } = next.value;
      if (sessionStart) options.onStart();
      if (isOver) return { why: 'timed-out' };
      if (next.value.SessionStreamingException) return { why: 'cut', detail: 'SessionStreamingException' };
      if (!sessionUpdate) continue;
      const events = (sessionUpdate.sessionResults ?? []).map(
        ({ message, timestamp, logStreamName, logGroupIdentifier: group = '' }): TailedEvent => ({
          message,
          timestamp,
          logStreamName,
          // `account:name`
          logGroup: group.slice(group.indexOf(':') + 1),
        }),
      );
      options.onUpdate(events, sessionUpdate.sessionMetadata?.sampled === true);
    }
  } catch (error) {
    if (signal.aborted) return { why: 'stopped' };
    if (error instanceof Error && error.name === 'SessionTimeoutException') return { why: 'timed-out' };
    return endOf(error);
  }
}

/** What the service refuses by its word is refused; the rest is the line. */
function endOf(error: unknown): TailEnd {
  const gap = gapOf('logs:StartLiveTail', error);
  const isRefused =
    gap.reason === 'denied' ||
    /^(InvalidOperation|InvalidParameter|LimitExceeded|ResourceNotFound|Unknown|NotImplemented)/.test(
      gap.detail,
    );
  return isRefused ? { why: 'refused', gap } : { why: 'cut', detail: gap.detail };
}

async function orQuiet<T>(
  next: Promise<T>,
  quietMs: number,
  signal: AbortSignal,
): Promise<T | 'quiet' | 'stopped'> {
  let timer: NodeJS.Timeout | undefined;
  let stop = (): void => undefined;
  const quiet = new Promise<'quiet' | 'stopped'>((resolve) => {
    timer = setTimeout(() => resolve('quiet'), quietMs);
    stop = () => resolve('stopped');
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
  });
  // Whoever loses the race may still fail, when the connection is closed.
  next.catch(() => undefined);
  try {
    return await Promise.race([next, quiet]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}
