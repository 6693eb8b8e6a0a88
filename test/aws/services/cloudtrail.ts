// CloudTrail: trails and their selectors, and the event history of 90 days.
// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Operations.html
import type * as T from '@aws-sdk/client-cloudtrail';
import { type Behaviours, type Call, defined, Fault, newId, page } from '../behaviour.ts';
import { queryTrail } from './trail-sql.ts';

export interface TrailState {
  trail: T.Trail;
  logging: boolean;
  basic: T.EventSelector[];
  advanced: T.AdvancedEventSelector[];
}

export interface CloudTrailState {
  /** Trails whose home is this Region. */
  trails: TrailState[];
  /** Management events of this Region. */
  events: T.Event[];
  /** Event data stores of CloudTrail Lake; they hold the events of all Regions. */
  stores: T.EventDataStore[];
  queries: Map<string, LakeQueryState>;
}

interface LakeQueryState {
  text: string;
  rows: readonly Readonly<Record<string, string>>[];
  error: string;
  bytes: number;
  /** A query takes a while: how often it still says that it runs. */
  looks: number;
}

export function emptyCloudTrail(): CloudTrailState {
  return { trails: [], events: [], stores: [], queries: new Map() };
}

/** Trails that are seen from a Region: its own, and those of all Regions. */
function visible(call: Call): TrailState[] {
  return [...call.account.regions.values()].flatMap((region) =>
    region.cloudtrail.trails.filter(
      (one) => region.name === call.region.name || one.trail.IsMultiRegionTrail,
    ),
  );
}

function trailOf(call: Call, given: string | undefined): TrailState {
  const found = visible(call).find(
    (one) =>
      one.trail.TrailARN === given || (one.trail.Name === given && one.trail.HomeRegion === call.region.name),
  );
  if (!found)
    throw new Fault('TrailNotFoundException', `Unknown trail: ${given} for the user: ${call.account.id}`);
  return found;
}

const days90 = 90 * 86_400_000;

