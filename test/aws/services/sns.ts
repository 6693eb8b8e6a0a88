// SNS topics and their subscribers.
import type * as N from '@aws-sdk/client-sns';
import { type Behaviours, type Call, defined, Fault, newId, page } from '../behaviour.ts';

export interface TopicState {
  arn: string;
  attributes: Record<string, string>;
  subscriptions: N.Subscription[];
  tags: Record<string, string>;
}

export interface SnsState {
  topics: Map<string, TopicState>;
}

export function emptySns(): SnsState {
  return { topics: new Map() };
}

function topicOf(call: Call, arn: string | undefined): TopicState {
  const topic = call.region.sns.topics.get(arn ?? '');
  if (!topic) throw new Fault('NotFound', 'Topic does not exist');
  return topic;
}

const every = (call: Call) => [...call.region.sns.topics.values()];

export const sns: Behaviours = {
  ListTopics(input: N.ListTopicsInput, call: Call): N.ListTopicsResponse {
    const { items, next } = page(every(call), input.NextToken, undefined, 100, 'InvalidParameter');
    return defined({ Topics: items.map((one) => ({ TopicArn: one.arn })), NextToken: next });
  },

  GetTopicAttributes(input: N.GetTopicAttributesInput, call: Call): N.GetTopicAttributesResponse {
    const topic = topicOf(call, input.TopicArn);
    const confirmed = topic.subscriptions.filter(
      (one) => one.SubscriptionArn !== 'PendingConfirmation',
    ).length;
    return {
      Attributes: {
        TopicArn: topic.arn,
        Owner: call.account.id,
        SubscriptionsConfirmed: String(confirmed),
        SubscriptionsPending: String(topic.subscriptions.length - confirmed),
        ...topic.attributes,
      },
    };
  },

  SetTopicAttributes(input: N.SetTopicAttributesInput, call: Call): Record<string, never> {
    topicOf(call, input.TopicArn).attributes[input.AttributeName ?? ''] = input.AttributeValue ?? '';
    return {};
  },

  ListSubscriptionsByTopic(
    input: N.ListSubscriptionsByTopicInput,
    call: Call,
  ): N.ListSubscriptionsByTopicResponse {
    const { items, next } = page(
      topicOf(call, input.TopicArn).subscriptions,
      input.NextToken,
      undefined,
      100,
      'InvalidParameter',
    );
    return defined({ Subscriptions: items, NextToken: next });
  },

  ListSubscriptions(input: N.ListSubscriptionsInput, call: Call): N.ListSubscriptionsResponse {
    const { items, next } = page(
      every(call).flatMap((one) => one.subscriptions),
      input.NextToken,
      undefined,
      100,
      'InvalidParameter',
    );
    return defined({ Subscriptions: items, NextToken: next });
  },

  /** Idempotent: the topic of that name is given back where there is one. */
  CreateTopic(input: N.CreateTopicInput, call: Call): N.CreateTopicResponse {
    const arn = `arn:${call.account.partition}:sns:${call.region.name}:${call.account.id}:${input.Name}`;
    if (!call.region.sns.topics.has(arn)) {
      const tags = Object.fromEntries((input.Tags ?? []).map((tag) => [tag.Key ?? '', tag.Value ?? '']));
      call.region.sns.topics.set(arn, { arn, attributes: { ...input.Attributes }, subscriptions: [], tags });
    }
    return { TopicArn: arn };
  },

  DeleteTopic(input: N.DeleteTopicInput, call: Call): Record<string, never> {
    call.region.sns.topics.delete(input.TopicArn ?? '');
    return {};
  },

  /** People have to confirm; functions and queues of the account are subscribed at once. */
  Subscribe(input: N.SubscribeInput, call: Call): N.SubscribeResponse {
    const topic = topicOf(call, input.TopicArn);
    const existing = topic.subscriptions.find(
      (one) => one.Protocol === input.Protocol && one.Endpoint === input.Endpoint,
    );
    if (existing) {
      return {
        SubscriptionArn:
          existing.SubscriptionArn === 'PendingConfirmation'
            ? 'pending confirmation'
            : existing.SubscriptionArn,
      };
    }
    const pending =
      input.Protocol === 'email' ||
      input.Protocol === 'email-json' ||
      (input.Protocol ?? '').startsWith('http');
    const arn = `${topic.arn}:${newId()}`;
    topic.subscriptions.push(
      defined({
        SubscriptionArn: pending ? 'PendingConfirmation' : arn,
        Owner: call.account.id,
        Protocol: input.Protocol,
        Endpoint: input.Endpoint,
        TopicArn: topic.arn,
      }),
    );
    return { SubscriptionArn: pending && !input.ReturnSubscriptionArn ? 'pending confirmation' : arn };
  },

  Unsubscribe(input: N.UnsubscribeInput, call: Call): Record<string, never> {
    for (const topic of every(call)) {
      topic.subscriptions = topic.subscriptions.filter(
        (one) => one.SubscriptionArn !== input.SubscriptionArn,
      );
    }
    return {};
  },

  ListTagsForResource: (input: N.ListTagsForResourceRequest, call: Call): N.ListTagsForResourceResponse => ({
    Tags: Object.entries(topicOf(call, input.ResourceArn).tags).map(([Key, Value]) => ({ Key, Value })),
  }),
};
