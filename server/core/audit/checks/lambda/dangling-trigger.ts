// A permission or mapping names a source that no longer exists; whoever creates it again calls the function.

import { parseArn } from '../../../iam/arn.ts';
import { hasWildcard } from '../../../iam/glob.ts';
import { apiWithId, executeApiId } from '../../apis.ts';
import { functionCheck, type Hit } from '../../check.ts';
import { bucket, mapping, neighbours, place, trigger } from '../../examples.ts';
import { iamGuide } from '../../references.ts';

export const danglingTrigger = functionCheck({
  id: 'dangling-trigger',
  severity: 'warning',
  title: 'a trigger names a source that does not exist',
  why: 'A permission that outlives its bucket, topic or API waits for the next thing of that name. Bucket names are free for everybody once they are deleted.',
  todo: 'Remove the permission or the mapping.',
  cwe: [672, 441],
  references: [iamGuide('confused-deputy', 'The confused deputy problem')],
  needs: ['triggers', 'mappings', 'neighbours', 'completeNeighbours', 'place'],
  test: ({ triggers, mappings, neighbours: around, completeNeighbours, place: here }) => {
    const hits: Hit[] = [];
    const gaps = [];
    const asked = triggers.filter((one) => one.source !== undefined && one.service !== 'url');
    if (asked.length === 0 && mappings.length === 0) return 'not-applicable';
    for (const one of asked) {
      const source = one.source ?? '';
      if (hasWildcard(parseArn(source)?.service === 'execute-api' ? (executeApiId(source) ?? '*') : source))
        continue;
      const id = executeApiId(source);
      const found = id === undefined ? around.get(source) : apiWithId(around, id);
      if (found !== undefined && !found.exists.known) gaps.push(found.exists.gap);
      const gone =
        found === undefined
          ? isListedElsewhere(source, completeNeighbours, here)
          : found.exists.known && !found.exists.value;
      if (gone)
        hits.push({
          message: `${source}, which may call ${here.name}, does not exist`,
          resource: source,
          severity: one.service === 's3' ? 'error' : 'warning',
          data: { source, qualifier: one.qualifier },
        });
    }
    for (const one of mappings) {
      if (/does not exist|not found|no longer exists|NonExistent/i.test(one.lastResult ?? '')) {
        hits.push({
          message: `the source of mapping ${one.uuid} of ${here.name} does not exist`,
          resource: `mapping ${one.uuid}`,
          data: { uuid: one.uuid },
        });
      }
    }
    return { hits, gaps };
  },
  examples: {
    good: [
      {
        place,
        mappings: [mapping()],
        completeNeighbours: new Set(),
        triggers: [trigger('s3', 'asynchronous', { source: bucket().arn })],
        neighbours: neighbours(bucket()),
      },
    ],
    bad: [
      {
        place,
        mappings: [],
        completeNeighbours: new Set(),
        triggers: [trigger('s3', 'asynchronous', { source: bucket().arn })],
        neighbours: neighbours(bucket({ exists: { known: true, value: false } })),
      },
      {
        place,
        mappings: [],
        completeNeighbours: new Set(['sns-topic']),
        triggers: [trigger('sns', 'asynchronous', { source: 'arn:aws:sns:eu-west-1:111122223333:gone' })],
        neighbours: neighbours(),
      },
      {
        place,
        mappings: [mapping({ lastResult: 'PROBLEM: The queue does not exist.' })],
        completeNeighbours: new Set(),
        triggers: [],
        neighbours: neighbours(),
      },
    ],
    notApplicable: [
      { place, mappings: [], completeNeighbours: new Set(), triggers: [], neighbours: neighbours() },
    ],
  },
});

const kinds: Readonly<
  Record<
    string,
    'sns-topic' | 'sqs-queue' | 'event-rule' | 's3-bucket' | 'user-pool' | 'target-group' | 'rest-api'
  >
> = {
  sns: 'sns-topic',
  sqs: 'sqs-queue',
  events: 'event-rule',
  s3: 's3-bucket',
  'cognito-idp': 'user-pool',
  elasticloadbalancing: 'target-group',
  'execute-api': 'rest-api',
};

/** Every thing of its kind in this account and Region is listed, and this one is not among them. */
function isListedElsewhere(
  source: string,
  complete: ReadonlySet<string>,
  here: { readonly account: string; readonly region: string },
): boolean {
  const arn = parseArn(source);
  if (arn === undefined || arn.account !== here.account || arn.region !== here.region) return false;
  const kind = kinds[arn.service];
  if (kind === undefined || !complete.has(kind)) return false;
  return kind !== 'rest-api' || complete.has('http-api');
}
