// Where other catalogues speak of the same question: AWS Security Hub, the CIS benchmark for compute services, AWS's
// own pages.
import type { Reference } from './check.ts';

/** A Security Hub control such as `Lambda.1`. */
export function securityHub(control: string): Reference {
  const service = (control.split('.')[0] ?? '').toLowerCase();
  return {
    name: `Security Hub ${control}`,
    url: `https://docs.aws.amazon.com/securityhub/latest/userguide/${service}-controls.html#${control.toLowerCase().replace('.', '-')}`,
  };
}

/** A recommendation of the CIS AWS Compute Services Benchmark, such as `4.6`. */
export function cis(section: string): Reference {
  return { name: `CIS AWS Compute Services ${section}` };
}

/** A page of the Lambda developer guide. */
export function lambdaGuide(page: string, name: string): Reference {
  return { name, url: `https://docs.aws.amazon.com/lambda/latest/dg/${page}.html` };
}

/** A page of the IAM user guide. */
export function iamGuide(page: string, name: string): Reference {
  return { name, url: `https://docs.aws.amazon.com/IAM/latest/UserGuide/${page}.html` };
}

export function page(name: string, url: string): Reference {
  return { name, url };
}
