// Trails that cover a Region, whether they log, and what they select.
import type * as T from '@aws-sdk/client-cloudtrail';
import type { ArnFilter, Trail, TrailSelector } from '../../core/model/detection-services.ts';
import { type Known, known } from '../../core/model/known.ts';
import type { CollectorFacts, RegionScope } from '../scope.ts';

export const trailsCollector: CollectorFacts = {
  thing: 'trails',
  feature: 'surveillance',
  actions: ['cloudtrail:DescribeTrails', 'cloudtrail:GetTrailStatus', 'cloudtrail:GetEventSelectors'],
};

export async function collectTrails(scope: RegionScope): Promise<Known<readonly Trail[]>> {
  const client = await scope.client('cloudtrail');
  const found = await scope.ask.known('cloudtrail:DescribeTrails', (options) =>
    client.describeTrails({ includeShadowTrails: true }, options),
  );
  if (!found.known) return found;
  return known(
    await Promise.all(
      (found.value.trailList ?? []).map(async (trail): Promise<Trail> => {
        const Name = trail.TrailARN ?? '';
        const [status, selectors] = await Promise.all([
          scope.ask.known('cloudtrail:GetTrailStatus', (options) => client.getTrailStatus({ Name }, options)),
          scope.ask.known('cloudtrail:GetEventSelectors', (options) =>
            client.getEventSelectors({ TrailName: Name }, options),
          ),
        ]);
        return {
          arn: Name,
          name: trail.Name ?? '',
          homeRegion: trail.HomeRegion ?? scope.region,
          multiRegion: trail.IsMultiRegionTrail ?? false,
          ofOrganization: trail.IsOrganizationTrail ?? false,
          logging: status.known ? known(status.value.IsLogging ?? false) : status,
          validatesFiles: trail.LogFileValidationEnabled ?? false,
          ...(trail.KmsKeyId === undefined ? {} : { kmsKeyArn: trail.KmsKeyId }),
          ...(trail.S3BucketName === undefined ? {} : { bucket: trail.S3BucketName }),
          ...(trail.CloudWatchLogsLogGroupArn === undefined
            ? {}
            : { logGroupArn: trail.CloudWatchLogsLogGroupArn }),
          selectors: selectors.known
            ? known([
                ...(selectors.value.EventSelectors ?? []).flatMap(fromBasic),
                ...(selectors.value.AdvancedEventSelectors ?? []).map(fromAdvanced),
              ])
            : selectors,
        };
      }),
    ),
  );
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html */
function fromBasic(given: T.EventSelector): readonly TrailSelector[] {
  const reads = given.ReadWriteType !== 'WriteOnly';
  const writes = given.ReadWriteType !== 'ReadOnly';
  const management: TrailSelector[] =
    given.IncludeManagementEvents === false
      ? []
      : [
          {
            category: 'management',
            reads,
            writes,
            resourceTypes: [],
            arnFilters: [],
            otherLimits: (given.ExcludeManagementEventSources ?? []).map((source) => `not ${source}`),
          },
        ];
  const data = (given.DataResources ?? []).map((one): TrailSelector => {
    const values = one.Values ?? [];
    // `arn:aws:lambda` (or `arn:aws:s3`) alone means every resource of the type.
    const isAll = values.some((value) => /^arn:[^:]+:[^:]+$/.test(value));
    return {
      category: 'data',
      reads,
      writes,
      resourceTypes: one.Type === undefined ? [] : [one.Type],
      arnFilters: isAll
        ? []
        : [{ operator: one.Type === 'AWS::S3::Object' ? 'starts-with' : 'equals', values }],
      otherLimits: [],
    };
  });
  return [...management, ...data];
}

function fromAdvanced(given: T.AdvancedEventSelector): TrailSelector {
  const fields = given.FieldSelectors ?? [];
  const field = (name: string) => fields.find((one) => one.Field === name);
  const category = field('eventCategory')?.Equals?.[0];
  const readOnly = field('readOnly')?.Equals?.[0];
  const known = new Set(['eventCategory', 'readOnly', 'resources.type', 'resources.ARN']);
  return {
    ...(given.Name ? { name: given.Name } : {}),
    category: category === 'Management' ? 'management' : category === 'Data' ? 'data' : 'other',
    reads: readOnly !== 'false',
    writes: readOnly !== 'true',
    resourceTypes: field('resources.type')?.Equals ?? [],
    arnFilters: fields.filter((one) => one.Field === 'resources.ARN').flatMap(arnFilters),
    otherLimits: fields.filter((one) => !known.has(one.Field ?? '')).map(inWords),
  };
}

function arnFilters(field: T.AdvancedFieldSelector): readonly ArnFilter[] {
  const forms: readonly (readonly [ArnFilter['operator'], readonly string[] | undefined])[] = [
    ['equals', field.Equals],
    ['starts-with', field.StartsWith],
    ['ends-with', field.EndsWith],
    ['not-equals', field.NotEquals],
    ['not-starts-with', field.NotStartsWith],
    ['not-ends-with', field.NotEndsWith],
  ];
  return forms.flatMap(([operator, values]) => (values && values.length > 0 ? [{ operator, values }] : []));
}

function inWords(field: T.AdvancedFieldSelector): string {
  const { Field, ...limits } = field;
  return `${Field} ${Object.entries(limits)
    .flatMap(([operator, values]) =>
      Array.isArray(values) && values.length > 0 ? [`${operator} ${values.join(', ')}`] : [],
    )
    .join(' and ')}`;
}
