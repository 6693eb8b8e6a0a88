// No trail records management events of the Region: changes to functions leave no lasting trace.
import { regionCheck } from '../../check.ts';
import { exampleAccount } from '../../examples.ts';
import { securityHub } from '../../references.ts';

const region = { account: exampleAccount, partition: 'aws', name: 'eu-west-1', functionCount: 3 };
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
        category: 'management' as const,
        reads: true,
        writes: true,
        resourceTypes: [],
        arnFilters: [],
        otherLimits: [],
      },
    ],
  },
  ...changes,
});

export const unrecordedChanges = regionCheck({
  id: 'unrecorded-changes',
  severity: 'warning',
  title: 'no trail records changes in the Region',
  why: "CloudTrail's own history ends after 90 days and is deleted with nothing. Without a trail nobody can say who changed a function in spring.",
  todo: 'Create a trail for all Regions that records management events.',
  cwe: [778],
  references: [securityHub('CloudTrail.1')],
  needs: ['region', 'trails'],
  test: ({ region: here, trails }) => {
    if (here.functionCount === 0) return 'not-applicable';
    const gaps = [];
    for (const one of trails) {
      if (!one.logging.known) gaps.push(one.logging.gap);
      else if (!one.logging.value) continue;
      if (!one.selectors.known) gaps.push(one.selectors.gap);
      else if (
        one.logging.known &&
        one.selectors.value.some((selector) => selector.category === 'management' && selector.writes)
      )
        return [];
    }
    return gaps.length > 0
      ? { hits: [], gaps }
      : [{ message: `no trail records changes in ${here.name}`, resource: 'cloudtrail' }];
  },
  examples: {
    good: [{ region, trails: [trail()] }],
    bad: [
      { region, trails: [] },
      { region, trails: [trail({ logging: { known: true, value: false } })] },
    ],
    notApplicable: [{ region: { ...region, functionCount: 0 }, trails: [] }],
  },
});
