// A subscription to a topic, confirmed or not yet.
import { type ChangeReader, options, orNull } from '../change-reader.ts';

export const subscription: ChangeReader<'subscription'> = {
  kind: 'subscription',
  actions: ['sns:ListSubscriptionsByTopic'],
  async read(scope, { topicArn, protocol, endpoint }) {
    const sns = await scope.client('sns');
    let token: string | undefined;
    do {
      const page = await orNull(
        sns.listSubscriptionsByTopic(
          { TopicArn: topicArn, ...(token === undefined ? {} : { NextToken: token }) },
          options(scope),
        ),
      );
      const found = page?.Subscriptions?.some(
        (one) => one.Protocol === protocol && one.Endpoint === endpoint,
      );
      if (found) return { subscribed: true };
      token = page?.NextToken === token ? undefined : page?.NextToken;
    } while (token !== undefined && token !== '');
    return null;
  },
};
