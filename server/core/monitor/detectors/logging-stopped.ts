// Trails, flow logs, detectors or log groups are stopped or deleted: somebody does not want to be seen.

import { isPipeline } from '../trail/changers.ts';
import type { TrailDetector } from '../trail/detector.ts';
import { person, record } from '../trail/example.ts';
import { asRecord, type TrailEvent, text } from '../trail/trail-event.ts';

const stops: Readonly<Record<string, string>> = {
  'cloudtrail:StopLogging': 'stopped the trail',
  'cloudtrail:DeleteTrail': 'deleted the trail',
  'cloudtrail:DeleteEventDataStore': 'deleted the event data store',
  'ec2:DeleteFlowLogs': 'deleted flow logs',
  'guardduty:DeleteDetector': 'deleted the GuardDuty detector',
  'guardduty:DisassociateFromMasterAccount': 'left the GuardDuty administrator',
  'logs:DeleteLogGroup': 'deleted the log group',
  'logs:DeleteMetricFilter': 'deleted the metric filter',
  'cloudwatch:DeleteAlarms': 'deleted alarms',
  'monitoring:DeleteAlarms': 'deleted alarms',
  'cloudwatch:DisableAlarmActions': 'disabled the actions of alarms',
  'monitoring:DisableAlarmActions': 'disabled the actions of alarms',
  'config:StopConfigurationRecorder': 'stopped the configuration recorder',
  'config:DeleteConfigurationRecorder': 'deleted the configuration recorder',
  'config:DeleteDeliveryChannel': 'deleted the delivery channel of Config',
  'securityhub:DisableSecurityHub': 'switched Security Hub off',
  'guardduty:StopMonitoringMembers': 'stopped the monitoring of member accounts',
  'guardduty:CreateFilter': 'made a filter of GuardDuty findings',
  'logs:DeleteLogStream': 'deleted the log stream',
  'logs:DeleteSubscriptionFilter': 'deleted the subscription filter',
  'inspector2:Disable': 'switched Inspector off',
};

/** Not stopped, and yet blind: no management events, no longer in all Regions, no network calls, kept for a day. */
function weakened({ service, name, request }: TrailEvent): string | undefined {
  if (service === 'cloudtrail' && name === 'PutEventSelectors') {
    const all = JSON.stringify(request['eventSelectors'] ?? '');
    if (all.includes('"includeManagementEvents":false')) return 'took management events out of the trail';
  }
  if (service === 'cloudtrail' && name === 'UpdateTrail')
    return request['isMultiRegionTrail'] === false || request['includeGlobalServiceEvents'] === false
      ? 'narrowed the trail'
      : undefined;
  if (service === 'guardduty' && name === 'UpdateDetector')
    return request['enable'] === false ? 'switched the GuardDuty detector off' : undefined;
  if (service === 'lambda' && name === 'UpdateFunctionConfiguration') {
    const level = text(asRecord(request['loggingConfig'])['applicationLogLevel']);
    return level === 'FATAL' ? 'silenced the log of a function:' : undefined;
  }
  return undefined;
}

export const loggingStopped: TrailDetector = {
  id: 'logging-stopped',
  title: 'monitoring was stopped',
  severity: 'error',
  confidence: 'medium',
  why: 'Turning off what records is the step before what should not be recorded.',
  todo: 'Turn it on again, and look at what the same identity did before and after.',
  ref: 'https://attack.mitre.org/techniques/T1562/008/',
  attack: ['T1562.008'],
  look(event, { habits }) {
    if (event.error !== '') return undefined;
    const words = stops[`${event.service}:${event.name}`] ?? weakened(event);
    if (words === undefined) return undefined;
    const isSmall = /^(logs|monitoring|cloudwatch)$/.test(event.service);
    // Stacks come and go with their log groups and alarms.
    if (isSmall && (isPipeline(event, habits) || event.identity.invokedBy === 'cloudformation.amazonaws.com'))
      return undefined;
    const which =
      text(event.request['name']) ||
      text(event.request['trailName']) ||
      text(event.request['logGroupName']) ||
      text(event.request['filterName']);
    const severity = isSmall ? ({ severity: 'warning' } as const) : {};
    return { message: `${event.identity.principal} ${words} ${which}`.trim(), ...severity };
  },
  examples: {
    bad: [
      [record({ name: 'StopLogging', service: 'cloudtrail', by: person, request: { name: 'main' } })],
      [
        record({
          name: 'UpdateDetector',
          service: 'guardduty',
          by: person,
          request: { detectorId: 'd', enable: false },
        }),
      ],
      [record({ name: 'DeleteFlowLogs', service: 'ec2', by: person, request: {} })],
    ],
    good: [
      [
        record({
          name: 'StopLogging',
          service: 'cloudtrail',
          by: person,
          request: { name: 'main' },
          error: 'AccessDenied',
        }),
      ],
      [record({ name: 'StartLogging', service: 'cloudtrail', by: person, request: { name: 'main' } })],
    ],
  },
};
