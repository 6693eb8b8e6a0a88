// AWS Config: whether a recorder runs in the Region, and whether it keeps the configurations of functions.
import type { ConfigurationRecorder } from '@aws-sdk/client-config-service';
import type { ConfigRecorder } from '../../core/model/detection-services.ts';
import { type Known, known } from '../../core/model/known.ts';
import type { CollectorFacts, RegionScope } from '../scope.ts';

export const configRecorderCollector: CollectorFacts = {
  thing: 'AWS Config recorders',
  feature: 'surveillance',
  actions: ['config:DescribeConfigurationRecorders', 'config:DescribeConfigurationRecorderStatus'],
};

export async function collectConfigRecorder(scope: RegionScope): Promise<Known<ConfigRecorder | null>> {
  const client = await scope.client('config');
  const [recorders, states] = await Promise.all([
    scope.ask.known('config:DescribeConfigurationRecorders', (options) =>
      client.describeConfigurationRecorders({}, options),
    ),
    scope.ask.known('config:DescribeConfigurationRecorderStatus', (options) =>
      client.describeConfigurationRecorderStatus({}, options),
    ),
  ]);
  if (!recorders.known) return recorders;
  if (!states.known) return states;
  const [recorder] = recorders.value.ConfigurationRecorders ?? [];
  if (!recorder) return known(null);
  const state = states.value.ConfigurationRecordersStatus?.find((one) => one.name === recorder.name);
  return known({
    name: recorder.name ?? '',
    recording: state?.recording ?? false,
    recordsFunctions: recordsType(recorder, 'AWS::Lambda::Function'),
  });
}

/** https://docs.aws.amazon.com/config/latest/APIReference/API_RecordingGroup.html */
function recordsType({ recordingGroup: group }: ConfigurationRecorder, type: string): boolean {
  const has = (types: readonly string[] | undefined) => types?.includes(type) ?? false;
  switch (group?.recordingStrategy?.useOnly) {
    case 'ALL_SUPPORTED_RESOURCE_TYPES':
      return true;
    case 'EXCLUSION_BY_RESOURCE_TYPES':
      return !has(group.exclusionByResourceTypes?.resourceTypes);
    case 'INCLUSION_BY_RESOURCE_TYPES':
      return has(group.resourceTypes);
    default:
      // A recorder of before the strategies; without a group it records everything.
      return group === undefined || group.allSupported === true || has(group.resourceTypes);
  }
}
