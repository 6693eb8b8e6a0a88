// From an event of a log group to the violation that a guard recorded in it; nothing else of a log is kept. An event has
// the same id whether it came by FilterLogEvents or by Live Tail, which gives no ids of its own.
import { createHash } from 'node:crypto';
import type { SeenViolation } from '../core/monitor/violations/overview.ts';
import { parseViolation } from '../core/monitor/violations/violation.ts';

/** A log group that functions write to. */
export interface ViolationSource {
  readonly account: string;
  readonly region: string;
  readonly logGroup: string;
  /** More than one where functions share the group. */
  readonly functions: readonly string[];
}

/** As both calls give it. */
export interface LogEvent {
  readonly message?: string | undefined;
  readonly timestamp?: number | undefined;
  readonly logStreamName?: string | undefined;
}

/** `undefined` for an event that is no record of a violation. */
export type SeeViolation = (event: LogEvent) => SeenViolation | undefined;

/**
 * For one reading of a source, or one session: equal events of one millisecond (text records name no request) are told
 * apart by their order in it.
 */
export function seeViolationsOf(source: ViolationSource): SeeViolation {
  const { account, region, logGroup, functions } = source;
  let moment = Number.NaN;
  let seen = new Map<string, number>();
  return ({ message = '', timestamp = 0, logStreamName: logStream = '' }) => {
    const violation = parseViolation(message);
    if (!violation) return undefined;
    if (timestamp !== moment) {
      moment = timestamp;
      seen = new Map();
    }
    const print = createHash('sha1')
      .update(`${region}\0${logGroup}\0${logStream}\0${timestamp}\0${message}`)
      .digest('base64url');
    const before = seen.get(print) ?? 0;
    seen.set(print, before + 1);
    return {
      ...violation,
      // Where functions share a group, only the record says whose it is.
      function: violation.function ?? (functions.length === 1 ? (functions[0] ?? logGroup) : logGroup),
      at: violation.at ?? timestamp,
      id: before === 0 ? print : `${print} ${before}`,
      account,
      region,
      logGroup,
      logStream,
    };
  };
}
