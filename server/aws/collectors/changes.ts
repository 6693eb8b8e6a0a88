// Which functions were changed since an earlier snapshot in ways that the listing does not show: aliases, URLs,
// concurrency, settings. Read from the trail's history, so that an unchanged function costs no request.
import { type Known, known, unknown } from '../../core/model/known.ts';
import type { CollectorFacts, RegionScope } from '../scope.ts';

export const changesCollector: CollectorFacts = {
  thing: 'changes since the last audit',
  feature: 'changes',
  actions: ['cloudtrail:LookupEvents'],
};

/** Two requests a second are allowed: this is about 15 s. */
const maxPages = 30;
/** Events may arrive a quarter of an hour late. */
const delayMs = 15 * 60_000;

/** Names of functions with a change in the history since `sinceIso`. */
export async function collectTouched(
  scope: RegionScope,
  sinceIso: string,
): Promise<Known<ReadonlySet<string>>> {
  const trail = await scope.client('cloudtrail');
  const names = new Set<string>();
  const since = new Date(Date.parse(sinceIso) - delayMs);
  let token: string | undefined;
  for (let number = 0; number < maxPages; number += 1) {
    const from: string | undefined = token;
    const page = await scope.ask.known('cloudtrail:LookupEvents', (options) =>
      trail.lookupEvents(
        {
          LookupAttributes: [{ AttributeKey: 'EventSource', AttributeValue: 'lambda.amazonaws.com' }],
          StartTime: since,
          MaxResults: 50,
          ...(from === undefined ? {} : { NextToken: from }),
        },
        options,
      ),
    );
    if (!page.known) return page;
    for (const event of page.value.Events ?? []) {
      if (event.ReadOnly === 'true') continue;
      const name =
        nameIn(event.CloudTrailEvent) ??
        event.Resources?.find((one) => one.ResourceType === 'AWS::Lambda::Function')?.ResourceName;
      if (name !== undefined) names.add(bareName(name));
    }
    const { NextToken: next } = page.value;
    if (next === undefined || next === '' || next === from) return known(names);
    token = next;
  }
  return unknown({
    action: 'cloudtrail:LookupEvents',
    reason: 'not-asked',
    detail: `more than ${maxPages * 50} events`,
  });
}

function nameIn(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  try {
    const event: unknown = JSON.parse(text);
    if (typeof event !== 'object' || event === null || !('requestParameters' in event)) return undefined;
    const parameters: unknown = event.requestParameters;
    if (typeof parameters !== 'object' || parameters === null) return undefined;
    const name: unknown =
      'functionName' in parameters
        ? parameters.functionName
        : 'resource' in parameters
          ? parameters.resource
          : undefined;
    return typeof name === 'string' ? name : undefined;
  } catch {
    return undefined;
  }
}

/** From a name, a partial or a whole ARN. */
function bareName(given: string): string {
  const parts = given.split(':');
  const at = parts.indexOf('function');
  return (at >= 0 ? parts[at + 1] : parts[0]) ?? given;
}
