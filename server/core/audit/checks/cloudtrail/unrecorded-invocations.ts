// No trail records who invokes the function.

import { functionCheck } from '../../check.ts';
import { exampleArn, place } from '../../examples.ts';
import { page } from '../../references.ts';
import { arnIsSelected } from '../../trail-selection.ts';

const trail = (changes: object = {}) => ({
  arn: 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/main',
  name: 'main',
  homeRegion: 'eu-west-1',
  multiRegion: true,
  ofOrganization: false,
  logging: { known: true as const, value: true },
  validatesFiles: true,
  selectors: {
    known: true as const,
    value: [
      {
        category: 'data' as const,
        reads: true,
        writes: true,
        resourceTypes: ['AWS::Lambda::Function'],
        arnFilters: [],
        otherLimits: [],
      },
    ],
  },
  ...changes,
});

export const unrecordedInvocations = functionCheck({
  id: 'unrecorded-invocations',
  severity: 'info',
  title: 'nobody records who invokes the function',
  why: 'Invoke is a data event: trails record it only when told to. Without it nobody can say who called the function with stolen credentials.',
  todo: 'Add a data event selector for AWS::Lambda::Function to a trail that is logging.',
  cwe: [778],
  references: [
    page(
      'Data events',
      'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html',
    ),
  ],
  needs: ['trails', 'place'],
  test: ({ trails, place: here }) => {
    const gaps = [];
    for (const one of trails) {
      if (!one.logging.known) gaps.push(one.logging.gap);
      else if (!one.logging.value) continue;
      if (!one.selectors.known) gaps.push(one.selectors.gap);
      else if (one.logging.known && one.selectors.value.some((selector) => arnIsSelected(selector, here.arn)))
        return [];
    }
    if (gaps.length > 0) return { hits: [], gaps };
    return [{ message: `no trail records who invokes ${here.name}` }];
  },
  examples: {
    good: [
      { place, trails: [trail()] },
      {
        place,
        trails: [
          trail({
            selectors: {
              known: true,
              value: [
                {
                  category: 'data',
                  reads: true,
                  writes: true,
                  resourceTypes: ['AWS::Lambda::Function'],
                  arnFilters: [{ operator: 'equals', values: [exampleArn] }],
                  otherLimits: [],
                },
              ],
            },
          }),
        ],
      },
    ],
    bad: [
      { place, trails: [] },
      { place, trails: [trail({ logging: { known: true, value: false } })] },
      {
        place,
        trails: [
          trail({
            selectors: {
              known: true,
              value: [
                {
                  category: 'data',
                  reads: true,
                  writes: true,
                  resourceTypes: ['AWS::Lambda::Function'],
                  arnFilters: [{ operator: 'not-equals', values: [exampleArn] }],
                  otherLimits: [],
                },
              ],
            },
          }),
        ],
      },
      {
        place,
        trails: [
          trail({
            selectors: {
              known: true,
              value: [
                {
                  category: 'management',
                  reads: true,
                  writes: true,
                  resourceTypes: [],
                  arnFilters: [],
                  otherLimits: [],
                },
              ],
            },
          }),
        ],
      },
    ],
  },
});