export const cloudtrail: Behaviours = {
  DescribeTrails(input: T.DescribeTrailsRequest, call: Call): T.DescribeTrailsResponse {
    const names = input.trailNameList ?? [];
    const trails = visible(call)
      .map((one) => one.trail)
      .filter(
        (one) => names.length === 0 || names.includes(one.Name ?? '') || names.includes(one.TrailARN ?? ''),
      )
      .filter((one) => input.includeShadowTrails !== false || one.HomeRegion === call.region.name);
    return { trailList: trails };
  },

  GetTrailStatus(input: T.GetTrailStatusRequest, call: Call): T.GetTrailStatusResponse {
    return { IsLogging: trailOf(call, input.Name).logging };
  },

  GetEventSelectors(input: T.GetEventSelectorsRequest, call: Call): T.GetEventSelectorsResponse {
    const found = trailOf(call, input.TrailName);
    return defined({
      TrailARN: found.trail.TrailARN,
      EventSelectors: found.basic.length > 0 ? found.basic : undefined,
      AdvancedEventSelectors: found.advanced.length > 0 ? found.advanced : undefined,
    });
  },

  /** One attribute a call, newest first, 50 a page, 90 days. */
  LookupEvents(input: T.LookupEventsRequest, call: Call): T.LookupEventsResponse {
    const attributes = input.LookupAttributes ?? [];
    if (attributes.length > 1)
      throw new Fault('InvalidLookupAttributesException', 'You can specify only one lookup attribute.');
    const [attribute] = attributes;
    const from = Math.max(input.StartTime?.getTime() ?? 0, call.now.getTime() - days90);
    const to = input.EndTime?.getTime() ?? Number.POSITIVE_INFINITY;
    if (from > to) throw new Fault('InvalidTimeRangeException', 'The start time is after the end time.');
    const wanted = call.region.cloudtrail.events
      .filter((one) => {
        const at = one.EventTime?.getTime() ?? 0;
        return at >= from && at <= to && (attribute === undefined || has(one, attribute));
      })
      .toSorted((a, b) => (b.EventTime?.getTime() ?? 0) - (a.EventTime?.getTime() ?? 0));
    const { items, next } = page(wanted, input.NextToken, input.MaxResults, 50, 'InvalidNextTokenException');
    return defined({ Events: items, NextToken: next });
  },

  ListEventDataStores(input: T.ListEventDataStoresRequest, call: Call): T.ListEventDataStoresResponse {
    const { items, next } = page(
      call.region.cloudtrail.stores,
      input.NextToken,
      input.MaxResults,
      1000,
      'InvalidNextTokenException',
    );
    return defined({ EventDataStores: items, NextToken: next });
  },

  StartQuery(input: T.StartQueryRequest, call: Call): T.StartQueryResponse {
    const text = input.QueryStatement ?? '';
    if (text.length > 10_000)
      throw new Fault('InvalidQueryStatementException', 'The query statement is too long.');
    const from = /\bFROM\s+([0-9a-f-]{36})\b/i;
    const store = from.exec(text)?.[1] ?? '';
    if (!call.region.cloudtrail.stores.some((one) => one.EventDataStoreArn?.endsWith(`/${store}`)))
      throw new Fault('EventDataStoreNotFoundException', 'The event data store was not found.');
    const records = [...call.account.regions.values()].flatMap((region) =>
      region.cloudtrail.events.flatMap((one) => one.CloudTrailEvent ?? []),
    );
    const rows = queryTrail(text, 'lake', from, records);
    const bytes = records.reduce((sum, one) => sum + one.length, 0);
    const id = newId();
    call.region.cloudtrail.queries.set(id, { text, rows, error: '', bytes, looks: 1 });
    return { QueryId: id };
  },

  DescribeQuery(input: T.DescribeQueryRequest, call: Call): T.DescribeQueryResponse {
    const query = lakeQueryOf(call, input.QueryId);
    query.looks -= 1;
    return {
      QueryId: input.QueryId,
      QueryString: query.text,
      QueryStatus: query.looks >= 0 ? 'RUNNING' : 'FINISHED',
      QueryStatistics: { EventsMatched: query.rows.length, BytesScanned: query.bytes },
    };
  },

  /** At most 1,000 rows a page. */
  GetQueryResults(input: T.GetQueryResultsRequest, call: Call): T.GetQueryResultsResponse {
    const query = lakeQueryOf(call, input.QueryId);
    const { items, next } = page(
      query.rows,
      input.NextToken,
      input.MaxQueryResults,
      1000,
      'InvalidNextTokenException',
    );
    return defined({
      QueryStatus: 'FINISHED' as const,
      QueryStatistics: {
        ResultsCount: items.length,
        TotalResultsCount: query.rows.length,
        BytesScanned: query.bytes,
      },
      QueryResultRows: items.map((row) => Object.entries(row).map(([name, value]) => ({ [name]: value }))),
      NextToken: next,
    });
  },

  CancelQuery(input: T.CancelQueryRequest, call: Call): T.CancelQueryResponse {
    lakeQueryOf(call, input.QueryId);
    return { QueryId: input.QueryId, QueryStatus: 'CANCELLED' };
  },
};

function lakeQueryOf(call: Call, id: string | undefined): LakeQueryState {
  const found = call.region.cloudtrail.queries.get(id ?? '');
  if (!found) throw new Fault('QueryIdNotFoundException', 'The query ID does not exist.');
  return found;
}

function has(event: T.Event, attribute: T.LookupAttribute): boolean {
  const value = attribute.AttributeValue ?? '';
  switch (attribute.AttributeKey) {
    case 'EventId':
      return event.EventId === value;
    case 'EventName':
      return event.EventName === value;
    case 'EventSource':
      return event.EventSource === value;
    case 'ReadOnly':
      return event.ReadOnly === value;
    case 'Username':
      return event.Username === value;
    case 'AccessKeyId':
      return event.AccessKeyId === value;
    case 'ResourceName':
      return event.Resources?.some((one) => one.ResourceName === value) ?? false;
    case 'ResourceType':
      return event.Resources?.some((one) => one.ResourceType === value) ?? false;
    default:
      throw new Fault('InvalidLookupAttributesException', 'The attribute is not valid.');
  }
}
