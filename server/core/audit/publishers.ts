// Accounts from which AWS and well-known vendors publish layers, as their documentation says. A layer of theirs is
// foreign code all the same, but of a publisher that a person meant.
import { parseArn } from '../iam/arn.ts';

const publishers: Readonly<Record<string, string>> = {
  '017000801446': 'AWS Powertools for Lambda',
  '580247275435': 'AWS Lambda Insights',
  '901920570463': 'AWS Distro for OpenTelemetry',
  '615299751070': 'AWS Application Signals',
  '177933569100': 'AWS Parameters and Secrets extension (us-east-1)',
  '015030872274': 'AWS Parameters and Secrets extension (eu-west-1)',
  '187925254637': 'AWS Parameters and Secrets extension (eu-central-1)',
  '133256977650': 'AWS Parameters and Secrets extension (eu-west-2)',
  '780235371811': 'AWS Parameters and Secrets extension (eu-west-3)',
  '427196147048': 'AWS Parameters and Secrets extension (eu-north-1)',
  '590474943231': 'AWS Parameters and Secrets extension (us-east-2)',
  '997803712105': 'AWS Parameters and Secrets extension (us-west-1)',
  '345057560386': 'AWS Parameters and Secrets extension (us-west-2)',
  '336392948345': 'AWS SDK for pandas',
  '464622532012': 'Datadog',
  '451483290750': 'New Relic',
  '725887861453': 'Dynatrace',
  '943013980633': 'Sentry',
  '267093732750': 'Elastic',
};

/** The vendor, where the account of a layer is one that is known for its layers. */
export function publisherOf(layerArn: string): string | undefined {
  return publishers[parseArn(layerArn)?.account ?? ''];
}

export function isKnownPublisher(layerArn: string): boolean {
  return publisherOf(layerArn) !== undefined;
}
