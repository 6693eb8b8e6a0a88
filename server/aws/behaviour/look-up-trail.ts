// Events of the last ninety days from CloudTrail's history: one attribute a call, two requests a second, newest first.
// Asked for: everything about Lambda, what stops records, and the calls of functions by the names of their sessions.
import type { LookupAttribute } from '@aws-sdk/client-cloudtrail';
import { globalRegion, stoppingCalls } from '../../core/monitor/trail/trail-query.ts';
import { type BehaviourScope, type FunctionFacts, listFunctions } from './open-behaviour.ts';

export interface TrailLookup {
  /** As `LookupEvents` gives them, `CloudTrailEvent` being the record as text; oldest first, none twice. */
  readonly events: readonly { readonly CloudTrailEvent: string }[];
  readonly functionRoles: readonly string[];
  readonly requests: number;
}

export interface TrailLookupOptions {
  readonly since: Date;
  /** Only these functions' calls; all of them where it is empty. */
  readonly functions: readonly string[];
  /** Pages of fifty events for each question. */
  readonly maxPages?: number;
  /** Functions whose calls are asked for, each by at least one request. */
  readonly maxFunctions?: number;
  readonly onProgress?: (words: string) => void;
}

export async function lookUpTrail(scope: BehaviourScope, options: TrailLookupOptions): Promise<TrailLookup> {
  const found = new Map<string, { readonly at: number; readonly CloudTrailEvent: string }>();
  const roles = new Set<string>();
  const { maxPages = 100, maxFunctions = 50 } = options;
  let requests = 0;

  async function ask(region: string, key: LookupAttribute['AttributeKey'], value: string): Promise<void> {
    const trail = await scope.connection.client('cloudtrail', region);
    let token: string | undefined;
    for (let page = 0; page < maxPages; page++) {
      const from: string | undefined = token;
      requests++;
      const answer = await scope.ask.known('cloudtrail:LookupEvents', (call) =>
        trail.lookupEvents(
          {
            LookupAttributes: [{ AttributeKey: key, AttributeValue: value }],
            StartTime: options.since,
            MaxResults: 50,
            ...(from === undefined ? {} : { NextToken: from }),
          },
          call,
        ),
      );
      if (!answer.known) return scope.gap(region, answer.gap);
      for (const { EventId: id, EventTime: time, CloudTrailEvent: text } of answer.value.Events ?? []) {
        if (text !== undefined) found.set(id ?? text, { at: time?.getTime() ?? 0, CloudTrailEvent: text });
      }
      const { NextToken: next } = answer.value;
      if (next === undefined || next === '' || next === from) return;
      token = next;
    }
    const detail = `${key} ${value}: more than ${maxPages * 50} events, the older ones were not read`;
    scope.gap(region, { action: 'cloudtrail:LookupEvents', reason: 'not-asked', detail });
  }

  for (const region of scope.regions) {
    options.onProgress?.(`${region}: events of Lambda`);
    await ask(region, 'EventSource', 'lambda.amazonaws.com');
    for (const name of stoppingCalls) await ask(region, 'EventName', name);
    const functions = await listFunctions(scope, region);
    if (!functions.known) {
      scope.gap(region, functions.gap);
      continue;
    }
    for (const { role } of functions.value) roles.add(role);
    const wanted = functions.value.filter(
      ({ name }) => options.functions.length === 0 || options.functions.includes(name),
    );
    await askFunctions(region, wanted);
  }

  async function askFunctions(region: string, functions: readonly FunctionFacts[]): Promise<void> {
    for (const { name } of functions.slice(0, maxFunctions)) {
      options.onProgress?.(`${region}: calls of ${name}`);
      await ask(region, 'Username', name);
      if (region !== globalRegion) await ask(globalRegion, 'Username', name);
    }
    if (functions.length <= maxFunctions) return;
    const detail = `calls of ${functions.length - maxFunctions} of ${functions.length} functions: name those that matter with --function, or read trail files`;
    scope.gap(region, { action: 'cloudtrail:LookupEvents', reason: 'not-asked', detail });
  }

  const events = [...found.values()].sort((a, b) => a.at - b.at);
  return { events, functionRoles: [...roles], requests };
}
