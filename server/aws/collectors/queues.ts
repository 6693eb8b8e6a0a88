// The SQS queues that functions name: sources, dead-letter queues, destinations.
import { type Known, known } from '../../core/model/known.ts';
import type { Encryption, Queue } from '../../core/model/neighbour.ts';
import { namedOf } from '../named.ts';
import type { CollectorFacts, NeighbourScope } from '../scope.ts';

export const queuesCollector: CollectorFacts = {
  thing: 'queues',
  feature: 'triggers',
  actions: ['sqs:GetQueueUrl', 'sqs:GetQueueAttributes'],
};

export async function collectQueues(scope: NeighbourScope): Promise<readonly Queue[]> {
  const arns = namedOf(scope.named, 'sqs', scope.account.id, scope.region).filter((arn) => !/[*?]/.test(arn));
  return Promise.all(arns.map((arn) => read(scope, arn)));
}

async function read(scope: NeighbourScope, arn: string): Promise<Queue> {
  const sqs = await scope.client('sqs');
  const absent = /QueueDoesNotExist|NonExistentQueue/;
  const url = await scope.ask.orNull(
    'sqs:GetQueueUrl',
    (options) => sqs.getQueueUrl({ QueueName: arn.split(':')[5] ?? '' }, options),
    absent,
  );
  const QueueUrl = url.known ? url.value?.QueueUrl : undefined;
  const attributes: Known<Readonly<Partial<Record<string, string>>> | null> =
    QueueUrl === undefined
      ? url.known
        ? known(null)
        : url
      : await scope.ask.orNull(
          'sqs:GetQueueAttributes',
          async (options) =>
            (await sqs.getQueueAttributes({ QueueUrl, AttributeNames: ['All'] }, options)).Attributes ?? {},
          absent,
        );
  const of = <T>(pick: (values: Readonly<Partial<Record<string, string>>>) => T): Known<T> =>
    attributes.known ? known(pick(attributes.value ?? {})) : attributes;
  return {
    kind: 'sqs-queue',
    arn,
    exists: url.known ? known(url.value !== null) : url,
    policy: of((values) => values['Policy'] ?? null),
    encryption: of(encryptionOf),
    visibilityTimeoutSeconds: of((values) => Number(values['VisibilityTimeout'] ?? '30')),
    deadLetterArn: of((values) => deadLetterOf(values['RedrivePolicy'])),
  };
}

function encryptionOf(values: Readonly<Partial<Record<string, string>>>): Encryption {
  const key = values['KmsMasterKeyId'];
  if (key)
    return key.includes('alias/aws/') ? { kind: 'service-key' } : { kind: 'customer-key', keyArn: key };
  return values['SqsManagedSseEnabled'] === 'true' ? { kind: 'service-key' } : { kind: 'none' };
}

function deadLetterOf(text: string | undefined): string | null {
  try {
    const policy: unknown = JSON.parse(text ?? '{}');
    if (typeof policy !== 'object' || policy === null || !('deadLetterTargetArn' in policy)) return null;
    return typeof policy.deadLetterTargetArn === 'string' ? policy.deadLetterTargetArn : null;
  } catch {
    return null;
  }
}
