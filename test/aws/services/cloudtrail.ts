// CloudTrail: trails and their selectors, and the event history of 90 days.
// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Operations.html
import type * as T from '@aws-sdk/client-cloudtrail';
import { type Behaviours, type Call, defined, Fault, page } from '../behaviour.ts';

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
}

export function emptyCloudTrail(): CloudTrailState {
  return { trails: [], events: [] };
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
};

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
