// The log settings hide what the guard writes.
import { functionCheck, type Hit } from '../../check.ts';
import { code, configuration, logGroup, place } from '../../examples.ts';
import { lambdaGuide } from '../../references.ts';

export const hiddenGuardRecords = functionCheck({
  id: 'hidden-guard-records',
  severity: 'warning',
  title: 'the log settings hide the records of the guard',
  why: 'With an application log level above WARN, Lambda drops what the runtime logs below it; metric filters do not work on groups of the infrequent-access class. Violations then happen without a trace or an alarm.',
  todo: 'Set the application log level to WARN or lower, and use a log group of the standard class.',
  cwe: [778],
  references: [lambdaGuide('monitoring-cloudwatchlogs-log-level', 'Log-level filtering')],
  needs: ['configuration', 'logGroup', 'code', 'place'],
  test: ({ configuration: { logging }, logGroup: group, code: { guard }, place: here }) => {
    if (guard.files.length === 0) return 'not-applicable';
    const hits: Hit[] = [];
    if (
      logging.format === 'json' &&
      (logging.applicationLevel === 'ERROR' || logging.applicationLevel === 'FATAL')
    )
      hits.push({
        message: `${here.name} logs ${logging.applicationLevel} and worse: records of the guard may be dropped`,
        resource: 'logging configuration',
      });
    if (group !== null && group.class !== 'standard')
      hits.push({
        message: `${group.name} of ${here.name} has the class ${group.class}, on which metric filters do not work`,
        resource: group.arn,
      });
    return hits;
  },
  examples: {
    good: [
      {
        place,
        configuration: configuration({
          logging: { logGroup: '/aws/lambda/orders', format: 'json', applicationLevel: 'INFO' },
        }),
        logGroup: logGroup(),
        code: code(),
      },
    ],
    bad: [
      {
        place,
        configuration: configuration({
          logging: { logGroup: '/aws/lambda/orders', format: 'json', applicationLevel: 'ERROR' },
        }),
        logGroup: logGroup(),
        code: code(),
      },
      {
        place,
        configuration: configuration(),
        logGroup: logGroup({ class: 'infrequent-access' }),
        code: code(),
      },
    ],
    notApplicable: [
      {
        place,
        configuration: configuration(),
        logGroup: logGroup(),
        code: code({ guard: { files: [], wrapsHandler: 'no', evidence: '' } }),
      },
    ],
  },
});
