// A function that outsiders call has no Lambda Insights: memory, network and file use of its calls are not measured.
import { parseArn } from '../../../iam/arn.ts';
import { functionCheck } from '../../check.ts';
import { configuration, place, trigger } from '../../examples.ts';
import { cis, lambdaGuide } from '../../references.ts';
import { isHttp } from '../../triggers.ts';

const insights = 'arn:aws:lambda:eu-west-1:580247275435:layer:LambdaInsightsExtension:53';

export const withoutInsights = functionCheck({
  id: 'without-insights',
  severity: 'hint',
  title: 'network and memory use of calls from outside is not measured',
  why: 'A function that starts to send much more than before shows it in these metrics first. Functions that only AWS services call need them less.',
  todo: 'Add the Lambda Insights layer and its policy.',
  cwe: [778],
  references: [cis('4.2'), lambdaGuide('monitoring-insights', 'Lambda Insights')],
  needs: ['layers', 'triggers', 'configuration', 'place'],
  test: ({ layers, triggers, configuration: { packageType }, place: here }) => {
    if (packageType === 'image' || !triggers.some(isHttp)) return 'not-applicable';
    const measured = layers.some(({ arn }) =>
      /:layer:LambdaInsightsExtension/.test(parseArn(arn) === undefined ? '' : arn),
    );
    return measured ? [] : [{ message: `${here.name} is called over HTTP and has no Lambda Insights layer` }];
  },
  examples: {
    good: [
      {
        place,
        configuration: configuration(),
        layers: [{ arn: insights, details: undefined }],
        triggers: [trigger('url', 'synchronous')],
      },
    ],
    bad: [{ place, configuration: configuration(), layers: [], triggers: [trigger('url', 'synchronous')] }],
    notApplicable: [{ place, configuration: configuration(), layers: [], triggers: [] }],
  },
});
