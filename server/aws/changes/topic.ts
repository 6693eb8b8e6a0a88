// An SNS topic.
import { type ChangeReader, options, orNull, RefusedChange } from '../change-reader.ts';

export const topic: ChangeReader<'topic'> = {
  kind: 'topic',
  actions: ['sns:GetTopicAttributes'],
  async read(scope, { arn }) {
    const sns = await scope.client('sns');
    const found = await orNull(sns.getTopicAttributes({ TopicArn: arn }, options(scope)));
    return found && { displayName: found.Attributes?.['DisplayName'] ?? '' };
  },
  async resolve(scope, { target, after }, input) {
    if (after !== null) return { input };
    const sns = await scope.client('sns');
    const page = await sns.listSubscriptionsByTopic({ TopicArn: target.arn }, options(scope));
    const others = (page.Subscriptions ?? []).filter((one) => one.SubscriptionArn?.startsWith('arn:'));
    if (others.length > 0)
      throw new RefusedChange(
        `somebody else subscribed to ${target.arn} (${others.length}): it is left as it is; remove them first`,
      );
    return { input };
  },
};
