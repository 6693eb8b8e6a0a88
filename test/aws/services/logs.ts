// CloudWatch Logs: groups, events, metric filters, live tail and queries.
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_Operations.html
import type * as L from '@aws-sdk/client-cloudwatch-logs';
import { type Behaviours, type Call, defined, Fault, newId, page } from '../behaviour.ts';
import { EventStreamAnswer } from '../stream-answer.ts';
import { parseFilterPattern } from './logs/filter-pattern.ts';
import { valueAt } from './logs/json-pattern.ts';
import { type QueryRow, runQuery } from './logs/queries.ts';

export interface LogEventState {
  group: string;
  stream: string;
  timestamp: number;
  ingestionTime: number;
  message: string;
  id: string;
}

export interface LogsState {
  groups: Map<string, L.LogGroup>;
  events: LogEventState[];
  filters: L.MetricFilter[];
  resourcePolicies: L.ResourcePolicy[];
  queries: Map<
    string,
    {
      rows: QueryRow[];
      status: 'Running' | 'Complete' | 'Cancelled';
      bytes: number;
      records: number;
      until: number;
    }
  >;
  /** How long a query runs. */
  queryMs: number;
  /** Called for each event that arrives: live tails. */
  listeners: Set<(event: LogEventState) => void>;
  /** One for each live tail that is open: ends it as the service or the line does. */
  tails: Set<(end: TailEnd) => void>;
}

export type TailEnd = 'cut' | 'timed-out' | 'quiet';

