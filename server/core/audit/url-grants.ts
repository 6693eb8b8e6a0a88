// Which statements belong to a function URL, and whether a URL without authentication really answers everybody.
// https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
import { hasWildcard } from '../iam/glob.ts';
import type { Policy, Statement } from '../iam/policy.ts';
import type { FunctionUrl } from '../model/function.ts';
import { grantsAction, isOpen, openStatements, valuesOf } from './exposure.ts';
import type { SourcePolicy } from './facts.ts';

/** Holds for requests through the URL alone. */
export function isForUrlOnly(statement: Statement): boolean {
  return valuesOf(statement, 'lambda:InvokedViaFunctionUrl').some((value) => value.toLowerCase() === 'true');
}

/**
 * The second statement that a URL needs, without the condition that keeps it to the URL: it opens the Invoke API too.
 * A statement that opens the URL and the Invoke API alike was meant for more, and is not counted here.
 */
export function isUrlGrantWithoutCondition(statement: Statement, policy: Policy): boolean {
  return (
    isOpen(statement) &&
    statement.conditions.length === 0 &&
    grantsAction(statement, 'lambda:InvokeFunction') &&
    !grantsAction(statement, 'lambda:InvokeFunctionUrl') &&
    hasUrlGrant(policy)
  );
}

/** Some statement opens the URL to everybody. */
export function hasUrlGrant(policy: Policy): boolean {
  return policy.statements.some(
    (statement) =>
      isOpen(statement) &&
      grantsAction(statement, 'lambda:InvokeFunctionUrl') &&
      valuesOf(statement, 'lambda:FunctionUrlAuthType').every(
        (value) => value === 'NONE' || hasWildcard(value),
      ),
  );
}

/** Both permissions that a URL needs are given to everybody by the policy of its own qualifier. */
export function isPubliclyCallable(url: FunctionUrl, policies: readonly SourcePolicy[]): boolean {
  const policy = policies.find((one) => one.qualifier === url.qualifier)?.policy;
  if (policy === undefined) return false;
  return (
    openStatements(policy, ['lambda:InvokeFunctionUrl']).some((statement) =>
      valuesOf(statement, 'lambda:FunctionUrlAuthType').every((value) => value !== 'AWS_IAM'),
    ) && openStatements(policy, ['lambda:InvokeFunction']).length > 0
  );
}
