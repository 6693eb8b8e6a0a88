// Things that are not there because nobody may have looked: where a Region's list of a kind could not be read, an
// absent thing is unknown and not absent.
import type { Gap } from '../model/known.ts';
import type { Neighbour } from '../model/neighbour.ts';

const listings: Readonly<Partial<Record<Neighbour['kind'], readonly [action: string, words: string]>>> = {
  'rest-api': ['apigateway:GET', 'the list of REST APIs was not read'],
  'http-api': ['apigateway:GET', 'the list of HTTP APIs was not read'],
  'target-group': ['elasticloadbalancing:DescribeTargetGroups', 'the list of target groups was not read'],
  'event-rule': ['events:ListRules', 'the list of rules was not read'],
  'sns-topic': ['sns:ListTopics', 'the list of topics was not read'],
  'user-pool': ['cognito-idp:ListUserPools', 'the list of user pools was not read'],
};

export function listingGaps(
  complete: ReadonlySet<Neighbour['kind']>,
  kinds: readonly Neighbour['kind'][],
): readonly Gap[] {
  return kinds.flatMap((kind) => {
    const listing = listings[kind];
    if (complete.has(kind) || listing === undefined) return [];
    return [{ action: listing[0], reason: 'unavailable', detail: listing[1] }];
  });
}