export function emptyLogs(): LogsState {
  return {
    groups: new Map(),
    events: [],
    filters: [],
    resourcePolicies: [],
    queries: new Map(),
    queryMs: 0,
    listeners: new Set(),
    tails: new Set(),
  };
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch_Logs_Log_Classes.html */
function infrequent(): Fault {
  return new Fault(
    'InvalidOperationException',
    'This operation is not supported for log groups of the Infrequent Access class.',
  );
}

function groupOf(call: Call, given: string | undefined): L.LogGroup {
  const name = nameOf(given);
  const group = call.region.logs.groups.get(name);
  if (!group) throw new Fault('ResourceNotFoundException', 'The specified log group does not exist.');
  return group;
}

/** A name, or an ARN with or without the `:*` at its end. */
function nameOf(given: string | undefined): string {
  return given?.startsWith('arn:') ? given.split(':').slice(6).join(':').replace(/:\*$/, '') : (given ?? '');
}

/** Writes an event as the service does: stored, counted by metric filters, sent to live tails. */
export function writeLogEvent(
  call: Pick<Call, 'region' | 'now'>,
  group: string,
  stream: string,
  message: string,
  timestamp = call.now.getTime(),
): void {
  const event = {
    group,
    stream,
    message,
    timestamp,
    ingestionTime: call.now.getTime(),
    id: newId().replaceAll('-', ''),
  };
  const { logs, cloudwatch } = call.region;
  logs.events.push(event);
  for (const filter of logs.filters) {
    if (filter.logGroupName !== group || !parseFilterPattern(filter.filterPattern ?? '')?.(message)) continue;
    for (const change of filter.metricTransformations ?? []) {
      const values = Object.entries(change.dimensions ?? {}).map(
        ([key, selector]) => [key, valueAt(message, selector)] as const,
      );
      // Without a value for each dimension there is no metric to publish to.
      if (values.some(([, value]) => typeof value !== 'string' && typeof value !== 'number')) continue;
      const dimensions = Object.fromEntries(values.map(([key, value]) => [key, String(value)]));
      cloudwatch.points.push({
        namespace: change.metricNamespace ?? '',
        name: change.metricName ?? '',
        dimensions,
        timestamp,
        value: Number(change.metricValue) || (change.metricValue === '0' ? 0 : 1),
      });
    }
  }
  for (const listener of logs.listeners) listener(event);
}

export const logs: Behaviours = {
  DescribeLogGroups(input: L.DescribeLogGroupsRequest, call: Call): L.DescribeLogGroupsResponse {
    const wanted = [...call.region.logs.groups.values()]
      .filter((one) => (one.logGroupName ?? '').startsWith(input.logGroupNamePrefix ?? ''))
      .filter(
        (one) =>
          input.logGroupNamePattern === undefined ||
          (one.logGroupName ?? '').includes(input.logGroupNamePattern),
      )
      .toSorted((a, b) => ((a.logGroupName ?? '') < (b.logGroupName ?? '') ? -1 : 1));
    const { items, next } = page(wanted, input.nextToken, input.limit ?? 50, 50, 'InvalidParameterException');
    return defined({ logGroups: items, nextToken: next });
  },

  CreateLogGroup(input: L.CreateLogGroupRequest, call: Call): Record<string, never> {
    const name = input.logGroupName ?? '';
    if (call.region.logs.groups.has(name))
      throw new Fault('ResourceAlreadyExistsException', 'The specified log group already exists');
    call.region.logs.groups.set(
      name,
      defined({
        logGroupName: name,
        arn: `arn:${call.account.partition}:logs:${call.region.name}:${call.account.id}:log-group:${name}:*`,
        logGroupClass: input.logGroupClass ?? 'STANDARD',
        storedBytes: 0,
        creationTime: call.now.getTime(),
        metricFilterCount: 0,
        kmsKeyId: input.kmsKeyId,
      }),
    );
    return {};
  },

  CreateLogStream: (input: L.CreateLogStreamRequest, call: Call): Record<string, never> => {
    groupOf(call, input.logGroupName);
    return {};
  },

  PutLogEvents(input: L.PutLogEventsRequest, call: Call): L.PutLogEventsResponse {
    const group = groupOf(call, input.logGroupName).logGroupName ?? '';
    for (const event of input.logEvents ?? [])
      writeLogEvent(call, group, input.logStreamName ?? '', event.message ?? '', event.timestamp);
    return {};
  },

  DescribeResourcePolicies(
    input: L.DescribeResourcePoliciesRequest,
    call: Call,
  ): L.DescribeResourcePoliciesResponse {
    const { items, next } = page(
      call.region.logs.resourcePolicies,
      input.nextToken,
      input.limit ?? 50,
      50,
      'InvalidParameterException',
    );
    return defined({ resourcePolicies: items, nextToken: next });
  },

  DescribeMetricFilters(input: L.DescribeMetricFiltersRequest, call: Call): L.DescribeMetricFiltersResponse {
    if (input.logGroupName !== undefined) groupOf(call, input.logGroupName);
    const wanted = call.region.logs.filters.filter(
      (one) =>
        (input.logGroupName === undefined || one.logGroupName === input.logGroupName) &&
        (one.filterName ?? '').startsWith(input.filterNamePrefix ?? '') &&
        (input.metricName === undefined ||
          one.metricTransformations?.some((change) => change.metricName === input.metricName)),
    );
    const { items, next } = page(wanted, input.nextToken, input.limit ?? 50, 50, 'InvalidParameterException');
    return defined({ metricFilters: items, nextToken: next });
  },

  PutMetricFilter(input: L.PutMetricFilterRequest, call: Call): Record<string, never> {
    const group = groupOf(call, input.logGroupName);
    if (group.logGroupClass === 'INFREQUENT_ACCESS') {
      throw new Fault(
        'InvalidOperationException',
        'Metric filters are not supported for log groups of the Infrequent Access class.',
      );
    }
    if (!parseFilterPattern(input.filterPattern ?? ''))
      throw new Fault('InvalidParameterException', 'Invalid metric filter pattern');
    const others = call.region.logs.filters.filter(
      (one) => one.logGroupName !== input.logGroupName || one.filterName !== input.filterName,
    );
    if (others.filter((one) => one.logGroupName === input.logGroupName).length >= 100) {
      throw new Fault('LimitExceededException', 'Resource limit exceeded.');
    }
    for (const change of input.metricTransformations ?? []) {
      if (change.defaultValue !== undefined && Object.keys(change.dimensions ?? {}).length > 0) {
        throw new Fault(
          'InvalidParameterException',
          'Invalid metric transformation: dimensions and default value are mutually exclusive properties.',
        );
      }
      const dimensions = Object.keys(change.dimensions ?? {});
      if (dimensions.length > 3)
        throw new Fault('InvalidParameterException', 'Invalid metric transformation: too many dimensions.');
      if (dimensions.length > 0 && !/^\s*[{[]/.test(input.filterPattern ?? ''))
        throw new Fault(
          'InvalidParameterException',
          'Invalid metric transformation: dimensions need a JSON or space-delimited filter pattern.',
        );
    }
    call.region.logs.filters = [...others, { ...defined(input), creationTime: call.now.getTime() }];
    group.metricFilterCount = call.region.logs.filters.filter(
      (one) => one.logGroupName === input.logGroupName,
    ).length;
    return {};
  },

  DeleteMetricFilter(input: L.DeleteMetricFilterRequest, call: Call): Record<string, never> {
    const left = call.region.logs.filters.filter(
      (one) => one.logGroupName !== input.logGroupName || one.filterName !== input.filterName,
    );
    if (left.length === call.region.logs.filters.length)
      throw new Fault('ResourceNotFoundException', 'The specified metric filter does not exist.');
    call.region.logs.filters = left;
    groupOf(call, input.logGroupName).metricFilterCount = left.filter(
      (one) => one.logGroupName === input.logGroupName,
    ).length;
    return {};
  },

  TestMetricFilter(input: L.TestMetricFilterRequest): L.TestMetricFilterResponse {
    const count = input.logEventMessages?.length ?? 0;
    if (count < 1 || count > 50)
      throw new Fault('InvalidParameterException', 'logEventMessages must have length between 1 and 50');
    const test = parseFilterPattern(input.filterPattern ?? '');
    if (!test) throw new Fault('InvalidParameterException', 'Invalid metric filter pattern');
    return {
      matches: (input.logEventMessages ?? []).flatMap((message, index) =>
        test(message) ? [{ eventNumber: index + 1, eventMessage: message, extractedValues: {} }] : [],
      ),
    };
  },

  DescribeSubscriptionFilters: (
    input: L.DescribeSubscriptionFiltersRequest,
    call: Call,
  ): L.DescribeSubscriptionFiltersResponse => {
    groupOf(call, input.logGroupName);
    return { subscriptionFilters: [] };
  },

  DescribeLogStreams(input: L.DescribeLogStreamsRequest, call: Call): L.DescribeLogStreamsResponse {
    const name = groupOf(call, input.logGroupName ?? input.logGroupIdentifier).logGroupName;
    const streams = new Set(
      call.region.logs.events.filter((one) => one.group === name).map((one) => one.stream),
    );
    const newest = (stream: string) =>
      Math.max(
        ...call.region.logs.events
          .filter((one) => one.group === name && one.stream === stream)
          .map((one) => one.timestamp),
      );
    const sorted =
      input.orderBy === 'LastEventTime'
        ? [...streams].sort((a, b) => newest(a) - newest(b))
        : [...streams].sort();
    const { items, next } = page(
      input.descending === true ? sorted.reverse() : sorted,
      input.nextToken,
      input.limit ?? 50,
      50,
      'InvalidParameterException',
    );
    return defined({ logStreams: items.map((stream) => ({ logStreamName: stream })), nextToken: next });
  },

  GetLogEvents(input: L.GetLogEventsRequest, call: Call): L.GetLogEventsResponse {
    const group = groupOf(call, input.logGroupName ?? input.logGroupIdentifier);
    if (group.logGroupClass === 'INFREQUENT_ACCESS')
      throw new Fault('InvalidOperationException', 'The log class does not support this operation.');
    const all = call.region.logs.events
      .filter((one) => one.group === group.logGroupName && one.stream === input.logStreamName)
      .sort((a, b) => a.timestamp - b.timestamp);
    const limit = input.limit ?? 10_000;
    const events = input.startFromHead === true ? all.slice(0, limit) : all.slice(-limit);
    return {
      events: events.map(({ timestamp, ingestionTime, message }) => ({ timestamp, ingestionTime, message })),
      nextForwardToken: 'f/end',
      nextBackwardToken: 'b/end',
    };
  },

  FilterLogEvents(input: L.FilterLogEventsRequest, call: Call): L.FilterLogEventsResponse {
    const group = groupOf(call, input.logGroupName ?? input.logGroupIdentifier);
    if (group.logGroupClass === 'INFREQUENT_ACCESS') throw infrequent();
    const name = group.logGroupName;
    const test = parseFilterPattern(input.filterPattern ?? '');
    if (!test) throw new Fault('InvalidParameterException', 'Invalid filter pattern');
    const wanted = call.region.logs.events
      .filter(
        (one) =>
          one.group === name &&
          one.timestamp >= (input.startTime ?? 0) &&
          one.timestamp < (input.endTime ?? Number.POSITIVE_INFINITY),
      )
      .filter(
        (one) =>
          (input.logStreamNames === undefined || input.logStreamNames.includes(one.stream)) &&
          test(one.message),
      )
      .toSorted((a, b) => a.timestamp - b.timestamp);
    const { items, next } = page(
      wanted,
      input.nextToken,
      input.limit ?? 10_000,
      10_000,
      'InvalidParameterException',
    );
    return defined({
      events: items.map((one) => ({
        logStreamName: one.stream,
        timestamp: one.timestamp,
        message: one.message,
        ingestionTime: one.ingestionTime,
        eventId: one.id,
      })),
      nextToken: next,
      searchedLogStreams: [],
    });
  },

  StartLiveTail(input: L.StartLiveTailRequest, call: Call): unknown {
    const identifiers = input.logGroupIdentifiers ?? [];
    if (identifiers.length === 0 || identifiers.length > 10)
      throw new Fault('InvalidParameterException', 'One to ten log groups are allowed.');
    if (identifiers.some((one) => !one.startsWith('arn:') || one.endsWith('*')))
      throw new Fault('InvalidParameterException', 'Log groups are named by ARNs without an asterisk.');
    const groups = identifiers.map((one) => groupOf(call, one));
    if (groups.some((one) => one.logGroupClass === 'INFREQUENT_ACCESS')) throw infrequent();
    const names = groups.map((one) => one.logGroupName ?? '');
    const test = parseFilterPattern(input.logEventFilterPattern ?? '');
    if (!test) throw new Fault('InvalidParameterException', 'Invalid filter pattern');
    const { region, account } = call;
    return new EventStreamAnswer(async function* (signal) {
      yield {
        type: 'sessionStart',
        body: {
          requestId: newId(),
          sessionId: newId(),
          logGroupIdentifiers: identifiers,
          logEventFilterPattern: input.logEventFilterPattern ?? '',
        },
      };
      const waiting: LogEventState[] = [];
      const listener = (event: LogEventState) => {
        if (names.includes(event.group) && test(event.message)) waiting.push(event);
      };
      let end: TailEnd | undefined;
      let wake = () => {};
      const finish = (how: TailEnd) => {
        end = how;
        wake();
      };
      region.logs.listeners.add(listener);
      region.logs.tails.add(finish);
      try {
        for (;;) {
          // Once a second, whether something came in or not.
          await new Promise<void>((resolve) => {
            wake = resolve;
            setTimeout(resolve, 1000);
            signal.addEventListener('abort', () => resolve(), { once: true });
          });
          if (signal.aborted) return;
          if (end === 'quiet') continue;
          if (end === 'cut') {
            yield 'cut';
            return;
          }
          if (end === 'timed-out') {
            yield { exception: 'SessionTimeoutException', message: 'The session is over.' };
            return;
          }
          const results = waiting.splice(0, 500).map((one) => ({
            logGroupIdentifier: `${account.id}:${one.group}`,
            logStreamName: one.stream,
            message: one.message,
            timestamp: one.timestamp,
            ingestionTime: one.ingestionTime,
          }));
          // What is beyond 500 in a second is left out.
          const sampled = waiting.splice(0).length > 0;
          yield { type: 'sessionUpdate', body: { sessionMetadata: { sampled }, sessionResults: results } };
        }
      } finally {
        region.logs.listeners.delete(listener);
        region.logs.tails.delete(finish);
      }
    });
  },

  StartQuery(input: L.StartQueryRequest, call: Call): L.StartQueryResponse {
    const named = [
      ...(input.logGroupNames ?? []),
      ...(input.logGroupIdentifiers ?? []),
      ...(input.logGroupName === undefined ? [] : [input.logGroupName]),
    ].map((one) => groupOf(call, one));
    if (named.length > 50) throw new Fault('InvalidParameterException', 'At most 50 log groups are allowed.');
    if (new Set(named.map((one) => one.logGroupClass)).size > 1)
      throw new Fault(
        'InvalidParameterException',
        'Log groups of different classes cannot be queried together.',
      );
    const groups = named.map((one) => one.logGroupName ?? '');
    const inRange = call.region.logs.events
      .filter(
        (one) =>
          groups.includes(one.group) &&
          one.timestamp >= (input.startTime ?? 0) * 1000 &&
          one.timestamp <= (input.endTime ?? 0) * 1000,
      )
      .toSorted((a, b) => b.timestamp - a.timestamp);
    const id = newId();
    const rows = runQuery(input.queryString ?? '', inRange).slice(0, input.limit ?? 10_000);
    const bytes = inRange.reduce((sum, one) => sum + one.message.length, 0);
    const until = call.now.getTime() + call.region.logs.queryMs;
    call.region.logs.queries.set(id, { rows, status: 'Running', bytes, records: inRange.length, until });
    return { queryId: id };
  },

  GetQueryResults(input: L.GetQueryResultsRequest, call: Call): L.GetQueryResultsResponse {
    const query = call.region.logs.queries.get(input.queryId ?? '');
    if (!query) throw new Fault('ResourceNotFoundException', 'The specified query does not exist.');
    if (query.status === 'Running' && call.now.getTime() >= query.until) query.status = 'Complete';
    const isDone = query.status === 'Complete';
    return {
      status: query.status,
      results: (isDone ? query.rows : []).map((row) =>
        Object.entries(row).map(([field, value]) => ({ field, value })),
      ),
      statistics: {
        recordsMatched: query.rows.length,
        recordsScanned: query.records,
        bytesScanned: isDone ? query.bytes : Math.floor(query.bytes / 2),
      },
    };
  },

  StopQuery(input: L.StopQueryRequest, call: Call): L.StopQueryResponse {
    const query = call.region.logs.queries.get(input.queryId ?? '');
    if (query) query.status = 'Cancelled';
    return { success: query !== undefined };
  },
};
