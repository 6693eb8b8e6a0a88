// Inspector: whether it looks at functions, and what it found in them.
import type * as N from '@aws-sdk/client-inspector2';
import { type Behaviours, type Call, defined, page } from '../behaviour.ts';

export interface InspectorState {
  status: { lambda: boolean; lambdaCode: boolean };
  findings: N.Finding[];
}

export function emptyInspector(): InspectorState {
  return { status: { lambda: false, lambdaCode: false }, findings: [] };
}

const word = (on: boolean) => (on ? ('ENABLED' as const) : ('DISABLED' as const));

export const inspector2: Behaviours = {
  BatchGetAccountStatus(_input: N.BatchGetAccountStatusRequest, call: Call): N.BatchGetAccountStatusResponse {
    const { lambda, lambdaCode } = call.region.inspector.status;
    const state = (on: boolean) => ({ status: word(on), errorCode: '' as N.ErrorCode, errorMessage: '' });
    return {
      accounts: [
        {
          accountId: call.account.id,
          state: state(lambda || lambdaCode),
          resourceState: {
            ec2: state(false),
            ecr: state(false),
            lambda: state(lambda),
            lambdaCode: state(lambdaCode),
          },
        },
      ],
      failedAccounts: [],
    };
  },

  ListFindings(input: N.ListFindingsRequest, call: Call): N.ListFindingsResponse {
    const criteria = input.filterCriteria;
    const texts = (filters: N.StringFilter[] | undefined, value: string | undefined) =>
      !filters?.length ||
      filters.some((one) =>
        one.comparison === 'PREFIX'
          ? (value ?? '').startsWith(one.value ?? '')
          : one.comparison === 'NOT_EQUALS'
            ? value !== one.value
            : value === one.value,
      );
    const wanted = call.region.inspector.findings.filter((finding) => {
      const [resource] = finding.resources ?? [];
      return (
        texts(criteria?.resourceType, resource?.type) &&
        texts(criteria?.resourceId, resource?.id) &&
        texts(criteria?.findingStatus, finding.status) &&
        texts(criteria?.findingType, finding.type) &&
        texts(criteria?.severity, finding.severity) &&
        texts(criteria?.lambdaFunctionName, resource?.details?.awsLambdaFunction?.functionName)
      );
    });
    const { items, next } = page(wanted, input.nextToken, input.maxResults, 100, 'ValidationException');
    return defined({ findings: items, nextToken: next });
  },
};
