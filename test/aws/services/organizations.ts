// Organizations, as far as an account sees the policies above it.
import type * as O from '@aws-sdk/client-organizations';
import { type Behaviours, type Call, defined, Fault, page } from '../behaviour.ts';

export interface OrganizationState {
  id: string;
  managementAccountId: string;
  rootId: string;
  accounts: { id: string; name: string; email: string; parentId: string; suspended?: boolean }[];
  units: { id: string; name: string; parentId: string }[];
  policies: {
    id: string;
    name: string;
    type: 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY';
    document: string;
    targets: string[];
  }[];
}

function organization(call: Call): OrganizationState {
  const state = call.account.organization;
  if (!state)
    throw new Fault('AWSOrganizationsNotInUseException', 'Your account is not a member of an organization.');
  return state;
}

/** Everything but `DescribeOrganization` answers the management account and delegated administrators only. */
function managed(call: Call): OrganizationState {
  const state = organization(call);
  if (state.managementAccountId !== call.account.id) {
    throw new Fault('AccessDeniedException', "You don't have permissions to access this resource.", {
      status: 400,
    });
  }
  return state;
}

export const organizations: Behaviours = {
  DescribeOrganization(_input: unknown, call: Call): O.DescribeOrganizationResponse {
    const state = organization(call);
    return {
      Organization: {
        Id: state.id,
        Arn: `arn:${call.account.partition}:organizations::${state.managementAccountId}:organization/${state.id}`,
        FeatureSet: 'ALL',
        MasterAccountId: state.managementAccountId,
        MasterAccountArn: `arn:${call.account.partition}:organizations::${state.managementAccountId}:account/${state.id}/${state.managementAccountId}`,
        MasterAccountEmail: 'owner@example.com',
      },
    };
  },

  ListAccounts(input: O.ListAccountsRequest, call: Call): O.ListAccountsResponse {
    const { items, next } = page(
      managed(call).accounts,
      input.NextToken,
      input.MaxResults,
      20,
      'InvalidInputException',
    );
    return defined({
      Accounts: items.map((one) => ({
        Id: one.id,
        Name: one.name,
        Email: one.email,
        Status: one.suspended === true ? ('SUSPENDED' as const) : ('ACTIVE' as const),
      })),
      NextToken: next,
    });
  },

  ListParents(input: O.ListParentsRequest, call: Call): O.ListParentsResponse {
    const state = managed(call);
    const child = [...state.accounts, ...state.units].find((one) => one.id === input.ChildId);
    if (!child) throw new Fault('ChildNotFoundException', "You specified a target that doesn't exist.");
    return {
      Parents: [
        { Id: child.parentId, Type: child.parentId === state.rootId ? 'ROOT' : 'ORGANIZATIONAL_UNIT' },
      ],
    };
  },

  ListPoliciesForTarget(input: O.ListPoliciesForTargetRequest, call: Call): O.ListPoliciesForTargetResponse {
    const state = managed(call);
    const wanted = state.policies.filter(
      (one) => one.type === input.Filter && one.targets.includes(input.TargetId ?? ''),
    );
    const { items, next } = page(wanted, input.NextToken, input.MaxResults, 20, 'InvalidInputException');
    return defined({
      Policies: items.map((one) => ({
        Id: one.id,
        Name: one.name,
        Type: one.type,
        AwsManaged: one.id === 'p-FullAWSAccess',
      })),
      NextToken: next,
    });
  },

  DescribePolicy(input: O.DescribePolicyRequest, call: Call): O.DescribePolicyResponse {
    const found = managed(call).policies.find((one) => one.id === input.PolicyId);
    if (!found) throw new Fault('PolicyNotFoundException', "You specified a policy that doesn't exist.");
    return {
      Policy: {
        PolicySummary: { Id: found.id, Name: found.name, Type: found.type },
        Content: found.document,
      },
    };
  },

  ListRoots(_input: O.ListRootsRequest, call: Call): O.ListRootsResponse {
    const state = managed(call);
    const types = new Set(state.policies.map((one) => one.type));
    return {
      Roots: [
        {
          Id: state.rootId,
          Name: 'Root',
          PolicyTypes: [...types].map((type) => ({ Type: type, Status: 'ENABLED' as const })),
        },
      ],
    };
  },
};
