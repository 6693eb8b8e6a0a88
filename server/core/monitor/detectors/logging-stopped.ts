// Trails, flow logs, detectors or log groups are stopped or deleted: somebody does not want to be seen.
import type { TrailDetector } from '../trail/detector.ts';
import { person, record } from '../trail/example.ts';
import { text } from '../trail/trail-event.ts';

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
  'inspector2:Disable': 'switched Inspector off',
};

export const loggingStopped: TrailDetector = {
  id: 'logging-stopped',
  title: 'monitoring was stopped',
  severity: 'error',
  confidence: 'medium',
  why: 'Turning off what records is the step before what should not be recorded.',
  todo: 'Turn it on again, and look at what the same identity did before and after.',
  ref: 'https://attack.mitre.org/techniques/T1562/008/',
  attack: ['T1562.008'],
  look(event) {
    const words = stops[`${event.service}:${event.name}`];
    if (words === undefined || event.error !== '') return undefined;
    const which =
      text(event.request['name']) ||
      text(event.request['trailName']) ||
      text(event.request['logGroupName']) ||
      text(event.request['filterName']);
    const severity =
      event.service === 'logs' || event.name.includes('Alarm') ? ({ severity: 'warning' } as const) : {};
    return { message: `${event.identity.principal} ${words} ${which}`.trim(), ...severity };
  },
  examples: {
    bad: [
      [record({ name: 'StopLogging', service: 'cloudtrail', by: person, request: { name: 'main' } })],
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
