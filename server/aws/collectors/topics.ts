// SNS topics: which there are, and of those that functions or alarms name their policy and subscribers.
import { type Known, known, unknown } from '../../core/model/known.ts';
import type { Encryption, Topic } from '../../core/model/neighbour.ts';
import { isNamed } from '../named.ts';
import type { CollectorFacts, NeighbourScope } from '../scope.ts';

export const topicsCollector: CollectorFacts = {
  thing: 'topics',
  feature: 'triggers',
  actions: ['sns:ListTopics', 'sns:GetTopicAttributes', 'sns:ListSubscriptionsByTopic'],
};

export async function collectTopics(scope: NeighbourScope): Promise<Known<readonly Topic[]>> {
  const sns = await scope.client('sns');
  const listed = await scope.ask.pages<string>('sns:ListTopics', async (token, options) => {
    const page = await sns.listTopics(token === undefined ? {} : { NextToken: token }, options);
    return { items: page.Topics?.map((one) => one.TopicArn ?? ''), next: page.NextToken };
  });
  if (!listed.known) return listed;
  const gap = (action: string) => unknown({ action, reason: 'not-asked', detail: 'no function names it' });
  return known(
    await Promise.all(
      listed.value.map(async (arn): Promise<Topic> => {
        if (!isNamed(scope.named, arn)) {
          return {
            kind: 'sns-topic',
            arn,
            exists: known(true),
            policy: gap('sns:GetTopicAttributes'),
            encryption: gap('sns:GetTopicAttributes'),
            subscriptions: gap('sns:ListSubscriptionsByTopic'),
          };
        }
        const attributes = await scope.ask.known('sns:GetTopicAttributes', (options) =>
          sns.getTopicAttributes({ TopicArn: arn }, options),
        );
        const subscriptions = await scope.ask.pages(
          'sns:ListSubscriptionsByTopic',
          async (token, options) => {
            const page = await sns.listSubscriptionsByTopic(
              { TopicArn: arn, ...(token === undefined ? {} : { NextToken: token }) },
              options,
            );
            return {
              items: page.Subscriptions?.map((one) => ({
                arn: one.SubscriptionArn ?? '',
                protocol: one.Protocol ?? '',
                endpoint: one.Endpoint?.startsWith('arn:') ? one.Endpoint : (one.Protocol ?? ''),
                confirmed: (one.SubscriptionArn ?? '').startsWith('arn:'),
              })),
              next: page.NextToken,
            };
          },
        );
        return {
          kind: 'sns-topic',
          arn,
          exists: known(true),
          policy: attributes.known ? known(attributes.value.Attributes?.['Policy'] ?? null) : attributes,
          encryption: attributes.known
            ? known(encryptionOf(attributes.value.Attributes?.['KmsMasterKeyId']))
            : attributes,
          subscriptions,
        };
      }),
    ),
  );
}

function encryptionOf(key: string | undefined): Encryption {
  if (key === undefined || key === '') return { kind: 'none' };
  return key.includes('alias/aws/') ? { kind: 'service-key' } : { kind: 'customer-key', keyArn: key };
}
