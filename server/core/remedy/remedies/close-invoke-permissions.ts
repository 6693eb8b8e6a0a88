// Statements of the resource policies that let somebody call the function are removed, each to be put back by undo.
import { missing, type Remedy } from '../remedy.ts';

export const closeInvokePermissions: Remedy = {
  id: 'close-invoke-permissions',
  title: 'remove invoke permissions from the resource policies',
  harm: 'services and accounts that call the function are refused; API Gateway answers 500, S3 and SNS lose events',
  propose(facts) {
    if (!facts.statements.known)
      return { wishes: [], warnings: missing('resource policies', facts.statements) };
    const all = facts.statements.value;
    return {
      // The last first: put back in the opposite order, they stand as before.
      wishes: all
        .filter((one) => one.state !== undefined && /^(?:lambda:|\*)/i.test(one.state.action))
        .toReversed()
        .map((one) => ({
          kind: 'permission',
          region: facts.region,
          target: { functionName: facts.name, qualifier: one.qualifier, statementId: one.statementId },
          after: null,
        })),
      warnings: all
        .filter((one) => one.state === undefined)
        .map(
          (one) => `statement ${one.statementId} says more than AddPermission can put back: it is left alone`,
        ),
    };
  },
};
