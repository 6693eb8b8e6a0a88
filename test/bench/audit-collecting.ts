// What an audit costs against the endpoint for tests: requests for a function, 1,000 functions without limits, and
// how near it comes to the time that the services' documented request rates alone dictate.
import { collect } from '../../server/aws/collect.ts';
import { addFunction } from '../aws/describe.ts';
import { type RecordedRequest, startAwsEndpoint } from '../aws/endpoint.ts';
import { rateOf } from '../aws/request-rates.ts';
import { createAccount } from '../aws/world.ts';

const region = 'eu-central-1';

function accountOf(count: number) {
  const account = createAccount('111122223333');
  for (let index = 0; index < count; index += 1) {
    addFunction(account, region, {
      name: `service-${index}`,
      role: `role-${index % 50}`,
      environment: { STAGE: 'prod' },
      permissions: [
        {
          StatementId: 'topic',
          Principal: 'sns.amazonaws.com',
          SourceArn: `arn:aws:sns:${region}:111122223333:topic-${index % 20}`,
        },
      ],
      ...(index % 4 === 0 ? { versions: 2, aliases: [{ name: 'live', version: '2' }] } : {}),
    });
  }
  return account;
}

async function audit(count: number, enforceRates: boolean) {
  process.env['AWS_ACCESS_KEY_ID'] ??= 'AKIAIOSFODNN7EXAMPLE';
  process.env['AWS_SECRET_ACCESS_KEY'] ??= 'EXAMPLEsecretEXAMPLEsecretEXAMPLEsecret1';
  const endpoint = await startAwsEndpoint(accountOf(count), { enforceRates });
  const options = { accounts: [{ endpointUrl: endpoint.url }], regions: [region] };
  try {
    const started = performance.now();
    const snapshot = await collect(options);
    const seconds = (performance.now() - started) / 1000;
    const requests = [...endpoint.requests];
    endpoint.requests.length = 0;
    const again = enforceRates ? undefined : await collect({ ...options, previous: snapshot });
    return { seconds, requests, second: again ? [...endpoint.requests] : [] };
  } finally {
    await endpoint.close();
  }
}

/** Lambda requests that name a function, for the one that has most. */
function mostForOne(requests: readonly RecordedRequest[]): number {
  const counts = new Map<string, number>();
  for (const { service, input } of requests) {
    if (service !== 'lambda' || typeof input !== 'object' || input === null || !('FunctionName' in input))
      continue;
    const name = String(input.FunctionName);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return Math.max(0, ...counts.values());
}

/** Seconds that the fullest bucket needs for the requests that were answered. */
function dictated(requests: readonly RecordedRequest[]): number {
  const counts = new Map<string, { count: number; rate: NonNullable<ReturnType<typeof rateOf>> }>();
  for (const { service, action, error } of requests) {
    const rate = rateOf(service, action);
    if (!rate || error === 'TooManyRequestsException' || error === 'ThrottlingException') continue;
    const entry = counts.get(rate.bucket) ?? { count: 0, rate };
    entry.count += 1;
    counts.set(rate.bucket, entry);
  }
  return Math.max(...[...counts.values()].map(({ count, rate }) => (count - rate.burst) / rate.perSecond));
}

export const bench = {
  name: 'audit: collecting an account',
  run: async () => {
    const free = await audit(1000, false);
    const limited = await audit(60, true);
    const ratio = limited.seconds / dictated(limited.requests);
    const first = mostForOne(free.requests);
    const second = mostForOne(free.second);
    return [
      {
        name: '1,000 functions without limits',
        value: free.seconds,
        unit: 's',
        must: 'under 60 s',
        holds: free.seconds < 60,
      },
      {
        name: 'Lambda requests for one function, first time',
        value: first,
        unit: 'requests',
        must: 'at most 8',
        holds: first <= 8,
      },
      {
        name: 'Lambda requests for one unchanged function, second time',
        value: second,
        unit: 'requests',
        must: 'none',
        holds: second === 0,
      },
      {
        name: 'time over what the documented rates dictate (60 functions)',
        value: ratio,
        unit: '×',
        must: 'within 1.2',
        holds: ratio <= 1.2,
      },
    ];
  },
};
