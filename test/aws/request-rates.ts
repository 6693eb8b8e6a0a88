// How often a second an account may call, as the services' quota pages state it, kept by token buckets.

interface Rate {
  /** Calls that share one bucket have the same key. */
  readonly bucket: string;
  readonly perSecond: number;
  readonly burst: number;
}

/** Requests per second from the quota pages of each service; what they do not state is not limited here. */
export function rateOf(service: string, action: string): Rate | undefined {
  const rate = (perSecond: number, bucket = `${service}:${action}`, burst = perSecond): Rate => ({
    bucket,
    perSecond,
    burst,
  });
  switch (service) {
    case 'lambda':
      // https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html: all others share 15 a second.
      if (action === 'GetFunction') return rate(100);
      if (action === 'GetPolicy') return rate(15);
      return action === 'Invoke' ? undefined : rate(15, 'lambda:*');
    case 'cloudtrail':
      // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html
      if (action === 'LookupEvents') return rate(2);
      return rate(10);
    case 'logs':
      // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
      if (action === 'FilterLogEvents') return rate(25);
      if (action === 'DescribeLogGroups') return rate(10);
      return action === 'DescribeMetricFilters' || action.startsWith('Put') ? rate(5) : undefined;
    case 'cloudwatch':
      // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html
      if (action === 'GetMetricData') return rate(50);
      if (action === 'ListMetrics') return rate(25);
      return action === 'DescribeAlarms' ? rate(9) : undefined;
    case 'apigateway':
    case 'apigatewayv2':
      // https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html: 10 a second, bursts of 40.
      return rate(10, 'apigateway:*', 40);
    case 'sns':
      // https://docs.aws.amazon.com/general/latest/gr/sns.html
      return action.startsWith('List') || action.startsWith('Get') ? rate(30) : undefined;
    case 'ec2':
      // https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html: unfiltered, unpaginated describes.
      return action.startsWith('Describe') ? rate(20, 'ec2:Describe*', 100) : undefined;
    case 'events':
      return action === 'PutEvents' ? undefined : rate(50);
    default:
      return undefined;
  }
}

interface Bucket {
  tokens: number;
  filledAt: number;
}

/** Buckets per account and Region. `take` says whether a request may pass now; `nowMs` only moves forward. */
export function createRequestRates(): {
  take(scope: string, service: string, action: string, nowMs: number): boolean;
} {
  const buckets = new Map<string, Bucket>();
  return {
    take(scope, service, action, nowMs) {
      const rate = rateOf(service, action);
      if (!rate) return true;
      const key = `${scope}|${rate.bucket}`;
      const bucket = buckets.get(key) ?? { tokens: rate.burst, filledAt: nowMs };
      bucket.tokens = Math.min(
        rate.burst,
        bucket.tokens + ((nowMs - bucket.filledAt) / 1000) * rate.perSecond,
      );
      bucket.filledAt = nowMs;
      buckets.set(key, bucket);
      if (bucket.tokens < 1) return false;
      bucket.tokens -= 1;
      return true;
    },
  };
}
