// Records of a stream that fail are dropped when they expire.
import { parseArn } from '../../../iam/arn.ts';
import { functionCheck } from '../../check.ts';
import { mapping, place } from '../../examples.ts';
import { lambdaGuide } from '../../references.ts';

const streams = ['dynamodb', 'kinesis', 'kafka'];
const stream = 'arn:aws:kinesis:eu-west-1:111122223333:stream/clicks';

export const lostStreamRecords = functionCheck({
  id: 'lost-stream-records',
  severity: 'info',
  title: 'records of a stream that fail are lost or block it',
  why: 'A record that the function refuses is tried until it expires and holds up its shard; then it is gone.',
  todo: 'Set an on-failure destination and a bound for retries or age on the mapping.',
  cwe: [755],
  references: [lambdaGuide('services-kinesis-errors', 'Discarded records')],
  needs: ['mappings', 'place'],
  test: ({ mappings, place: here }) => {
    const ofStreams = mappings.filter(
      (one) =>
        one.selfManagedServers !== undefined ||
        streams.includes(parseArn(one.sourceArn ?? '')?.service ?? ''),
    );
    if (ofStreams.length === 0) return 'not-applicable';
    return ofStreams
      .filter((one) => one.onFailureArn === undefined)
      .map((one) => ({
        message: `the mapping of ${one.sourceArn ?? 'self-managed Kafka'} to ${here.name} keeps no failed records`,
        resource: `mapping ${one.uuid}`,
        data: { uuid: one.uuid },
      }));
  },
  examples: {
    good: [
      {
        place,
        mappings: [mapping({ sourceArn: stream, onFailureArn: 'arn:aws:sqs:eu-west-1:111122223333:dead' })],
      },
    ],
    bad: [{ place, mappings: [mapping({ sourceArn: stream })] }],
    notApplicable: [{ place, mappings: [mapping()] }],
  },
});
