// An SNS topic.
import { type ChangeReader, options, orNull } from '../change-reader.ts';

export const topic: ChangeReader<'topic'> = {
  kind: 'topic',
  actions: ['sns:GetTopicAttributes'],
  async read(scope, { arn }) {
    const sns = await scope.client('sns');
    const found = await orNull(sns.getTopicAttributes({ TopicArn: arn }, options(scope)));
    return found && { displayName: found.Attributes?.['DisplayName'] ?? '' };
  },
};
