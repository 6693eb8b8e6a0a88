// SQS queues and their attributes.
import type * as Q from '@aws-sdk/client-sqs';
import { type Behaviours, type Call, defined, Fault, page } from '../behaviour.ts';

export interface QueueState {
  name: string;
  attributes: Record<string, string>;
}

export interface SqsState {
  queues: Map<string, QueueState>;
}

export function emptySqs(): SqsState {
  return { queues: new Map() };
}

const urlOf = (call: Call, name: string) => `${call.url}/${call.account.id}/${name}`;

const missing = () => new Fault('QueueDoesNotExist', 'The specified queue does not exist.', { status: 400 });

export const sqs: Behaviours = {
  ListQueues(input: Q.ListQueuesRequest, call: Call): Q.ListQueuesResult {
    const names = [...call.region.sqs.queues.keys()].filter((name) =>
      name.startsWith(input.QueueNamePrefix ?? ''),
    );
    // Without a limit the service answers at most 1,000 and no token.
    const { items, next } = page(names, input.NextToken, input.MaxResults, 1000, 'InvalidParameterValue');
    return defined({
      QueueUrls: items.map((name) => urlOf(call, name)),
      NextToken: input.MaxResults === undefined ? undefined : next,
    });
  },

  GetQueueUrl(input: Q.GetQueueUrlRequest, call: Call): Q.GetQueueUrlResult {
    if (!call.region.sqs.queues.has(input.QueueName ?? '')) throw missing();
    return { QueueUrl: urlOf(call, input.QueueName ?? '') };
  },

  GetQueueAttributes(input: Q.GetQueueAttributesRequest, call: Call): Q.GetQueueAttributesResult {
    const queue = call.region.sqs.queues.get((input.QueueUrl ?? '').split('/').at(-1) ?? '');
    if (!queue) throw missing();
    const all: Record<string, string> = {
      QueueArn: `arn:${call.account.partition}:sqs:${call.region.name}:${call.account.id}:${queue.name}`,
      VisibilityTimeout: '30',
      ...queue.attributes,
    };
    const names: readonly string[] = input.AttributeNames ?? [];
    return {
      Attributes: names.includes('All')
        ? all
        : Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name))),
    };
  },
};
