// A subscription to a topic, confirmed or not yet.
import type { Subscription } from '@aws-sdk/client-sns';
import { type ChangeReader, type ChangeScope, options, orNull } from '../change-reader.ts';

export const subscription: ChangeReader<'subscription'> = {
  kind: 'subscription',
  actions: ['sns:ListSubscriptionsByTopic'],
  async read(scope, { topicArn, protocol, endpoint }) {
    const found = (await subscriptionsOf(scope, topicArn)).some(
      (one) => one.Protocol === protocol && one.Endpoint === endpoint,
    );
    return found ? { subscribed: true } : null;
  },
  async resolve(scope, { target, after }, input) {
    if (after !== null) return { input };
    const { topicArn, protocol, endpoint } = target;
    const found = (await subscriptionsOf(scope, topicArn)).find(
      (one) => one.Endpoint === endpoint && one.Protocol === protocol,
    );
    return found?.SubscriptionArn?.startsWith('arn:')
      ? { input: { SubscriptionArn: found.SubscriptionArn } }
      : { remark: `${endpoint} never confirmed: SNS drops the subscription by itself, or with its topic` };
  },
};

/** Empty where there is no such topic. SNS lists what was removed for some days, with a word in place of the ARN. */
async function subscriptionsOf(scope: ChangeScope, TopicArn: string): Promise<readonly Subscription[]> {
  const sns = await scope.client('sns');
  const found: Subscription[] = [];
  let token: string | undefined;
  do {
    const page = await orNull(
      sns.listSubscriptionsByTopic(
        { TopicArn, ...(token === undefined ? {} : { NextToken: token }) },
        options(scope),
      ),
    );
    found.push(...(page?.Subscriptions ?? []).filter((one) => one.SubscriptionArn !== 'Deleted'));
    token = page?.NextToken === token ? undefined : page?.NextToken;
  } while (token !== undefined && token !== '');
  return found;
}
