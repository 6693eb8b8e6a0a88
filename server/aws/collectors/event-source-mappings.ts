// Event source mappings of a Region, listed once for all functions.
import type { EventSourceMappingConfiguration as Given } from '@aws-sdk/client-lambda';
import type { Known } from '../../core/model/known.ts';
import type { EventSourceMapping } from '../../core/model/trigger.ts';
import type { CollectorFacts, RegionScope } from '../scope.ts';

export const mappingsCollector: CollectorFacts = {
  thing: 'event source mappings',
  feature: 'triggers',
  actions: ['lambda:ListEventSourceMappings'],
};

export async function collectMappings(scope: RegionScope): Promise<Known<readonly EventSourceMapping[]>> {
  const lambda = await scope.client('lambda');
  return scope.ask.pages('lambda:ListEventSourceMappings', async (token, options) => {
    const page = await lambda.listEventSourceMappings(
      { MaxItems: 100, ...(token === undefined ? {} : { Marker: token }) },
      options,
    );
    return { items: page.EventSourceMappings?.map(toMapping), next: page.NextMarker };
  });
}

function toMapping(given: Given): EventSourceMapping {
  const servers = given.SelfManagedEventSource?.Endpoints?.KAFKA_BOOTSTRAP_SERVERS;
  const onFailure = given.DestinationConfig?.OnFailure?.Destination;
  return {
    uuid: given.UUID ?? '',
    ...(given.EventSourceMappingArn === undefined ? {} : { arn: given.EventSourceMappingArn }),
    functionArn: given.FunctionArn ?? '',
    ...(given.EventSourceArn === undefined ? {} : { sourceArn: given.EventSourceArn }),
    ...(servers === undefined ? {} : { selfManagedServers: servers }),
    state: given.State ?? '',
    ...(given.BatchSize === undefined ? {} : { batchSize: given.BatchSize }),
    ...(given.MaximumRetryAttempts === undefined ? {} : { maximumRetries: given.MaximumRetryAttempts }),
    ...(given.MaximumRecordAgeInSeconds === undefined
      ? {}
      : { maximumRecordAgeSeconds: given.MaximumRecordAgeInSeconds }),
    bisectOnError: given.BisectBatchOnFunctionError ?? false,
    ...(onFailure ? { onFailureArn: onFailure } : {}),
    reportsBatchItemFailures: given.FunctionResponseTypes?.includes('ReportBatchItemFailures') ?? false,
    filterCount: given.FilterCriteria?.Filters?.length ?? 0,
    ...(given.ScalingConfig?.MaximumConcurrency === undefined
      ? {}
      : { maximumConcurrency: given.ScalingConfig.MaximumConcurrency }),
    ...(given.KMSKeyArn === undefined ? {} : { kmsKeyArn: given.KMSKeyArn }),
    ...(given.LastProcessingResult === undefined ? {} : { lastResult: given.LastProcessingResult }),
    ...(given.LastModified === undefined ? {} : { lastModified: given.LastModified.toISOString() }),
  };
}
