// Resource policies of functions, versions and aliases: separate objects, written statement by statement.
// https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
import type * as L from '@aws-sdk/client-lambda';
import { type Behaviours, type Call, Fault, newId } from '../../behaviour.ts';
import { arnOf, checkRevision, type Found, findFunction, requireQualifier } from './find-function.ts';

export const policies: Behaviours = {
  GetPolicy(input: L.GetPolicyRequest, call: Call): L.GetPolicyResponse {
    const found = findFunction(call, input.FunctionName, input.Qualifier);
    requireQualifier(call, found);
    const policy = found.state.policies.get(keyOf(found));
    if (!policy || policy.statements.length === 0) {
      throw new Fault('ResourceNotFoundException', 'The resource you requested does not exist.', {
        fields: { Type: 'User' },
      });
    }
    return {
      Policy: JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement: policy.statements }),
      RevisionId: revisionOf(found) ?? policy.revisionId,
    };
  },

  AddPermission(input: L.AddPermissionRequest, call: Call): L.AddPermissionResponse {
    const found = findFunction(call, input.FunctionName, input.Qualifier);
    requireQualifier(call, found);
    const policy = found.state.policies.get(keyOf(found)) ?? { statements: [], revisionId: newId() };
    checkRevision(input.RevisionId, revisionOf(found) ?? policy.revisionId, 'GetPolicy');
    if (policy.statements.some((one) => one['Sid'] === input.StatementId)) {
      throw new Fault(
        'ResourceConflictException',
        `The statement id (${input.StatementId}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
      );
    }
    const statement = statementOf(input, arnOf(call, found.name, found.qualifier), call.account.partition);
    policy.statements.push(statement);
    found.state.policies.set(keyOf(found), policy);
    bump(found);
    return { Statement: JSON.stringify(statement) };
  },

  RemovePermission(input: L.RemovePermissionRequest, call: Call): Record<string, never> {
    const found = findFunction(call, input.FunctionName, input.Qualifier);
    const policy = found.state.policies.get(keyOf(found));
    const left = policy?.statements.filter((one) => one['Sid'] !== input.StatementId);
    if (!policy || !left || left.length === policy.statements.length) {
      throw new Fault(
        'ResourceNotFoundException',
        `Statement ${input.StatementId} is not found in resource policy.`,
        { fields: { Type: 'User' } },
      );
    }
    checkRevision(input.RevisionId, revisionOf(found) ?? policy.revisionId, 'GetPolicy');
    policy.statements = left;
    bump(found);
    return {};
  },
};

/** `$LATEST` has no policy of its own: it is the bare function's. */
function keyOf(found: Found): string {
  return found.qualifier === '$LATEST' ? '' : found.qualifier;
}

/** A policy shares the revision of what it hangs on, and gives it a new one when it changes. */
function revisionOf(found: Found): string | undefined {
  const { state, qualifier } = found;
  if (qualifier === '' || qualifier === '$LATEST') return state.latest.RevisionId;
  return (
    state.aliases.find((one) => one.Name === qualifier) ??
    state.versions.find((one) => one.Version === qualifier)
  )?.RevisionId;
}

function bump(found: Found): void {
  const { state, qualifier } = found;
  const revisionId = newId();
  const holder =
    qualifier === '' || qualifier === '$LATEST'
      ? state.latest
      : (state.aliases.find((one) => one.Name === qualifier) ??
        state.versions.find((one) => one.Version === qualifier));
  if (holder) holder.RevisionId = revisionId;
  const policy = state.policies.get(keyOf(found));
  if (policy) policy.revisionId = revisionId;
}

/** The statement that Lambda writes for an `AddPermission` call. */
export function statementOf(
  input: L.AddPermissionRequest,
  resource: string,
  partition: string,
): Record<string, unknown> {
  const condition: Record<string, Record<string, string>> = {};
  const add = (operator: string, key: string, value: string | undefined) => {
    if (value !== undefined) condition[operator] = { ...condition[operator], [key]: value };
  };
  add('StringEquals', 'AWS:SourceAccount', input.SourceAccount);
  add('StringEquals', 'aws:PrincipalOrgID', input.PrincipalOrgID);
  add('StringEquals', 'lambda:EventSourceToken', input.EventSourceToken);
  add('StringEquals', 'lambda:FunctionUrlAuthType', input.FunctionUrlAuthType);
  if (input.InvokedViaFunctionUrl !== undefined)
    add('Bool', 'lambda:InvokedViaFunctionUrl', String(input.InvokedViaFunctionUrl));
  add('ArnLike', 'AWS:SourceArn', input.SourceArn);
  return {
    Sid: input.StatementId,
    Effect: 'Allow',
    Principal: principalOf(input.Principal ?? '', partition),
    Action: input.Action,
    Resource: resource,
    ...(Object.keys(condition).length > 0 ? { Condition: condition } : {}),
  };
}

function principalOf(given: string, partition: string): unknown {
  if (given === '*') return '*';
  if (/^\d{12}$/.test(given)) return { AWS: `arn:${partition}:iam::${given}:root` };
  return given.startsWith('arn:') ? { AWS: given } : { Service: given };
}
