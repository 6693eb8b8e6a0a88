// A tag takes the function out of Inspector's scans.
import { functionCheck } from '../../check.ts';
import { place } from '../../examples.ts';
import { page } from '../../references.ts';

export const excludedFromInspector = functionCheck({
  id: 'excluded-from-inspector',
  severity: 'warning',
  title: 'a tag hides the function from Inspector',
  why: 'With the tag InspectorExclusion or InspectorCodeExclusion the function drops out of the scans and out of every report, without a word.',
  todo: 'Remove the tag, or write an exception with the reason.',
  cwe: [693],
  references: [
    page('Excluding functions', 'https://docs.aws.amazon.com/inspector/latest/user/scanning-lambda.html'),
  ],
  needs: ['tags', 'place'],
  test: ({ tags, place: here }) =>
    Object.entries(tags)
      .filter(
        ([name, value]) =>
          (name === 'InspectorExclusion' && value === 'LambdaStandardScanning') ||
          (name === 'InspectorCodeExclusion' && value === 'LambdaCodeScanning'),
      )
      .map(([name]) => ({
        message: `the tag ${name} takes ${here.name} out of Inspector's scans`,
        resource: `tag ${name}`,
      })),
  examples: {
    good: [{ place, tags: { owner: 'shop' } }],
    bad: [
      { place, tags: { InspectorExclusion: 'LambdaStandardScanning' } },
      { place, tags: { InspectorCodeExclusion: 'LambdaCodeScanning' } },
    ],
  },
});
